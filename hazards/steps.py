"""The steps that a hazard's page offers a person now: each a form or a button, or the reason and who could."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from accounts.models import User
from hazards import enforcing, guards, rectifying, refusing, states, voiding
from hazards.enforcing import REACH
from hazards.facts import Facts
from hazards.forms import (
    EnforceForm,
    LevelForm,
    OpinionForm,
    PlainForm,
    PublishForm,
    ReasonForm,
    RefuseForm,
    ReopenForm,
    ReviewForm,
    SubmitForm,
    SuperviseForm,
)
from hazards.models import Enforcement, Hazard
from hazards.moving import attempted, insist

DEPARTMENTS: Final = "所在地应急管理部门、行业主管部门"


@dataclass(frozen=True, slots=True)
class Seen:
    """A row and its facts, gathered once for all guards of a page."""

    state: str
    known: Facts

    def facts(self) -> Facts:
        return self.known


@dataclass(frozen=True, slots=True)
class Click:
    """Who pressed what, when, and which version of the row the page showed."""

    by: User
    today: date
    at: datetime
    seen: datetime | None
    files: Sequence[Any] = ()

    @property
    def common(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at, "seen": self.seen}

    @property
    def dated(self) -> dict[str, Any]:
        return {**self.common, "today": self.today}


Doer = Callable[[Hazard, Any, Click], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A step by name: its label, the form that it asks for, and the service behind it."""

    name: str
    label: str
    form: type[Any]
    do: Doer
    #: Is a step for those only who need it: the page does not say to others that they cannot.
    is_quiet: bool = False


def _notify(hazard: Hazard, form: Any, click: Click) -> Any:  # noqa: ARG001
    """A notice has its own page, for one hazard as for many; it cannot be left out."""
    with attempted(hazard, click.by, click.at, "notify"):
        insist("书面告知须先开具告知书，再凭签收回执登记送达")


def _publish(hazard: Hazard, form: Any, click: Click) -> Any:
    entry = Enforcement.objects.visible_to(click.by).get(pk=form.cleaned_data["entry"], hazard=hazard)
    return enforcing.publish(hazard=hazard, entry=entry, published_on=form.cleaned_data["published_on"], **click.dated)


def _ask(hazard: Hazard, form: Any, click: Click) -> Any:
    data = form.cleaned_data
    return refusing.ask(
        hazard=hazard, ground=data["ground"], is_written=data["is_written"], files=click.files, **click.dated
    )


STEPS: Final = {
    step.name: step
    for step in (
        Step("record", "登记", PlainForm, lambda h, _f, c: rectifying.record(hazard=h, **c.common)),
        Step("notify", "书面告知", PlainForm, _notify),
        Step("rectify", "开始整改", PlainForm, lambda h, _f, c: rectifying.rectify(hazard=h, **c.common)),
        Step("submit", "提交复查", SubmitForm, lambda h, f, c: rectifying.submit(hazard=h, done=f.value(), files=c.files, **c.dated)),
        Step("review", "复查", ReviewForm, lambda h, f, c: rectifying.review(hazard=h, decision=f.value(), **c.dated)),
        Step("confirm", "部门确认", OpinionForm,
             lambda h, f, c: rectifying.confirm(hazard=h, opinion=f.cleaned_data["opinion"], **c.common)),
        Step("refuse-ask", "提出拒不整改认定", RefuseForm, _ask),
        Step("refuse", "复核同意，认定拒不整改", PlainForm, lambda h, _f, c: refusing.agree(hazard=h, **c.dated)),
        Step("refuse-drop", "不予认定", PlainForm, lambda h, _f, c: refusing.decline(hazard=h, **c.common)),
        Step("report", "立即报告主管部门", PlainForm, lambda h, _f, c: refusing.report(hazard=h, **c.dated)),
        Step("take", "签收受理", PlainForm, lambda h, _f, c: refusing.take(hazard=h, **c.common)),
        Step("enforce", "登记执法措施或者跟踪记录", EnforceForm,
             lambda h, f, c: enforcing.enter(hazard=h, entry=f.value(), files=c.files, **c.dated)),
        Step("publish", "登记处罚公示", PublishForm, _publish, is_quiet=True),
        Step("reopen", "同意恢复生产经营", ReopenForm,
             lambda h, f, c: enforcing.reopen(hazard=h, consent=f.value(), **c.dated), is_quiet=True),
        Step("resume", "转入整改", PlainForm, lambda h, _f, c: enforcing.resume(hazard=h, **c.common)),
        Step("settle", "执法办结，予以销号", PlainForm, lambda h, _f, c: enforcing.settle(hazard=h, **c.dated)),
        Step("supervise", "挂牌督办", SuperviseForm,
             lambda h, f, c: enforcing.supervise(hazard=h, level=f.cleaned_data["level"], **c.common), is_quiet=True),
        Step("level", "调整等级", LevelForm,
             lambda h, f, c: voiding.change_level(hazard=h, **f.cleaned_data, **c.common), is_quiet=True),
        Step("void-ask", "申请作废", ReasonForm,
             lambda h, f, c: voiding.ask_void(hazard=h, reason=f.cleaned_data["reason"], **c.common), is_quiet=True),
        Step("void", "审核同意，作废", PlainForm, lambda h, _f, c: voiding.agree_void(hazard=h, **c.common)),
        Step("void-drop", "不同意作废", PlainForm, lambda h, _f, c: voiding.decline_void(hazard=h, **c.common)),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """A step on the page; `refused` is the reason why not and who could, empty where it can be made."""

    step: Step
    refused: str
    clause: str


def offered(hazard: Hazard, user: Any) -> list[Offered]:
    """The steps out of the present state: those of the table, and those beside it that concern the person."""
    row = Seen(hazard.state, hazard.facts())
    found: list[Offered] = []
    for offer in states.offers(row, user):
        name, refused = offer.move.name, offer.refused or ""
        for step in _steps_of(name, row.known):
            found.append(Offered(STEPS[step], _who(step, row, user, refused), offer.move.clause))
    found += [Offered(STEPS[name], "", "") for name in _beside(hazard, row, user)]
    return _merged(found)


def _steps_of(move: str, facts: Facts) -> tuple[str, ...]:
    """The page's steps for a move: requests of two people show the half that is due."""
    if move in {"close", "return"}:
        return ("review",)
    if move == "refuse":
        return ("refuse-ask",) if facts.refusal_by_id is None else ("refuse", "refuse-drop")
    if move == "void":
        return ("void-ask",) if facts.void_by_id is None else ("void", "void-drop")
    return (move,)


def _who(step: str, row: Seen, user: Any, refused: str) -> str:
    """The guard's word, where the step needs less than the move: asking, declining, entering the first measure."""
    facts = row.known
    if step in {"refuse-ask", "refuse-drop", "void-ask", "void-drop"}:
        move = states.REFUSE if step.startswith("refuse") else states.VOID
        if not user.may(move.permission):
            return refused
        major = None if step != "refuse-ask" or facts.is_major else "只有重大隐患适用拒不整改报告"
        return guards.only_finder(facts, user) or major or ""
    if step == "enforce" and user.may(states.ENFORCE.permission):
        return guards.may_take(row, user) or ""
    if step == "record" and user.may(states.RECORD.permission):
        return guards.may_record(row, user) or ""
    if step == "notify" and user.may(states.NOTIFY.permission):
        return guards.only_finder(facts, user) or ""
    if step == "submit" and user.may(states.SUBMIT.permission):
        return guards.only_finder(facts, user) or ""  # the form itself brings the evidence
    if step == "report" and user.may(states.REPORT.permission):
        return guards.only_finder(facts, user) or ""
    return refused


def _beside(hazard: Hazard, row: Seen, user: Any) -> list[str]:
    """Steps that are no move of the table."""
    facts, found = row.known, []
    is_department = guards.only_department(facts, user) is None and user.may(states.ENFORCE.permission)
    if (
        hazard.state == "SUBMITTED"
        and facts.is_major
        and is_department
        and facts.insurer_id
        and not facts.department_confirmed
    ):
        found.append("confirm")
    if hazard.state == "ENFORCING" and guards.may_take(row, user) is None:
        found += ["enforce", "reopen"] if facts.stop_ordered else ["enforce"]
    if (
        is_department
        and Enforcement.objects.visible_to(user)
        .filter(hazard=hazard, organisation=user.organisation_id, published_on__isnull=True)
        .exclude(kind="FOLLOW_UP")
        .exists()
    ):
        found.append("publish")
    if (
        is_department
        and facts.is_major
        and hazard.state not in states.FINAL
        and hazard.supervise in REACH.get(user.role, ())
    ):
        found.append("supervise")
    can_level = hazard.state in {"RECORDED", "NOTIFIED", "RECTIFYING", "SUBMITTED"}
    if can_level and user.may(states.RECORD.permission) and guards.only_finder(facts, user) is None:
        found.append("level")
    return found


def _merged(found: list[Offered]) -> list[Offered]:
    """Each step once: what can be made wins over a refusal; quiet ones that cannot be made are left out."""
    best: dict[str, Offered] = {}
    for one in found:
        held = best.get(one.step.name)
        if held is None or (held.refused and not one.refused):
            best[one.step.name] = one
    return [one for one in best.values() if not (one.refused and one.step.is_quiet)]
