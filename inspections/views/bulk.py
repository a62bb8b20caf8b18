"""Signing for findings from their list: the letters that handed them over are signed for, each as a whole."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core import clock
from core.listing.bulk import BulkView, Judged
from core.plain import Plain
from core.rows import Row
from inspections.models import Finding, Handover
from inspections.permissions import InspectionPermission
from inspections.services.settling import receive_handover


class ReceiveManyView(BulkView):
    """A letter is signed for with all findings in it, ticked or not."""

    permission = InspectionPermission.FINDING_SETTLE
    title = _("Sign for the findings")
    deed = ngettext_lazy(
        "This %(n)s letter is signed for today, with all findings in it",
        "These %(n)s letters are signed for today, each with all findings in it",
        "n",
    )
    back = "/inspections/findings/"

    def rows(self, keys: Sequence[int]) -> Iterable[Row]:
        """The letters of the ticked findings; on the second page the keys are those of the letters."""
        rows = Handover.objects.visible_to(self.person)
        found = rows.filter(routings__finding__in=keys) if self.of_findings else rows.filter(pk__in=keys)
        return found.distinct().order_by("pk")

    def besides(self, keys: Sequence[int]) -> Sequence[Judged]:
        """The ticked findings that are in no letter that the person sees."""
        if not self.of_findings:
            return ()
        letters = Handover.objects.visible_to(self.person)
        left = self.findings(keys).exclude(routing__handover__in=letters)
        return [
            Judged(one, "已移交其他单位，由该单位签收" if hasattr(one, "routing") else "尚未移交，暂不能签收")
            for one in left
        ]

    def unseen(self, keys: Sequence[int], judged: Sequence[Judged]) -> int:
        return len(keys) - self.findings(keys).count() if self.of_findings else super().unseen(keys, judged)

    def findings(self, keys: Sequence[int]) -> QuerySet[Finding]:
        return Finding.objects.visible_to(self.person).filter(pk__in=keys).select_related("routing")

    @property
    def of_findings(self) -> bool:
        """Whether the keys are those of findings: on the second page they are those of letters."""
        return self.request.method == "GET"

    def complain(self, row: Handover) -> str:
        if row.receiver_id != self.person.organisation_id:
            return f"该移交函由「{row.receiver}」签收"
        return f"已于 {row.received_on} 签收" if row.received_on else ""

    def act(self, row: Handover, _data: Plain) -> None:
        receive_handover(handover=row, by=self.person, today=clock.today(), at=clock.now())
