"""Candidates of the gap: the bureau opens a case of one (law, articles 51 and 109); its end clears the candidate.

A fact is an enterprise with the number of its case, `{id}-{n}`: once a case has ended, a new gap is a new fact.
"""

from datetime import date, datetime
from typing import Final

from accounts.models import User
from campaigns.services import duty_sectors
from core import walls
from core.contributions import panels
from core.documents import in_words
from core.identifiers import key_in
from core.rows import Row
from core.views.addresses import address
from core.writing import Refused
from coverage import gap
from coverage.choices import WARNINGS, ClearanceGround, GapKind
from coverage.models import GapClearance
from coverage.permissions import CoveragePermission
from coverage.services import clear_on
from dispositions.choices import CaseSource, CaseState
from dispositions.models import Case, Origin
from dispositions.openers.links import link_of
from dispositions.rules import applies_109, side_of
from dispositions.sources import Fact, Source
from enterprises.models import Enterprise
from inspections.choices import Disposition, FindingKind, FindingSubject
from insurers.policies.models import Policy
from rulebook.book import values_on

#: Of the duty to insure, and of who punishes it.
DUTY: Final = "《中华人民共和国安全生产法》第五十一条第二款"
BASIS: Final = f"{DUTY}、第一百零九条"


def key_of(enterprise_id: int) -> str:
    """The key of the enterprise's present fact: the number of its ended cases of the gap, and one."""
    with walls.aside("the number of the next case of a gap counts the ended ones, whichever bureau had them"):
        ended = Origin.objects.filter(
            source=CaseSource.GAP, case__enterprise=enterprise_id, case__state=CaseState.CLOSED
        ).count()
    return f"{enterprise_id}-{ended + 1}"


def find(user: User, key: str, today: date) -> Fact | None:
    """An uninsured enterprise that must insure; warnings are reminded of and not pursued, and a candidate that was
    cleared returns when its facts change. The end of a case clears it as well, and hinders no further case: the gap
    stands."""
    number = key.partition("-")[0]
    if key_in(number) is None or not user.may(CoveragePermission.GAP_VIEW):
        return None
    firm = Enterprise.objects.visible_to(user).filter(pk=number).first()
    if firm is None or key_of(firm.pk) != key:
        return None
    kind = gap.kind_of(firm, _frame(today))
    if not kind or kind in WARNINGS or _is_settled(firm, today):
        return None
    return Fact(
        source=CaseSource.GAP,
        key=key,
        name=firm.uscc or firm.name,
        title=f"应保未保（{GapKind(kind).official}）",
        facts=(
            f"经核对企业台账与保单台账，该企业属于应当投保的高危行业领域单位，{in_words(today)}无有效保单。"
            f"{_said_before(firm.pk, int(key.partition('-')[2]) - 1)}"
        ),
        basis=_basis_for(user, today),
        subject=FindingSubject.ENTERPRISE,
        kind=FindingKind.NOT_INSURED,
        city=firm.city_id,
        county=firm.county_id,
        sector=firm.sectors[0] if firm.sectors else "",
        enterprise=firm,
    )


def _basis_for(user: User, today: date) -> str:
    """Article 109 stands in the papers of whoever may apply it on the day (article 115)."""
    side = side_of(user.role)
    return BASIS if side is not None and applies_109(side, values_on(today)) else DUTY


def _is_settled(firm: Enterprise, today: date) -> bool:
    """Whether somebody cleared the candidate on today's facts, otherwise than by the end of a case."""
    newest = GapClearance.objects.filter(enterprise=firm).values_list("ground", flat=True).first()
    return newest != ClearanceGround.CASE and gap.is_cleared(firm, _frame(today))


def _said_before(enterprise_id: int, number: int) -> str:
    """Of a gap that was pursued before: by which case, and how that ended."""
    with walls.aside("the further case of a gap names the one before, whichever bureau had it"):
        before = Case.objects.filter(origins__source=CaseSource.GAP, origins__key=f"{enterprise_id}-{number}").first()
    if before is None or before.closed_on is None:
        return ""
    outcome = Disposition(before.outcome).official
    return f"此前的案件 {before.number} 已于{in_words(before.closed_on)}以「{outcome}」办结。"


def _frame(today: date) -> gap.Frame:
    return gap.frame_of(today, today, duty_sectors(today))


def closed(case: Case, _key: str, by: User, today: date, at: datetime) -> None:
    """A case ends when the gap is gone, or is another authority's from now on, who opens a case of its own; as unfounded
    it clears the candidate on today's facts. Raises Refused."""
    firm = case.enterprise
    if firm is None or case.outcome == Disposition.TRANSFER or not gap.kind_of(firm, _frame(today)):
        return
    if case.outcome != Disposition.UNFOUNDED:
        raise Refused(
            (
                "outcome",
                f"该企业在 {today} 仍为应保未保，不能办结；请先由保险机构报送保单，或者在企业台账更正状态、办理免保",
            )
        )
    clear_on(firm, ClearanceGround.CASE, case.closing_note[:500], today, by, at)


def complain_corrected(case: Case, _key: str, today: date) -> str | None:
    """An order to insure is not done while the enterprise has no policy by the portal's own ledgers."""
    firm = case.enterprise
    if firm is None or not gap.kind_of(firm, _frame(today)):
        return None
    return f"该企业在 {today} 仍为应保未保，改正尚未完成；请先由保险机构报送保单，或者不予采信答复"


def cover_of(firm: Enterprise | None, user: User, today: date) -> str:
    """The policy that covers the enterprise today by the portal's ledgers, with its period, in Chinese; empty without."""
    rows = Policy.objects.visible_to(user).in_force(today).with_cover_end().filter(enterprise=firm)
    policy: Row = rows.order_by("-end_on", "-pk").first() if firm is not None else None
    return f"有效保单 {policy.policy_no}（{policy.start_on} 至 {policy.cover_to}）" if policy is not None else ""


def state_of(firm: Enterprise | None, user: User, today: date) -> str:
    """Whether the enterprise is uninsured today by the portal's own rule, and by which policy not, in Chinese."""
    if firm is None:
        return ""
    kind = gap.kind_of(firm, _frame(today))
    if not kind or kind in WARNINGS:
        cover = cover_of(firm, user, today)
        return f"「{firm.name}」在平台台账上不是应保未保企业{f'，现有{cover}' if cover else ''}"
    return f"「{firm.name}」在平台台账上仍为应保未保（{GapKind(kind).official}），立案的事实仍然存在"


def _panel(enterprise: Enterprise, user: User, today: date) -> dict[str, object]:
    """The case of the present gap, or where one is opened; `earlier`: the case of the gap before, which has ended."""
    key = key_of(enterprise.pk)
    found, before = link_of(user, CaseSource.GAP, key, today), int(key.partition("-")[2]) - 1
    shown = found["disposition"]
    if before and not (isinstance(shown, dict) and "case" in shown):
        found["earlier"] = link_of(user, CaseSource.GAP, f"{enterprise.pk}-{before}", today)["disposition"]
    return found


def register_panel() -> None:
    """Let the page of a candidate show its case, or the button that opens one."""
    panels.register("gap-candidate", _panel)


SOURCE: Final = Source(
    code=CaseSource.GAP,
    find=find,
    url=lambda key: address("coverage:candidate-detail", int(key.partition("-")[0])),
    closed=closed,
    complain_corrected=complain_corrected,
    state=lambda case, _key, user, today: state_of(case.enterprise, user, today),
)
