"""When a fine is to be made public, and whether that is late (work-safety law, article 78: 7 working days)."""

from datetime import date

from dispositions.choices import TOLD, FineStage
from dispositions.models import Step
from hazards.figures.dues import last_publication_day
from inspections.choices import Disposition
from rulebook.workdays import Workdays


def last_day(step: Step, days: Workdays) -> date | None:
    """The last day on which a decided fine is to be made public; None for what is none."""
    if step.kind != Disposition.PENALTY or step.issued_on is None or step.state not in TOLD:
        return None
    return last_publication_day(step.issued_on, days)


def is_late(step: Step, days: Workdays, today: date) -> bool:
    """Whether a fine was made public after its last day, or is not yet and that day has passed; reads its `stages`."""
    last = last_day(step, days)
    if last is None:
        return False
    return (published_on(step) or today) > last


def published_on(step: Step) -> date | None:
    """The day on which a fine was made public, of its `stages`."""
    return next((one.reached_on for one in step.stages.all() if one.stage == FineStage.PUBLISHED), None)
