"""Uploads that wait to be accepted or rejected, and held rows that wait to be put right."""

from typing import Final

from django.db.models import Count, F, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.contributions.desk import Desk, NoDay, Todo, Work
from core.imports.choices import UploadState
from core.imports.models import HeldRow, Upload
from core.imports.permissions import ImportPermission
from core.imports.registry import importer, kinds
from core.people import User
from core.views.addresses import address

#: Stands for the key and the rest of a line about held rows.
HELD: Final = -1


def work(desk: Desk) -> Work:
    """The uploads of the own organisation that were checked, newest first, then its ledgers with held rows; one query."""
    if not desk.user.may(ImportPermission.UPLOAD_VIEW):
        return Work(place=70)
    good = waiting_uploads(desk.user).annotate(good=F("new") + F("changed") + F("unchanged"))
    uploads = good.values_list("pk", "file__name", "good", "held")
    return Work(place=70, todos=[_todo(desk, *row) for row in uploads.union(_held(desk.user), all=True)])


def waiting_uploads(user: User) -> QuerySet[Upload]:
    """Uploads of the person's own organisation that were checked and wait to be accepted or rejected."""
    rows = Upload.objects.visible_to(user).filter(organisation_id=user.organisation_id)
    return rows.filter(state=UploadState.CHECKED).order_by("-created_at", "-pk")


def _held(user: User) -> "QuerySet[HeldRow, tuple[object, ...]]":
    """Kind and number of held rows of the own organisation, of kinds that the person may put right, marked by HELD."""
    mine = [kind for kind in kinds() if user.may(importer(kind).permission)]
    rows = HeldRow.objects.visible_to(user).filter(organisation_id=user.organisation_id, kind__in=mine)
    grouped = rows.order_by().values("kind").annotate(key=Value(HELD), number=Count("pk"), rest=Value(HELD))
    return grouped.values_list("key", "kind", "number", "rest")


def _todo(desk: Desk, pk: int, name: str, number: int, held: int) -> Todo:
    """An upload with its rows to accept and those held, or where both keys are HELD a ledger with its held rows."""
    if pk == HELD:
        title = ngettext("%(n)s held row to put right", "%(n)s held rows to put right", number) % {"n": f"{number:,}"}
        url, detail = address("imports:held-list", name), importer(name).title
        return desk.line(_("Upload"), title, detail, url, _("Put right"), NoDay.OWN_WORK, count=number)
    detail = ngettext(
        "%(accepted)s row to accept, %(held)s held", "%(accepted)s rows to accept, %(held)s held", number
    ) % {"accepted": number, "held": held}
    step = _("Accept") if number else _("Open")
    return desk.line(_("Upload"), name, detail, address("imports:upload-detail", pk), step, NoDay.OWN_WORK)
