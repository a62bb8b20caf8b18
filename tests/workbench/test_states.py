"""Every state that waits is somebody's: the transition tables against what the to-dos of the apps say they show."""

from enum import Enum
from types import ModuleType
from typing import Any

import pytest

from core.contributions import modules_named
from core.transitions import moves_in

State = tuple[str, str]


def key(state: Any) -> State:
    """The class of the state and its value: values alone repeat from table to table."""
    assert isinstance(state, Enum), state
    return type(state).__qualname__, str(state.value)


def app_of(module: ModuleType) -> str:
    """The app that a module belongs to, `insurers.plans` for `insurers.plans.states`."""
    return module.__name__.removesuffix(".states").removesuffix(".todos")


def tables() -> dict[str, set[State]]:
    """{app: states from which a move leads on}."""
    return {
        app_of(module): {key(state) for move in moves_in(module) for state in move.sources}
        for module in modules_named("states")
    }


def declared(name: str) -> dict[str, set[State]]:
    found = {}
    for module in modules_named("todos"):
        given = getattr(module, name, ())
        states = [one[0] if isinstance(one, tuple) else one for one in given]
        found[app_of(module)] = {key(state) for state in states}
    return found


@pytest.mark.parametrize("app", sorted(tables()))
def test_every_state_with_a_move_is_shown_or_says_why_not(app: str) -> None:
    shown, resting = declared("AWAITED").get(app, set()), declared("RESTING").get(app, set())
    missing = tables()[app] - shown - resting
    assert not missing, f"{app}: waits, and nobody is told: {sorted(missing)}"
    assert not shown & resting


def test_nothing_is_declared_that_no_table_knows() -> None:
    known = {state for states in tables().values() for state in states}
    for name in ("AWAITED", "RESTING"):
        for app, states in declared(name).items():
            assert states <= known, (app, name, states - known)


def test_a_state_without_a_line_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from insurers.plans import todos

    monkeypatch.setattr(todos, "AWAITED", ())
    with pytest.raises(AssertionError, match="nobody is told"):
        test_every_state_with_a_move_is_shown_or_says_why_not("insurers.plans")


def test_a_resting_state_says_why() -> None:
    for module in modules_named("todos"):
        for _state, reason in getattr(module, "RESTING", ()):
            assert len(reason) > 10
