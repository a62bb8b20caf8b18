"""The first button of a page is the next step of the normal way, never the one that ends or takes back."""

from pathlib import Path
from typing import Final

import pytest

from hazards.choices import HazardStatus
from hazards.views.steps import STEPS
from insurers.activities.views.activities import ASIDE
from insurers.complaints.states import COMPLAINT_MOVES
from insurers.orders.states import ENDING
from insurers.plans.states import CONFIRM, PLAN_MOVES, RECALL

TEMPLATES: Final = Path(__file__).resolve().parents[2] / "templates"
#: What ends a thing, or takes it back: drawn as a warm button.
WARM: Final = "btn-warm"
#: Where both are branches of one condition and never stand together: a job that runs, and one that is done; the
#: second person's answer to a void, and the next step.
ALONE: Final = {"core/job_detail.html", "hazards/_step.html"}


def pages() -> list[str]:
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("page", [page for page in pages() if page not in ALONE])
def test_no_warm_button_stands_before_the_primary_one(page: str) -> None:
    text = (TEMPLATES / page).read_text(encoding="utf-8")
    first, warm = text.find("btn-primary"), text.find(WARM)
    assert warm < 0 or first < 0 or first < warm


def test_the_tables_of_moves_begin_with_the_normal_way() -> None:
    assert PLAN_MOVES.index(CONFIRM) < PLAN_MOVES.index(RECALL)
    assert next(iter(COMPLAINT_MOVES)) == "answer"


def test_what_ends_a_record_lies_beside_the_way() -> None:
    assert {"void", "return"} <= ASIDE
    assert {"withdraw", "decline"} <= ENDING
    asides = {name for name, step in STEPS.items() if step.is_aside(HazardStatus.RECTIFYING)}
    assert {"refuse-ask", "refuse", "void-ask", "void", "refuse-drop", "void-drop"} <= asides
    assert not STEPS["enforce"].is_aside(HazardStatus.ACCEPTED)
