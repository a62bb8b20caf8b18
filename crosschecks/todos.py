"""Questions that wait for the insurer's answer, and answers that wait for the authority, on the workbench."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.roles import REGULATORS
from core.contributions.desk import Desk, Tile, Todo, Work
from core.views.addresses import address
from crosschecks.choices import InquiryState
from crosschecks.models import Inquiry
from crosschecks.permissions import QuestionPermission
from insurers.expenses.figures import ANY_FLAG, kept_by_insurer
from insurers.policies.models import Policy
from insurers.promises.todos import INSURERS_ROW

PLACE = 64
LIST = "crosschecks:question-list"


def work(desk: Desk) -> Work:
    """One line for each list that is not empty; one query."""
    answers = desk.user.may(QuestionPermission.QUESTION_ANSWER)
    if not answers and not desk.user.may(QuestionPermission.QUESTION_SETTLE):
        return Work(place=PLACE)
    asked, answered = Q(state=InquiryState.ASKED), Q(state=InquiryState.ANSWERED)
    late = asked & Q(due_on__lt=desk.today)
    found = Inquiry.objects.visible_to(desk.user).aggregate(
        asked=Count("pk", filter=asked),
        first=Min("due_on", filter=asked),
        answered=Count("pk", filter=answered),
        late=Count("pk", filter=late),
    )
    if answers:
        text = _("%(n)s questions wait for your answer")
        return Work(
            place=PLACE, todos=_lines(desk, text, found["asked"], InquiryState.ASKED, _("Answer"), found["first"])
        )
    text = _("%(n)s answers of insurers wait to be looked at")
    todos = _lines(desk, text, found["answered"], InquiryState.ANSWERED, _("Look at the answer"))
    return Work(
        place=PLACE,
        tiles=_tiles(desk, found) if desk.user.role in REGULATORS else [],
        row=INSURERS_ROW,
        todos=[*todos, *_lines(desk, _("%(n)s answers of insurers are overdue"), found["late"], "late", _("Open"))],
    )


def _tiles(desk: Desk, found: Mapping[str, int]) -> list[Tile]:
    """Questions of the place, and policies whose fees are odd."""
    asked = Tile(
        _("Answers to look at"),
        found["answered"],
        address(LIST, standing=InquiryState.ANSWERED),
        _("%(asked)s asked, %(late)s of them overdue") % {"asked": found["asked"], "late": found["late"]},
        unit=pgettext("unit", "cases"),
        warm=found["late"] > 0,
    )
    rows = kept_by_insurer(Policy.objects.visible_to(desk.user), desk.today, desk.memory)
    flags, url = sum(row.asked for row in rows), address("expenses:fee-policy-list", flag=ANY_FLAG)
    worst = sorted((row for row in rows if row.asked), key=lambda row: -row.asked)[:2]
    note = "，".join(f"{row.name} {row.asked}" for row in worst) or _("no policy is in question")
    return [asked, Tile(_("Fee flags"), flags, url, note, unit=pgettext("unit", "policies"), warm=flags > 0)]


def _lines(desk: Desk, text: str, count: int, standing: str, action: str, due_on: date | None = None) -> list[Todo]:
    if not count:
        return []
    left = None if due_on is None else (due_on - desk.today).days
    url = address(LIST, standing=standing)
    return [Todo(_("Questions"), text % {"n": f"{count:,}"}, "", url, action, due_on, left, count)]


AWAITED: Final = (InquiryState.ASKED, InquiryState.ANSWERED)
