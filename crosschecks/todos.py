"""Questions that wait for the insurer's answer, and answers that wait for the authority, on the workbench."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.roles import REGULATORS
from core.contributions.desk import Desk, NoDay, Tile, Todo, Work, some_of
from core.languages import listed
from core.views.addresses import address
from crosschecks.choices import InquiryState
from crosschecks.models import Inquiry
from crosschecks.permissions import QuestionPermission
from insurers.expenses.figures import ANY_FLAG, kept_by_insurer
from insurers.policies.models import Policy
from insurers.promises.todos import INSURERS_ROW

PLACE = 64
LIST = "crosschecks:question-list"


@dataclass(frozen=True, slots=True)
class Found:
    """Questions that wait: how many, whose, and the first day by which to answer."""

    asked: int
    first: date | None
    askers: list[str]
    answered: int
    answerers: list[str]
    late: int
    late_ones: list[str]


def work(desk: Desk) -> Work:
    """One line for each list that is not empty; one query."""
    answers = desk.user.may(QuestionPermission.QUESTION_ANSWER)
    if not answers and not desk.user.may(QuestionPermission.QUESTION_SETTLE):
        return Work(place=PLACE)
    asked, answered = Q(state=InquiryState.ASKED), Q(state=InquiryState.ANSWERED)
    late = asked & Q(due_on__lt=desk.today)
    counted = Inquiry.objects.visible_to(desk.user).aggregate(
        asked=Count("pk", filter=asked),
        first=Min("due_on", filter=asked),
        askers=ArrayAgg("authority__name", filter=asked, distinct=True, default=[]),
        answered=Count("pk", filter=answered),
        answerers=ArrayAgg("insurer__name", filter=answered, distinct=True, default=[]),
        late=Count("pk", filter=late),
        late_ones=ArrayAgg("insurer__name", filter=late, distinct=True, default=[]),
    )
    found = Found(**counted)
    if answers:
        return Work(place=PLACE, todos=_to_answer(desk, found))
    return Work(
        place=PLACE,
        tiles=_tiles(desk, found) if desk.user.role in REGULATORS and desk.has_figures else [],
        row=INSURERS_ROW,
        todos=_to_settle(desk, found),
    )


def _to_answer(desk: Desk, found: Found) -> list[Todo]:
    """Questions to the insurer, by the first of their days."""
    if not found.asked:
        return []
    title, url = (
        ngettext("%(n)s question waits for your answer", "%(n)s questions wait for your answer", found.asked),
        address(LIST, standing=InquiryState.ASKED),
    )
    detail = _("asked by %(who)s") % {"who": some_of(found.askers)}
    return [_line(desk, title, detail, url, _("Answer"), found.first or NoDay.UNSET, found.asked)]


def _to_settle(desk: Desk, found: Found) -> list[Todo]:
    """Answers to look at, and insurers whose day has passed."""
    todos = []
    if found.answered:
        title, url = (
            ngettext(
                "%(n)s answer of an insurer waits to be looked at",
                "%(n)s answers of insurers wait to be looked at",
                found.answered,
            ),
            address(LIST, standing=InquiryState.ANSWERED),
        )
        detail, action = some_of(found.answerers), _("Look at the answer")
        todos.append(_line(desk, title, detail, url, action, NoDay.ANSWER, found.answered))
    if found.late:
        title, url = (
            ngettext("%(n)s answer of an insurer is overdue", "%(n)s answers of insurers are overdue", found.late),
            address(LIST, standing="late"),
        )
        todos.append(
            _line(desk, title, some_of(found.late_ones), url, _("Open"), found.first or NoDay.UNSET, found.late)
        )
    return todos


def _tiles(desk: Desk, found: Found) -> list[Tile]:
    """Questions of the place, and policies whose fees are odd."""
    asked = Tile(
        _("Answers to look at"),
        found.answered,
        address(LIST, standing=InquiryState.ANSWERED),
        _("%(asked)s asked, %(late)s of them overdue") % {"asked": found.asked, "late": found.late},
        unit=pgettext("unit", "cases"),
        warm=found.late > 0,
    )
    rows = kept_by_insurer(Policy.objects.visible_to(desk.user), desk.today, desk.memory)
    flags, url = sum(row.asked for row in rows), address("expenses:fee-policy-list", flag=ANY_FLAG)
    worst = sorted((row for row in rows if row.asked), key=lambda row: -row.asked)[:2]
    note = listed((f"{row.name} {row.asked}" for row in worst), "，") or _("no policy is in question")
    return [asked, Tile(_("Fee flags"), flags, url, note, unit=pgettext("unit", "policies"), warm=flags > 0)]


def _line(desk: Desk, title: str, detail: str, url: str, action: str, due: date | NoDay, count: int) -> Todo:
    return desk.line(_("Questions"), title % {"n": f"{count:,}"}, detail, url, action, due, count=count)


AWAITED: Final = (InquiryState.ASKED, InquiryState.ANSWERED)
