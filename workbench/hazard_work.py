"""What stands of hazards on the workbench: figures that open their lists, and what waits for the person's office.

Each count has the conditions of the list behind its link. The number of queries depends on the role alone.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission as P  # noqa: N817 - the tables below are read by people
from accounts.roles import Role
from hazards.figures import board
from hazards.models import Hazard, Refusal, RefusalReport
from workbench.todos import Tile, Todo, address

LIST = "hazards:hazard-list"


def tiles(user: Any, today: date) -> list[Tile]:
    """What is open, late and major, as the board counts it."""
    if not user.may(P.HAZARD_VIEW):
        return []
    whole = next(row for row in board.numbers_of(user, today) if not row["dimension"])
    unit = _("hazards")
    return [
        Tile(_("Hazards not closed"), whole["whole"], address(LIST, due="open"), _("on record and not void"), unit),
        Tile(
            _("Overdue hazards"), whole["over"], address(LIST, due="over"), _("the deadline has passed"), unit,
            warm=whole["over"] > 0,
        ),
        Tile(_("Major hazards not closed"), whole["major"], address(LIST, due="open", level="MAJOR"), _("of all not closed"), unit),
    ]  # fmt: skip


def todos(user: Any, today: date) -> list[Todo]:
    """Grouped: a line for each list that is not empty."""
    found: list[Todo] = []
    if user.may(P.HAZARD_WRITE):
        found += _of_ledger(user)
    if user.role == Role.INSURER:
        found += _of_insurer(user, today)
    if user.may(P.HAZARD_ENFORCE):
        found += _of_department(user, today)
    return found


def _todo(title: str, count: int, url: str, action: str, due_on: date | None = None, today: date | None = None) -> Todo:
    left = (due_on - today).days if due_on is not None and today is not None else None
    return Todo(_("Hazards"), title % {"n": f"{count:,}"}, "", url, action, due_on, left)


def _of_ledger(user: Any) -> Iterator[Todo]:
    """Of the office's own hazards: to be told in writing, to be reviewed; for a bureau all major ones of its place."""
    rows = Hazard.objects.visible_to(user)
    mine: dict[str, str] = {}
    if user.role != Role.INSURER:
        major = rows.filter(level="MAJOR", state="SUBMITTED").count()
        if major:
            url = address(LIST, state="SUBMITTED", level="MAJOR")
            yield _todo(_("%(n)s major hazards wait for confirmation or review"), major, url, _("Review"))
        rows, mine = rows.filter(insurer__isnull=True), {"insurer": "none"}
    recorded = rows.filter(state="RECORDED").count()
    if recorded:
        url = address(LIST, state="RECORDED", **mine)
        yield _todo(_("%(n)s hazards to be told in writing"), recorded, url, _("Open"))
    rows, mine = (
        (rows, mine) if user.role == Role.INSURER else (rows.filter(level="GENERAL"), {**mine, "level": "GENERAL"})
    )
    submitted = rows.filter(state="SUBMITTED").count()
    if submitted:
        url = address(LIST, state="SUBMITTED", **mine)
        yield _todo(_("%(n)s hazards wait for review"), submitted, url, _("Review"))


def _of_insurer(user: Any, today: date) -> Iterator[Todo]:
    own = Refusal.objects.visible_to(user)
    asked = own.filter(state="ASKED").count()
    if asked:
        url = address("hazards:refusal-list", standing="ASKED")
        yield _todo(_("%(n)s findings of a refusal wait for the second person"), asked, url, _("Open"))
    due = list(
        own.filter(state="AGREED", reported_at__isnull=True, hazard__state="REFUSED").values_list(
            "agreed_at", flat=True
        )
    )
    if due:
        url = address("hazards:refusal-list", standing="DUE")
        first = timezone.localdate(min(at for at in due if at is not None))
        yield _todo(_("%(n)s refusals to be reported at once"), len(due), url, _("Report now"), first, today)


def _of_department(user: Any, today: date) -> Iterator[Todo]:
    own = RefusalReport.objects.visible_to(user).filter(recipient=user.organisation_id, received_at__isnull=True)
    due = list(
        own.exclude(Q(refusal__hazard__state="CLOSED") | Q(refusal__hazard__state="VOID")).values_list(
            "due_on", flat=True
        )
    )
    if due:
        url = address("hazards:refusal-list", standing="MINE")
        yield _todo(_("%(n)s reports of refusal to be signed for"), len(due), url, _("Sign"), min(due), today)
