"""What the page of an entry shows beside its facts, each part for whom may read it."""

from core.people import User
from core.transitions import allowed
from enterprises import states
from enterprises.models import Enterprise, EnterpriseName, Exemption, Merge, Outsourcing
from enterprises.permissions import EnterprisePermission

#: Context name → the permission behind the button.
BUTTONS = {
    "may_exempt": EnterprisePermission.EXEMPTION_WRITE,
    "may_edit": EnterprisePermission.ENTERPRISE_EDIT,
    "may_unmask": EnterprisePermission.ENTERPRISE_UNMASK,
    "may_merge": EnterprisePermission.ENTERPRISE_MERGE,
    "may_transfer": EnterprisePermission.ENTERPRISE_TRANSFER,
}


def panels(enterprise: Enterprise, user: User) -> dict[str, object]:
    """Lists and buttons of the page. A trace of a merged double has no buttons."""
    standing = enterprise.merged_into_id is None
    return {
        **{name: standing and user.may(permission) for name, permission in BUTTONS.items()},
        "former_names": list(EnterpriseName.objects.visible_to(user).filter(enterprise=enterprise)),
        "merges": list(
            Merge.objects.visible_to(user).filter(enterprise=enterprise).select_related("loser", "merged_by")
        ),
        "transfers": list(enterprise.transfers.visible_to(user).select_related("from_city", "to_city")),
        "outsourcings": list(Outsourcing.objects.visible_to(user).filter(enterprise=enterprise)),
        "exemptions": exemptions_of(enterprise, user),
        "shows_exemptions": user.may(EnterprisePermission.EXEMPTION_VIEW),
        "shows_outsourcings": enterprise.outsourcing or user.may(EnterprisePermission.ENTERPRISE_EDIT),
    }


def exemptions_of(enterprise: Enterprise, user: User) -> list[Exemption]:
    """The exemptions, newest first, each with the names of the moves open to this person as `moves`."""
    if not user.may(EnterprisePermission.EXEMPTION_VIEW):
        return []
    rows = Exemption.objects.visible_to(user).filter(enterprise=enterprise)
    found = list(rows.select_related("document", "applied_by__organisation", "decided_by", "withdrawn_by"))
    for row in found:
        row.moves = [move.name for move in allowed(states.EXEMPTION_MOVES, row, user)]  # type: ignore[attr-defined]
    return found
