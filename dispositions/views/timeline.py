"""The course of a case as its page shows it: opened, steps, answers, stages, the end, in the order of time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from dispositions.models import Case, Origin, Step


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline; `by_day`: the hour is not known."""

    what: str
    at: datetime
    who: str
    text: str = ""
    by_day: bool = False


def moments_of(case: Case, steps: Sequence[Step], origins: Sequence[Origin], *, is_authority: bool) -> list[Moment]:
    """What happened, in order."""
    found: list[Moment] = []
    if is_authority:
        found.append(Moment(_("Case opened"), case.opened_at, str(case.opened_by), case.source_name))
        for one in origins[1:]:
            found.append(Moment(_("Further fact added"), one.added_at, str(one.added_by), one.name))
        referral = getattr(case, "referral", None)
        if referral is not None:
            who = f"{referral.sender} → {referral.receiver}"
            found.append(Moment(_("Handed up"), referral.sent_at, who, referral.reason))
    for step in steps:
        found += _moments_of(step, is_authority=is_authority)
    if case.closed_at is not None:
        text = case.closing_note if is_authority else ""
        found.append(Moment(_("Case ended"), case.closed_at, str(case.authority), text))
    return sorted(found, key=lambda one: one.at)


def _moments_of(step: Step, *, is_authority: bool) -> Iterator[Moment]:
    kind, office = step.get_kind_display(), str(step.authority)
    if is_authority:
        who = f"{office} {step.proposed_by}"
        yield Moment(_("%(kind)s: proposed") % {"kind": kind}, step.proposed_at, who)
        if step.decided_by is not None and step.decided_at is not None:
            who = f"{office} {step.decided_by}"
            yield Moment(_("%(kind)s: second person") % {"kind": kind}, step.decided_at, who, step.decision_note)
    elif step.issued_on is not None:
        yield Moment(kind, step.decided_at or step.proposed_at, office, step.doc_no)
    if step.signed_by is not None and step.signed_at is not None:
        yield Moment(_("%(kind)s: signed for") % {"kind": kind}, step.signed_at, str(step.signed_by))
    if step.receipt_by is not None and step.receipt_at is not None:
        yield Moment(_("%(kind)s: receipt confirmed") % {"kind": kind}, step.receipt_at, str(step.receipt_by))
    asked = getattr(step, "extension", None)
    if asked is not None:
        yield Moment(_("More time asked for"), asked.asked_at, str(asked.asked_by), asked.reason)
        if asked.answered_by is not None and asked.answered_at is not None:
            what = _("More time granted") if asked.granted else _("More time not granted")
            yield Moment(what, asked.answered_at, office, asked.note or str(step.due_on))
    if is_authority:
        yield from _stages_of(step, kind)
    yield from _end_of(step, kind)
    reply = getattr(step, "reply", None)
    if reply is not None:
        yield Moment(_("Answer"), reply.given_at, f"{reply.given_by.organisation} {reply.given_by}", reply.number)
        if reply.reviewed_by is not None:
            yield Moment(_("Answer looked at"), reply.reviewed_at, str(reply.reviewed_by), reply.review_note)


def _end_of(step: Step, kind: str) -> Iterator[Moment]:
    """What ended a step without an answer: done, its minutes, withdrawn, dropped; known by its day alone."""
    if step.done_on is None or not (step.done_note or step.minutes):
        return
    what = _("%(kind)s: %(state)s") % {"kind": kind, "state": step.get_state_display()}
    at = datetime.combine(step.done_on, time.max, get_current_timezone())
    yield Moment(what, at, str(step.authority), step.done_note or _("Minutes recorded"), by_day=True)


def _stages_of(step: Step, kind: str) -> Iterator[Moment]:
    """The stages of a penalty, when they were entered, each with its number and day."""
    for one in step.stages.all():
        what = _("%(kind)s: %(state)s") % {"kind": kind, "state": one.get_stage_display()}
        yield Moment(what, one.entered_at, str(step.authority), f"{one.number} {one.reached_on}")
