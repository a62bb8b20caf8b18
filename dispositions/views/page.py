"""What stands on the page of a case: its parts as the person sees them, and the steps that are the person's."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from core import attachments, clock
from core.forms.arguments import Data
from core.languages import put
from core.models import Attachment
from core.people import User
from core.plain import Label, Plain
from core.views.addresses import address
from dispositions import publication, states
from dispositions.choices import GONE, TOLD, UNDER_WAY, CaseState, FineStage, Side, StepState
from dispositions.forms import (
    AnswerForm,
    CloseForm,
    DecisionForm,
    ExtensionAnswerForm,
    ExtensionForm,
    FulfilForm,
    MinutesForm,
    NoteForm,
    PaperAnswerForm,
    ProposalForm,
    ReferForm,
    ReviewForm,
    SecondForm,
    StageForm,
)
from dispositions.models import Case, Extension, Origin, Reply, Stage, Step
from dispositions.permissions import DispositionPermission
from dispositions.rules import BY_KIND, side_of
from dispositions.services import goes_along, state_of_facts
from dispositions.sources import url_of_fact
from dispositions.views.hints import heard_hint, overdue_hint, unsigned_hint
from dispositions.views.may import measures_of
from dispositions.views.offers import is_late, moves_of
from dispositions.views.timeline import moments_of
from dispositions.views.transfers import receivers_of, senders_of
from enterprises.forms import WORDS
from enterprises.models import Enterprise
from inspections.choices import Disposition
from insurers.agencies.permissions import AgencyPermission
from rulebook.workdays import workdays

PARTS: Final = (
    "authority",
    "proposed_by",
    "decided_by",
    "withdrawal_by",
    "signed_by__organisation",
    "receipt_by__organisation",
    "reply__given_by__organisation",
    "reply__reviewed_by",
    "extension__asked_by__organisation",
    "extension__answered_by",
)


#: In which offices they worked before, of whom papers and course name the office.
POSTINGS: Final = (
    "signed_by__postings",
    "receipt_by__postings",
    "reply__given_by__postings",
    "extension__asked_by__postings",
)
#: Steps that the bar above the page has room for; the table below has them all.
SHOWN_STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A step as the page shows it; `publish_by` is the last day of publication of a decided fine, told to its authority;
    `taken_up` is the case that a letter of transfer led to."""

    step: Step
    stages: Sequence[Stage]
    files: Sequence[Attachment]
    reply: Reply | None
    reply_files: Sequence[Attachment]
    extension: Extension | None
    is_late: bool
    publish_by: date | None
    published_late: bool
    hint: str
    taken_up: Case | None

    @property
    def holds(self) -> bool:
        """Whether it came to something, or may."""
        return self.step.state not in GONE

    @property
    def mark(self) -> str:
        return mark_of(self.step)


def mark_of(step: Step) -> str:
    """What tells a step from others of its kind: its number, else that under which its penalty was filed."""
    filed = next((one for one in step.stages.all() if one.stage == FineStage.FILED), None)
    return step.doc_no or (f"{filed.get_stage_display()} {filed.number}" if filed else "")


def context_of(case: Case, user: User, today: date) -> Plain:
    """The parts of the page, in a fixed number of queries."""
    entered = Stage.objects.visible_to(user).select_related("entered_by__organisation")
    stages = Prefetch("stages", entered.prefetch_related("entered_by__postings"))
    shown = Step.objects.visible_to(user).filter(case=case).select_related(*PARTS)
    steps = list(shown.prefetch_related(stages, *POSTINGS))
    for step in steps:
        step.case = case
    is_authority = user.may(DispositionPermission.BOARD_VIEW)
    bar = [step for step in steps if step.state not in GONE]
    facts = Origin.objects.visible_to(user).filter(case=case).select_related("added_by__organisation")
    origins = list(facts.prefetch_related("added_by__postings"))
    senders, receivers = senders_of(origins, user), receivers_of(steps, user)
    return {
        "case": case,
        "steps": steps,
        "lines": lines_of(steps, today, receivers, shows_stages=is_authority),
        "bar": bar[-SHOWN_STEPS:],
        "earlier": max(0, len(bar) - SHOWN_STEPS),
        "evidence": attachments.attachments_of(case) if is_authority else (),
        "may_attach": states.only_authority(case, user) is None and case.state != CaseState.CLOSED,
        "origins": [(one, url_of_fact(one.source, one.key) or senders.get(one.name, "")) for one in origins],
        "subject_url": subject_url(case, user),
        "referral": getattr(case, "referral", None) if is_authority else None,
        "measures": measures_of(case, steps, user),
        "moments": moments_of(case, steps, origins, is_authority=is_authority),
        "is_authority": is_authority,
        "today": today,
    }


def lines_of(steps: Sequence[Step], today: date, receivers: Mapping[str, Case], *, shows_stages: bool) -> list[Line]:
    """The steps with their files, answers and requests, fetched together; letters with their receiver's case."""
    paper = _by_subject("disposition-step", [step.pk for step in steps])
    replies = [step.reply for step in steps if hasattr(step, "reply")]
    answers = _by_subject("disposition-reply", [reply.pk for reply in replies])
    days = workdays()
    return [
        Line(
            step=step,
            stages=list(step.stages.all()) if shows_stages and step.kind == Disposition.PENALTY else [],
            files=paper.get(step.pk, []),
            reply=(reply := getattr(step, "reply", None)),
            reply_files=answers.get(reply.pk, []) if reply else [],
            extension=getattr(step, "extension", None),
            is_late=is_late(step, today),
            publish_by=publication.last_day(step, days) if shows_stages else None,
            published_late=shows_stages and publication.is_late(step, days, today),
            hint=heard_hint(step, step.issued_on) if shows_stages else "",
            taken_up=receivers.get(step.doc_no),
        )
        for step in steps
    ]


def _by_subject(kind: str, ids: list[int]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    for file in attachments.attachments_of_many(kind, ids):
        found.setdefault(file.subject_id, []).append(file)
    return found


def subject_url(case: Case, user: User) -> str:
    """The page of whom the case is about, where the person may open it."""
    if case.enterprise_id is not None:
        is_theirs = Enterprise.objects.visible_to(user).filter(pk=case.enterprise_id).exists()
        return address("workbench:enterprise-detail", case.enterprise_id) if is_theirs else ""
    if case.agency_id is not None and user.may(AgencyPermission.AGENCY_VIEW):
        return address("agencies:agency-detail", case.agency_id)
    if case.insurer_id is not None and side_of(user.role) == Side.REGULATOR:
        return address("workbench:insurer-page", case.insurer_id)
    return ""


# --- what comes next ------------------------------------------------------------------------------------------

Make = Callable[..., forms.Form]
#: The form of each move of a step; signing needs none.
STEP_FORMS: Final[dict[str, Make]] = {
    "decide": ProposalForm,
    "fulfil": FulfilForm,
    "minutes": MinutesForm,
    "stage": StageForm,
    "propose": DecisionForm,
    "drop": NoteForm,
    "withdraw": NoteForm,
    "withdrawal": SecondForm,
    "review": ReviewForm,
    "file-answer": PaperAnswerForm,
    "file-extension": ExtensionForm,
    "answer": AnswerForm,
    "extend": ExtensionForm,
    "extension": ExtensionAnswerForm,
}
TITLES: Final = {
    "decide": gettext_lazy("Decide as the second person"),
    "fulfil": gettext_lazy("Record that it is done"),
    "minutes": gettext_lazy("Record the minutes"),
    "stage": gettext_lazy("Record a stage of the penalty"),
    "propose": gettext_lazy("Propose the decision of the penalty"),
    "drop": gettext_lazy("Drop the filed penalty"),
    "withdraw": gettext_lazy("Withdraw the paper"),
    "withdrawal": gettext_lazy("Decide on the withdrawal"),
    "review": gettext_lazy("Look at the answer"),
    "file-answer": gettext_lazy("File the answer on paper"),
    "file-extension": gettext_lazy("Grant more time that was asked for on paper"),
    "answer": gettext_lazy("Answer"),
    "extend": gettext_lazy("Ask for more time"),
    "extension": gettext_lazy("Answer the request for more time"),
    "sign": gettext_lazy("Sign for the paper"),
    "close": gettext_lazy("End the case"),
    "refer": gettext_lazy("Hand the case up"),
    "receive": gettext_lazy("Take over the case"),
}
#: Moves for which somebody waits: they come before all others.
FIRST: Final = frozenset({"decide", "withdrawal", "review", "extension", "sign"})
#: Moves of a penalty under way: the authority's own work, which comes before what the other side is asked for.
OWN: Final = frozenset({"propose", "stage"})
#: Moves that take back what was done.
BACKWARD: Final = frozenset({"withdraw", "drop"})
WITH_FILES: Final = frozenset({"answer", "file-answer"})


@dataclass(frozen=True, slots=True)
class Action:
    """A form that the person may send; `about` names the step, `remark` is what to know before it is sent."""

    name: str
    title: Label
    url: str
    form: forms.Form | None
    about: str = ""
    remark: str = ""

    @property
    def may_come_next(self) -> bool:
        """To take something back is never what comes next, nor to end a case in which nothing was done yet."""
        return self.name not in BACKWARD and not getattr(self.form, "is_unfounded", False)

    @property
    def has_files(self) -> bool:
        return self.name in WITH_FILES


def actions_of(case: Case, steps: Sequence[Step], user: User, bound: forms.Form | None, chosen: str) -> list[Action]:
    """What the person may do now, what waits for an answer first, then the own work; `chosen` is the action whose form came back."""
    found = [action for step in steps for action in _of_step(step, user)]
    found += _of_case(case, steps, user)
    found.sort(key=lambda one: (one.name not in FIRST, one.name not in OWN))  # the others stay in their order
    return [replace(one, form=bound) if bound is not None and one.url == chosen else one for one in found]


def _of_step(step: Step, user: User) -> Iterator[Action]:
    for name in moves_of(step, user):
        make = STEP_FORMS.get(name)
        url = (
            address("dispositions:step-answer", step.pk)
            if name == "answer"
            else address("dispositions:step-move", step.pk, name)
        )
        about = f"{step.get_kind_display()} {mark_of(step)}"
        yield Action(
            name, TITLES[name], url, _form(name, make, step) if make else None, about, _remark(name, step, user)
        )


def _remark(name: str, step: Step, user: User) -> str:
    """What it is about: why a paper is to be withdrawn, and by an end as unfounded how the fact stands today."""
    if name == "withdrawal":
        return put("{}：{}", step.withdrawal_by, step.withdrawal_note)
    if name == "propose":
        sent_back = f"{step.decided_by}不予同意：{step.decision_note}。" if step.decision_note else ""
        return sent_back + heard_hint(step, clock.today()) + overdue_hint(step, clock.today())
    if name == "decide" and step.kind == Disposition.PENALTY:
        return heard_hint(step, step.issued_on) + ("" if step.overdue else overdue_hint(step, step.issued_on))
    if name == "withdraw" and BY_KIND[Disposition(step.kind)].needs_second:
        return "该文书经两人办理，撤销须经本机关另一人复核，复核同意前仍然有效。"
    if name != "decide" or step.kind != Disposition.UNFOUNDED:
        return ""
    return f"{state_of_facts(step.case, user, clock.today())}。"


def _form(name: str, make: Make, step: Step) -> forms.Form:
    """The form of a move, empty but for what was sent back; of stages those alone that can follow now."""
    form = make(auto_id=f"{name}{step.pk}_%s")
    if isinstance(form, ProposalForm):
        form.initial = {"seen": step.proposal}
    if isinstance(form, StageForm):
        form.offer({one.stage for one in step.stages.all()})
    if isinstance(form, DecisionForm) and step.amount is not None:  # sent back: what was proposed is there to be mended
        form.initial = {
            "number": step.doc_no,
            "decided_on": step.issued_on,
            "amount": step.amount,
            "overdue": WORDS[step.overdue],
        }
    return form


def _of_case(case: Case, steps: Sequence[Step], user: User) -> Iterator[Action]:
    may = user.may(DispositionPermission.CASE_WRITE) and states.only_authority(case, user) is None
    if not may or case.state == CaseState.CLOSED:
        return
    referral = getattr(case, "referral", None)
    if referral is not None and referral.received_by_id is None:
        yield Action("receive", TITLES["receive"], address("dispositions:case-receive", case.pk), None)
        return
    is_sent_on = any(step.kind == Disposition.TRANSFER and step.state in TOLD for step in steps)
    waits = any(step.state in UNDER_WAY and not (is_sent_on and goes_along(step)) for step in steps)
    if not waits:
        closing, remark = close_form(steps), unsigned_hint(steps)
        if closing.is_unfounded:
            remark = f"以「经查不属实」办结须经本机关另一人复核。{state_of_facts(case, user, clock.today())}。"
        yield Action("close", TITLES["close"], address("dispositions:case-close", case.pk), closing, remark=remark)
    if user.role == Role.REG_SUB and referral is None and not waits:
        form = ReferForm(auto_id="refer_%s")
        yield Action("refer", TITLES["refer"], address("dispositions:case-refer", case.pk), form)


def close_form(steps: Sequence[Step], data: Data = None) -> CloseForm:
    """The form of the end: by the kinds of measures that were taken."""
    kinds = list(dict.fromkeys(step.kind for step in reversed(steps) if step.state == StepState.DONE))
    return CloseForm(data, kinds=kinds, auto_id="close_%s")
