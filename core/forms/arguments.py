"""What every form may be given besides data and files: typed once, for forms that add something and pass it on."""

from typing import TypeAlias, TypedDict

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from core.plain import Plain

#: What was posted, and the files sent with it; nothing of a form that is shown for the first time.
Data: TypeAlias = QueryDict | None
Files: TypeAlias = "MultiValueDict[str, UploadedFile[bytes]] | None"


class FormArguments(TypedDict, total=False):
    """The arguments of Django's own forms by name."""

    auto_id: bool | str
    prefix: str | None
    initial: Plain | None
