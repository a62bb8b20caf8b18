"""The field of files: a button and the chosen names in the portal's words.

The browser's own field speaks the browser's language. Without scripts it stays beside the button for the names; with
them static/js/portal.js lists the names and the field itself is only heard (`.p-file` in static/css/extra.css).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from typing_extensions import override

from core.forms import Attributes, attributes

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words


def file_field(given: Mapping[str, object], words: "Words" = "") -> SafeString:
    """The field with these attributes, and the button that opens it; `words` instead of those on the button.

    The label of the field names it to who hears the page, so the button is only seen.
    """
    shown = words or (_("Choose files") if given.get("multiple") else _("Choose a file"))
    return format_html(
        '<div class="p-file"><input{}><label class="btn btn-plain" for="{}" aria-hidden="true">'
        '<svg class="i" aria-hidden="true" focusable="false"><use href="#i-upload"/></svg>{}</label></div>',
        attributes({"type": "file", "class": "form-control", **given}),
        given.get("id", ""),
        shown,
    )


class FileInput(forms.FileInput):
    """One file."""

    @override
    def render(
        self, name: str, value: object, attrs: Attributes | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        return file_field({"name": name, **self.build_attrs(self.attrs, attrs)})


class FilesInput(FileInput):
    """Several files at once."""

    allow_multiple_selected = True
