"""Signing for findings from their list: the letters that handed them over are signed for, each as a whole."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from core import clock
from core.listing.bulk import BulkView
from core.plain import Plain
from core.rows import Row
from inspections.models import Handover
from inspections.permissions import InspectionPermission
from inspections.services.settling import receive_handover


class ReceiveManyView(BulkView):
    """A letter is signed for with all findings in it, ticked or not."""

    permission = InspectionPermission.FINDING_SETTLE
    title = _("Sign for the findings")
    deed = _("These %(n)s letters are signed for today, each with all findings in it")
    back = "/inspections/findings/"

    def rows(self, keys: Sequence[int]) -> Iterable[Row]:
        """The letters of the ticked findings; on the second page the keys are those of the letters."""
        rows = Handover.objects.visible_to(self.person)
        of_findings = self.request.method == "GET"
        found = rows.filter(routings__finding__in=keys) if of_findings else rows.filter(pk__in=keys)
        return found.distinct().order_by("pk")

    def complain(self, row: Handover) -> str:
        if row.receiver_id != self.person.organisation_id:
            return f"该移交函由「{row.receiver}」签收"
        return f"已于 {row.received_on} 签收" if row.received_on else ""

    def act(self, row: Handover, _data: Plain) -> None:
        receive_handover(handover=row, by=self.person, today=clock.today(), at=clock.now())
