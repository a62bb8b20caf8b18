"""What the page of an enterprise shows of its cases."""

from datetime import date
from typing import Final

from accounts.models import User
from core.contributions import panels
from dispositions.models import Case
from dispositions.permissions import DispositionPermission
from dispositions.querysets import with_marks
from dispositions.views.looks import table_of_cases
from enterprises.models import Enterprise
from hazards.figures.dues import latest_decision
from rulebook.workdays import workdays

SHOWN: Final = 10


def _panel(enterprise: Enterprise, user: User, day: date) -> dict[str, object]:
    """`cases`: the table of the newest that the person sees, for authorities alone."""
    if not user.may(DispositionPermission.BOARD_VIEW):
        return {}
    rows = Case.objects.visible_to(user).filter(enterprise=enterprise).select_related("authority")
    return {
        "cases": table_of_cases(
            with_marks(rows.order_by("-opened_on", "-pk")[:SHOWN], day, latest_decision(day, workdays()))
        )
    }


def register_panel() -> None:
    """Let the page of an enterprise show its cases."""
    panels.register("enterprise", _panel)
