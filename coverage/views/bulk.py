"""Reminders to several enterprises of the gap at once, shown before they are written."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from campaigns.services import duty_sectors
from core import clock
from core.listing.bulk import BulkView
from core.plain import Plain
from core.rows import Row
from coverage import gap
from coverage import services as pursuing
from coverage.forms import RemindForm
from coverage.gap import Frame, frame_of
from coverage.permissions import CoveragePermission
from enterprises.models import Enterprise


def frame_today() -> Frame:
    today = clock.today()
    return frame_of(today, today, duty_sectors(today))


class RemindManyView(BulkView):
    """Each gets a reminder of its own; who is insured by now gets none."""

    permission = CoveragePermission.GAP_CASE_WRITE
    title = _("Remind to insure")
    deed = ngettext_lazy(
        "A reminder is recorded for this %(n)s enterprise, as of today",
        "A reminder is recorded for each of these %(n)s enterprises, as of today",
        "n",
    )
    back = "/gap/"
    form_class = RemindForm

    def rows(self, keys: Sequence[int]) -> Iterable[Row]:
        return Enterprise.objects.visible_to(self.person).filter(pk__in=keys).order_by("uscc")

    def complain(self, row: Enterprise) -> str:
        is_pursued = gap.kind_of(row, frame_today())
        return "" if is_pursued else "今天不是应保未保企业，也没有未全员或者未足额投保，无需督促"

    def act(self, row: Enterprise, data: Plain) -> None:
        pursuing.remind_enterprise(enterprise=row, frame=frame_today(), by=self.person, at=clock.now(), **data)
