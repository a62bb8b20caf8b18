"""What the page of an entry shows beside its facts, each part for whom may read it."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from core.languages import listed, shown
from core.people import User
from core.transitions import allowed
from enterprises import states
from enterprises.choices import MergeState, Sector
from enterprises.models import Enterprise, EnterpriseName, Exemption, Merge, Outsourcing
from enterprises.permissions import EnterprisePermission
from enterprises.services.merges import references, title_of

#: Context name → the permission behind the button.
BUTTONS = {
    "may_exempt": EnterprisePermission.EXEMPTION_WRITE,
    "may_edit": EnterprisePermission.ENTERPRISE_EDIT,
    "may_write_outsourcing": EnterprisePermission.OUTSOURCING_WRITE,
    "may_unmask": EnterprisePermission.ENTERPRISE_UNMASK,
    "may_merge": EnterprisePermission.ENTERPRISE_MERGE,
    "may_transfer": EnterprisePermission.ENTERPRISE_TRANSFER,
}


def panels(enterprise: Enterprise, user: User) -> dict[str, object]:
    """Lists and buttons of the page. A trace of a merged double has no buttons."""
    standing = enterprise.merged_into_id is None
    merges = Merge.objects.visible_to(user).select_related("loser", "enterprise", "proposed_by", "decided_by")
    of_either = Q(enterprise=enterprise) | Q(loser=enterprise)
    return {
        **{name: standing and user.may(permission) for name, permission in BUTTONS.items()},
        "former_names": list(EnterpriseName.objects.visible_to(user).filter(enterprise=enterprise)),
        "merges": list(merges.filter(enterprise=enterprise, state=MergeState.MERGED)),
        "waiting_merge": merges.filter(of_either, state=MergeState.PROPOSED).first(),
        "transfers": list(enterprise.transfers.visible_to(user).select_related("from_city", "to_city")),
        "outsourcings": list(Outsourcing.objects.visible_to(user).filter(enterprise=enterprise)),
        "exemptions": exemptions_of(enterprise, user),
        "shows_exemptions": user.may(EnterprisePermission.EXEMPTION_VIEW),
        "shows_outsourcings": user.may(EnterprisePermission.OUTSOURCING_VIEW),
    }


def exemptions_of(enterprise: Enterprise, user: User) -> list[Exemption]:
    """The exemptions, newest first, each with the names of the moves open to this person as `moves`."""
    if not user.may(EnterprisePermission.EXEMPTION_VIEW):
        return []
    rows = Exemption.objects.visible_to(user).filter(enterprise=enterprise)
    rows = rows.select_related("document", "applied_by__organisation", "decided_by", "withdrawn_by")
    found = list(rows.prefetch_related("applied_by__postings"))
    for row in found:
        row.moves = [move.name for move in allowed(states.EXEMPTION_MOVES, row, user)]  # type: ignore[attr-defined]
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of a comparison: what it is about, and what either entry has."""

    label: object
    loser: object
    winner: object

    @property
    def differs(self) -> bool:
        return self.loser != self.winner


#: What two entries are compared by; contact data is left out.
COMPARED = (
    "name",
    "uscc",
    "county",
    "address",
    "sectors",
    "employees",
    "status",
    "key_enterprise",
    "outsourcing",
    "licence_no",
    "licence_expiry",
    "risk_grade",
    "created_at",
)
SECTORS = dict(Sector.choices)


def side_by_side(loser: Enterprise, winner: Enterprise) -> list[Pair]:
    """Both entries of a merge: their facts, then how many rows of each ledger hang on them."""
    facts = [Pair(label_of(name), shown_fact(loser, name), shown_fact(winner, name)) for name in COMPARED]
    counts: dict[str, list[int]] = {}
    for model, name in references():
        both = counts.setdefault(title_of(model), [0, 0])
        for place, entry in enumerate((loser, winner)):
            both[place] += model._default_manager.filter(**{name: entry}).count()
    return [*facts, *(Pair(shown(title, "ledger"), *both) for title, both in counts.items() if any(both))]


def label_of(name: str) -> object:
    return _("Entered on") if name == "created_at" else Enterprise._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def shown_fact(entry: Enterprise, name: str) -> object:
    """A fact of an entry in words."""
    value = getattr(entry, name)
    if name == "sectors":
        return listed(SECTORS.get(code, code) for code in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "created_at":
        return value.date()
    display = getattr(entry, f"get_{name}_display", None)
    return display() if display else value
