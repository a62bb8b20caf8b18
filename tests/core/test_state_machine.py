"""The life of a hazard in random steps from pages of any age: no move that the table does not hold (trust.md 4.2 row 18).

The suite carries a sample; ten thousand steps: make attack, or PORTAL_STEPS=10000.
"""

import os
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar, Final

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from core import clock
from core.models import AuditEvent
from core.transitions import Transition, fire
from core.writing import Refused
from hazards.models import Hazard
from hazards.states import MOVES, VOID
from tests.cast import Cast
from tests.hazards import life

STEPS: Final = int(os.environ.get("PORTAL_STEPS", "150"))
STEPS_OF_A_LIFE: Final = 25
MOST_RUNS: Final = 20
PEOPLE: Final = ("insurer_a_clerk", "insurer_b_clerk", "hangzhou_officer", "hangzhou_lead", "zhejiang_regulator")
pytestmark = pytest.mark.django_db


def refuses_nobody(_row: object, _by: object) -> None:
    """The guard that refuses nobody."""


class Life(RuleBasedStateMachine):
    """What is stored beside what the table says must be stored; into `taken` goes whether each step changed the state."""

    cast: ClassVar[Cast]
    taken: ClassVar[list[bool]]
    pages: Bundle[Hazard] = Bundle("pages")

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.pk = life.hazard(life.firm(), state="DRAFT").pk
        self.states = ["DRAFT"]
        self.first_event = AuditEvent.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    @initialize(target=pages)
    def enter(self) -> Hazard:
        return self.stored()

    @rule(target=pages)
    def open_page(self) -> Hazard:
        return self.stored()

    @rule(page=pages, move=st.sampled_from(MOVES), name=st.sampled_from(PEOPLE), is_guarded=st.booleans())
    def send(self, page: Hazard, move: Transition, name: str, is_guarded: bool) -> None:
        self.attempt(page, move if is_guarded else replace(move, guard=refuses_nobody), getattr(self.cast, name))

    @precondition(lambda self: self.onward())
    @rule(page=pages, choice=st.integers(min_value=0, max_value=len(MOVES)))
    def go_on(self, page: Hazard, choice: int) -> None:
        onward = self.onward()
        move = replace(onward[choice % len(onward)], guard=refuses_nobody)
        self.attempt(page, move, self.cast.hangzhou_lead)

    def onward(self) -> list[Transition]:
        """The moves from here that do not end the life at once."""
        return [move for move in MOVES if self.states[-1] in move.sources and move is not VOID]

    def attempt(self, page: Hazard, tried: Transition, by: User) -> None:
        is_legal = self.states[-1] in tried.sources and tried.guard(self.stored(), by) is None
        try:
            fire(tried, page, by=by, at=clock.now())
        except Refused:
            assert not is_legal
        except IntegrityError:  # past an opened guard the database still does not take a row without its facts
            assert tried.guard is refuses_nobody
            is_legal = False
        else:
            assert is_legal
            self.states.append(tried.target)
        self.taken.append(is_legal)

    @invariant()
    def nothing_else_is_stored(self) -> None:
        assert self.stored().state == self.states[-1]

    def stored(self) -> Hazard:
        return Hazard.objects.get(pk=self.pk)

    def teardown(self) -> None:
        events = AuditEvent.objects.filter(pk__gt=self.first_event, action__startswith="hazard.").order_by("pk")
        told = [(one.detail["before"], one.detail["after"]) for one in events]
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)
        assert told == list(pairwise(self.states))


def test_no_step_leads_out_of_the_table(cast: Cast) -> None:
    taken: list[bool] = []
    machine = type("OneLife", (Life,), {"cast": cast, "taken": taken})
    told = settings(
        max_examples=max(STEPS // STEPS_OF_A_LIFE, 1),
        stateful_step_count=STEPS_OF_A_LIFE,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    for number in range(MOST_RUNS):
        run_state_machine_as_test(seed(number)(machine), settings=told)
        if len(taken) >= STEPS:
            break
    assert len(taken) >= STEPS
    assert 0.05 < sum(taken) / len(taken) < 0.9
