"""What a page says once an act is recorded: of which paper, with its number, whether it went out, for whom it waits."""

from typing import Final

from django.utils.translation import gettext as _

from dispositions.choices import TOLD, StepState
from dispositions.models import Case, Step
from dispositions.rules import INWARD
from dispositions.views.page import TITLES, mark_of
from inspections.choices import Disposition, FindingSubject


def told_of(step: Step) -> str:
    """Of a step that was just taken or decided on: its number and whether it was sent, or for whom it waits."""
    kind = step.get_kind_display()
    if step.state == StepState.PROPOSED:
        return _("%(kind)s waits for the second person of the authority.") % {"kind": kind}
    if step.state == StepState.FILED:
        return _("%(kind)s is filed.") % {"kind": kind}
    issued = _("%(kind)s %(number)s is issued.") % {"kind": kind, "number": step.doc_no}
    return _("%(first)s %(second)s") % {"first": issued, "second": way} if (way := _way_of(step)) else issued


def _way_of(step: Step) -> str:
    """How the paper reaches the other side: those that work here sign for it here, enterprises get it on paper."""
    if not step.has_paper:
        return ""
    if step.kind in INWARD:
        return _("Please print it and send it to %(to)s.") % {"to": step.addressee}
    subject = step.case.subject_name
    if step.case.subject == FindingSubject.ENTERPRISE:
        return _("Please print it and serve it on %(to)s.") % {"to": subject}
    return _("It has been sent to %(to)s, which signs for it here.") % {"to": subject}


#: What the subject sends to the authority.
ANSWERED: Final = frozenset({"answer", "extend"})


def told_of_move(step: Step, move: str) -> str:
    """Of a move of a step, as it stands after it."""
    what = {"kind": step.get_kind_display(), "number": mark_of(step)}
    if move == "decide" and step.case.outcome == Disposition.UNFOUNDED:
        return _("Case %(number)s is ended as unfounded.") % {"number": step.case.number}
    if move == "decide":
        return told_of(step) if step.state in TOLD else _("%(kind)s is not agreed to, and is not sent.") % what
    if move == "withdraw" and step.awaits_withdrawal:
        return _("%(kind)s %(number)s: the withdrawal waits for the second person; until then the paper holds.") % what
    if move in ANSWERED:
        sent = {"what": TITLES[move], "authority": step.case.authority.name}
        return _("%(what)s: %(kind)s %(number)s, sent to %(authority)s.") % {**sent, **what}
    if move == "stage" and (last := max(step.stages.all(), key=lambda one: one.pk, default=None)) is not None:
        stage = {"stage": last.get_stage_display(), "no": last.number, "day": last.reached_on}
        return _("%(kind)s: %(stage)s %(no)s of %(day)s is recorded.") % {**what, **stage}
    if move == "sign" and step.receipt_by_id is None:
        return _("%(kind)s %(number)s is signed for; a second person of your organisation confirms it.") % what
    return _("%(what)s: %(kind)s %(number)s, recorded.") % {"what": TITLES[move], **what}


def told_of_case(case: Case, move: str) -> str:
    """Of a move of a case."""
    return _("%(what)s: case %(number)s, recorded.") % {"what": TITLES[move], "number": case.number}
