"""When a fine is to be made public, and whether that is late (work-safety law, article 78: 7 working days)."""

from datetime import date, timedelta

from dispositions.choices import TOLD, FineStage
from dispositions.models import Step
from hazards import deadlines
from inspections.choices import Disposition
from rulebook.workdays import Workdays


def last_day(step: Step, days: Workdays) -> date | None:
    """The last day on which a decided fine is to be made public; None for what is none."""
    if step.kind != Disposition.PENALTY or step.issued_on is None or step.state not in TOLD:
        return None
    return _due(step.issued_on, days)


def is_late(step: Step, days: Workdays, today: date) -> bool:
    """Whether a fine was made public after its last day, or is not yet and that day has passed; reads its `stages`."""
    last = last_day(step, days)
    if last is None:
        return False
    return (published_on(step) or today) > last


def published_on(step: Step) -> date | None:
    """The day on which a fine was made public, of its `stages`."""
    return next((one.reached_on for one in step.stages.all() if one.stage == FineStage.PUBLISHED), None)


def latest_decision(today: date, days: Workdays) -> date:
    """The newest day of a decision that had to be public before today: later ones are still in time."""
    day = today - timedelta(days=deadlines.PUBLICITY.span)
    while _due(day, days) >= today:
        day -= timedelta(days=1)
    return day


def _due(decided_on: date, days: Workdays) -> date:
    return deadlines.due(deadlines.PUBLICITY, decided_on, days.overrides, days.is_provisional).on
