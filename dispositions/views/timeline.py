"""The course of a case as its page shows it: opened, steps, answers, stages, the end, in the order of time.

The authority reads every write to steps and answers as the database kept it, so that a decision that was sent back or
an answer that was refused stays in the course when the next one takes its place. The subject reads what was sent to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Final, TypeAlias

from django.db.models import Model
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.history import event_model
from core.plain import Plain
from core.rows import Row
from core.templatetags.portal import yuan
from dispositions.choices import TOLD, FineStage, StepState
from dispositions.models import Case, Extension, Origin, Reply, Step
from inspections.choices import Disposition

#: A row of the events of a tracked model: their class is made when the model is.
Event: TypeAlias = Row


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline; `by_day`: the hour is not known."""

    what: str
    at: datetime
    who: str
    text: str = ""
    by_day: bool = False


@dataclass(frozen=True, slots=True)
class Write:
    """What one act made of a row: how it stood before, None for a new one, and after; when and by whom."""

    before: Event | None
    after: Event
    at: datetime
    who: str

    def sets(self, column: str) -> bool:
        """Whether it filled the column in, or filled it in anew."""
        new = getattr(self.after, column)
        return new is not None and (self.before is None or getattr(self.before, column) != new)


def moments_of(case: Case, steps: Sequence[Step], origins: Sequence[Origin], *, is_authority: bool) -> list[Moment]:
    """What happened, in order."""
    found = [*_of_case(case, origins)] if is_authority else []
    found += _written(steps) if is_authority else [one for step in steps for one in _sent(step)]
    for step in steps:
        asked = getattr(step, "extension", None)
        found += _asked(step, asked) if asked is not None else ()
    if case.closed_at is not None:
        text, who = (
            (case.closing_note, _named(case.closed_by, case.closed_at)) if is_authority else ("", str(case.authority))
        )
        found.append(Moment(_("Case ended"), case.closed_at, who, text))
    return sorted(found, key=lambda one: one.at)


def _named(person: User | None, at: datetime | None) -> str:
    """Somebody with the office in which it was done."""
    return f"{person.office_at(at)} {person}" if person is not None and at is not None else ""


def _of_case(case: Case, origins: Sequence[Origin]) -> Iterator[Moment]:
    yield Moment(_("Case opened"), case.opened_at, _named(case.opened_by, case.opened_at), case.source_name)
    for one in origins[1:]:
        yield Moment(_("Further fact added"), one.added_at, _named(one.added_by, one.added_at), one.name)
    referral = getattr(case, "referral", None)
    if referral is not None:
        yield Moment(_("Handed up"), referral.sent_at, _named(referral.sent_by, referral.sent_at), referral.reason)
        if referral.received_by is not None:
            yield Moment(_("Case taken over"), referral.received_at, _named(referral.received_by, referral.received_at))


def _asked(step: Step, asked: Extension) -> Iterator[Moment]:
    yield Moment(
        _("More time asked for"),
        asked.asked_at,
        _named(asked.asked_by, asked.asked_at),
        f"{asked.until} {asked.reason}",
    )
    if asked.answered_by is not None and asked.answered_at is not None:
        what = _("More time granted") if asked.granted else _("More time not granted")
        yield Moment(what, asked.answered_at, str(step.authority), asked.note or str(step.due_on))


# --- what the subject reads -----------------------------------------------------------------------------------


def _sent(step: Step) -> Iterator[Moment]:
    """A paper that was sent, who signed for it, the answer, and what came of it."""
    kind, office = step.get_kind_display(), str(step.authority)
    if step.issued_on is not None:
        yield Moment(kind, step.decided_at or step.proposed_at, office, step.doc_no)
    for what, person, at in (
        (_("%(kind)s: signed for"), step.signed_by, step.signed_at),
        (_("%(kind)s: receipt confirmed"), step.receipt_by, step.receipt_at),
    ):
        if person is not None and at is not None:
            yield Moment(what % {"kind": kind}, at, _named(person, at))
    if step.done_on is not None and (step.done_note or step.minutes):
        what = _("%(kind)s: %(state)s") % {"kind": kind, "state": step.get_state_display()}
        at, end = datetime.combine(step.done_on, time.max, get_current_timezone()), step.case.closed_at
        if end is not None:  # what is known by the day alone stands before the end of the case on the same day
            at = min(at, end - timedelta(microseconds=1))
        yield Moment(what, at, office, step.done_note or _("Minutes recorded"), by_day=True)
    reply = getattr(step, "reply", None)
    if reply is not None:
        yield Moment(_("Answer"), reply.given_at, _named(reply.given_by, reply.given_at), reply.number)
        if reply.reviewed_by is not None:
            yield Moment(_("Answer looked at"), reply.reviewed_at, office, reply.review_note)


# --- what the authority reads ---------------------------------------------------------------------------------

#: What a write made of a step, by its states before and after; "" before the first one.
ACTS: Final[dict[tuple[str, str], str | Promise]] = {
    ("", StepState.PROPOSED): gettext_lazy("%(kind)s: proposed"),
    ("", StepState.ISSUED): gettext_lazy("%(kind)s: issued"),
    ("", StepState.DONE): gettext_lazy("%(kind)s: issued"),
    (StepState.FILED, StepState.PROPOSED): gettext_lazy("%(kind)s: decision proposed"),
    (StepState.FILED, StepState.DROPPED): gettext_lazy("%(kind)s: filing dropped"),
    (StepState.PROPOSED, StepState.FILED): gettext_lazy("%(kind)s: second person does not agree"),
    (StepState.PROPOSED, StepState.RETURNED): gettext_lazy("%(kind)s: second person does not agree"),
    (StepState.PROPOSED, StepState.ISSUED): gettext_lazy("%(kind)s: second person agrees"),
    (StepState.PROPOSED, StepState.DONE): gettext_lazy("%(kind)s: second person agrees"),
    (StepState.ISSUED, StepState.WITHDRAWN): gettext_lazy("%(kind)s: withdrawn"),
    (StepState.ISSUED, StepState.DONE): gettext_lazy("%(kind)s: done"),
    (StepState.ISSUED, StepState.HANDED_ON): gettext_lazy("%(kind)s: handed on with the case"),
    (StepState.ANSWERED, StepState.HANDED_ON): gettext_lazy("%(kind)s: handed on with the case"),
}


def _written(steps: Sequence[Step]) -> Iterator[Moment]:
    """Every act on the steps, in the words of what it changed."""
    by_id = {step.pk: step for step in steps}
    for write in _writes_of(Step, list(by_id)):
        yield from _of_step(by_id[write.after.pgh_obj_id], write)
    replies = {step.reply.pk: step for step in steps if hasattr(step, "reply")}
    for write in _writes_of(Reply, list(replies)):
        yield from _of_reply(replies[write.after.pgh_obj_id], write)
    for step in steps:
        if step.kind == Disposition.PENALTY:
            yield from _stages_of(step)


def _of_step(step: Step, write: Write) -> Iterator[Moment]:
    before, after, named = write.before, write.after, {"kind": step.get_kind_display()}
    act = ACTS.get((before.state if before is not None else "", after.state))
    is_told_by_stage = step.kind == Disposition.PENALTY and after.state == StepState.DONE
    if act is not None and not is_told_by_stage:
        yield Moment(str(act) % named, write.at, write.who, _words(before, after))
    if write.sets("withdrawal_by_id"):
        yield Moment(_("%(kind)s: withdrawal asked for") % named, write.at, write.who, after.withdrawal_note)
    elif before is not None and before.withdrawal_by_id is not None and after.withdrawal_by_id is None:
        yield Moment(_("%(kind)s: withdrawal not agreed to") % named, write.at, write.who, after.withdrawal_note)
    if write.sets("signed_by_id"):
        yield Moment(_("%(kind)s: signed for") % named, write.at, write.who, after.doc_no)
    if write.sets("receipt_by_id"):
        yield Moment(_("%(kind)s: receipt confirmed") % named, write.at, write.who, after.doc_no)


def _words(before: Event | None, after: Event) -> str:
    """Number of the paper, or of the one that came to nothing; the fine; what was written to it."""
    parts = [after.doc_no or (before.doc_no if before is not None else "")]
    if after.amount is not None and after.state == StepState.PROPOSED:
        parts.append(f"{yuan(after.amount)} 元")
    if before is not None and before.state == StepState.PROPOSED:
        parts.append(after.decision_note)
    elif before is not None and after.done_on is not None:
        parts.append(after.done_note or (_("Minutes recorded") if after.minutes else ""))
    elif before is None and after.state in TOLD and after.due_on is not None:
        parts.append(_("due on %(day)s") % {"day": after.due_on})
    return " ".join(part for part in parts if part)


def _of_reply(step: Step, write: Write) -> Iterator[Moment]:
    named, after = {"kind": step.get_kind_display()}, write.after
    if write.sets("given_at"):
        yield Moment(_("%(kind)s: answered") % named, write.at, write.who, f"{step.doc_no} {after.number}".strip())
    if write.sets("reviewed_at"):
        what = _("%(kind)s: answer accepted") if after.accepted else _("%(kind)s: answer not accepted")
        yield Moment(what % named, write.at, write.who, f"{step.doc_no} {after.review_note}")


def _stages_of(step: Step) -> Iterator[Moment]:
    """The stages with number and day, from the filing on; the decision is told by whoever agreed to it."""
    for one in step.stages.all():
        if one.stage != FineStage.DECIDED:
            what = _("%(kind)s: %(state)s") % {"kind": step.get_kind_display(), "state": one.get_stage_display()}
            yield Moment(what, one.entered_at, _named(one.entered_by, one.entered_at), f"{one.number} {one.reached_on}")


def _writes_of(model: type[Model], keys: Sequence[int]) -> Iterator[Write]:
    """The acts on the rows, oldest first for each row; what one act wrote in several statements is one."""
    if not keys:
        return
    rows = event_model(model)._default_manager.filter(pgh_obj_id__in=keys).select_related("pgh_context")
    events: list[Event] = list(rows.order_by("pgh_obj_id", "pgh_id"))
    before: Event | None = None
    for _key, group in groupby(events, lambda one: (one.pgh_obj_id, one.pgh_context_id or -one.pgh_id)):
        after = list(group)[-1]
        if before is not None and before.pgh_obj_id != after.pgh_obj_id:
            before = None
        said: Plain = after.pgh_context.metadata if after.pgh_context else {}
        who = f"{said.get('organisation', '')} {said.get('name', '')}".strip()  # as they were called then
        yield Write(before, after, parse_datetime(str(said.get("at", ""))) or after.pgh_created_at, who)
        before = after
