"""What the page of a fact shows of its case: the case itself, that another has it, or the button that opens one."""

from datetime import date

from accounts.models import User
from core.views.addresses import address
from dispositions.models import Case
from dispositions.permissions import DispositionPermission
from dispositions.services.cases import case_of_fact, case_of_matter, complain_fact
from dispositions.sources import fact_for, opening_url


def link_of(user: User, code: str, key: str, today: date) -> dict[str, object]:
    """`disposition`: number, state and end of the case with its address for who may read it, or where one is opened.

    None for people who have nothing to do with cases.
    """
    if not user.may(DispositionPermission.BOARD_VIEW):
        return {"disposition": None}
    case = case_of_fact(code, key)
    return {"disposition": _shown(case, user) if case is not None else _button(user, code, key, today)}


def _shown(case: Case, user: User) -> dict[str, object]:
    is_theirs = Case.objects.visible_to(user).filter(pk=case.pk).exists()
    url = address("dispositions:case-detail", case.pk) if is_theirs else ""
    return {"case": case, "url": url, "authority": case.authority.name}


def _button(user: User, code: str, key: str, today: date) -> dict[str, object] | None:
    """Where a case is opened, for the authority that may take the fact; another's case of the matter where that ends it."""
    if not user.may(DispositionPermission.CASE_WRITE):
        return None
    fact = fact_for(user, code, key, today)
    if fact is None or complain_fact(fact, user) is not None:
        return None
    same = case_of_matter(fact)
    is_dealt_with = same is not None and same.authority_id != user.organisation_id and fact.receiver_id is None
    return _shown(same, user) if same is not None and is_dealt_with else {"open_url": opening_url(code, key)}
