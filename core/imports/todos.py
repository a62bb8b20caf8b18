"""Uploads that wait to be accepted or rejected."""

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.contributions.desk import Desk, Todo, Work
from core.imports.choices import UploadState
from core.imports.models import Upload
from core.imports.permissions import ImportPermission
from core.people import User
from core.views.addresses import address

SHOWN: Final = 20  # uploads listed


def work(desk: Desk) -> Work:
    """The newest uploads of the person's own organisation that were checked."""
    if not desk.user.may(ImportPermission.UPLOAD_VIEW):
        return Work(place=70)
    return Work(place=70, todos=[_todo(upload) for upload in waiting_uploads(desk.user)[:SHOWN]])


def waiting_uploads(user: User) -> QuerySet[Upload]:
    """Uploads of the person's own organisation that were checked and wait to be accepted or rejected."""
    rows = Upload.objects.visible_to(user).filter(organisation_id=user.organisation_id)
    return rows.filter(state=UploadState.CHECKED).select_related("file").order_by("-created_at", "-pk")


def _todo(upload: Upload) -> Todo:
    detail = _("%(accepted)s rows to accept, %(held)s held") % {"accepted": upload.accepted, "held": upload.held}
    step = _("Accept") if upload.accepted else _("Open")
    return Todo(_("Upload"), upload.file.name, detail, address("imports:upload-detail", upload.pk), step)
