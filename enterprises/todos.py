"""What waits for a second person or for the receiving city on the workbench: merges, exemptions, transfers."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.querysets import acted_in, office_at
from core.contributions.desk import Desk, NoDay, Todo, Work
from core.languages import put
from core.transitions import allowed
from core.views.addresses import address, place_on
from enterprises import states
from enterprises.choices import ExemptionState, MergeState, TransferState
from enterprises.models import Exemption, Merge, Transfer
from enterprises.permissions import EnterprisePermission

PLACE = 15


def work(desk: Desk) -> Work:
    """One line for each merge, exemption and transfer that this person can decide on, the oldest first."""
    return Work(place=PLACE, todos=[*_merges(desk), *_exemptions(desk), *_transfers(desk)])


def _merges(desk: Desk) -> list[Todo]:
    if not desk.user.may(EnterprisePermission.ENTERPRISE_MERGE):
        return []
    here = acted_in(desk.user.organisation_id, "proposed_by", "proposed_at")
    waiting = Merge.objects.visible_to(desk.user).filter(here, state=MergeState.PROPOSED)
    others = waiting.exclude(proposed_by=desk.user).order_by("proposed_at", "pk")
    rows = others.select_related("loser", "enterprise", "proposed_by__organisation")
    rows = rows.prefetch_related("proposed_by__postings")
    mine = [row for row in rows if allowed([states.MERGE], row, desk.user)]
    return [
        desk.line(
            _("Merges of double entries"),
            str(row),
            put("{}：{}", row.proposed_by.office_at(row.proposed_at), row.reason),
            address("enterprises:merge-detail", row.pk),
            _("Compare both entries"),
            NoDay.SECOND_PERSON,
        )
        for row in mine
    ]


def _exempting_offices() -> Iterable[int]:
    """The bureaus in which somebody asked, and those of the place, for which it waits once that bureau is closed."""
    rows = Exemption.objects.filter(state=ExemptionState.REQUESTED).order_by()
    askers = rows.values_list(office_at("applied_by", "applied_at"), flat=True)
    places = Q(division__in=rows.values("enterprise__city")) | Q(division__in=rows.values("enterprise__county"))
    yield from {*askers, *Organisation.objects.filter(places).values_list("pk", flat=True)}


def _exemptions(desk: Desk) -> list[Todo]:
    if not desk.user.may(EnterprisePermission.EXEMPTION_WRITE) or desk.is_idle(_exempting_offices):
        return []
    here = acted_in(desk.user.organisation_id, "applied_by", "applied_at")
    waiting = Exemption.objects.visible_to(desk.user).filter(here, state=ExemptionState.REQUESTED)
    others = waiting.exclude(applied_by=desk.user).order_by("applied_at", "pk")
    rows = others.select_related("enterprise", "applied_by__organisation").prefetch_related("applied_by__postings")
    mine = [row for row in rows if allowed([states.APPROVE], row, desk.user)]
    return [
        desk.line(
            _("Exemptions"),
            str(row),
            put("{}：{}", row.applied_by, row.reason),
            address("workbench:enterprise-detail", row.enterprise_id),
            _("Approve or refuse"),
            NoDay.SECOND_PERSON,
        )
        for row in mine
    ]


def _transfers(desk: Desk) -> list[Todo]:
    if not desk.user.may(EnterprisePermission.ENTERPRISE_TRANSFER):
        return []
    is_mine = Q(to_city=desk.user.organisation.division_id, state=TransferState.OFFERED)
    offered = Transfer.objects.visible_to(desk.user).filter(is_mine)
    rows = offered.select_related("enterprise", "from_city").order_by("offered_at", "pk")
    kind, page, action = _("Transfers between cities"), address("enterprises:transfer-list"), _("Take or decline")
    return [
        desk.line(
            kind,
            str(row.enterprise),
            put("{}：{}", row.from_city, row.reason),
            place_on(page, "transfer", row.pk),
            action,
            NoDay.ANSWER,
        )
        for row in rows
    ]


AWAITED: Final = (ExemptionState.REQUESTED, TransferState.OFFERED, MergeState.PROPOSED)
RESTING: Final = (
    (ExemptionState.APPROVED, "in force; it may be taken back"),
    (MergeState.MERGED, "done; it may be undone"),
)
