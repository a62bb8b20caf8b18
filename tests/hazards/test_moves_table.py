"""The document on the life of a hazard shows the table that the code runs on."""

from pathlib import Path

from hazards.documents.moves_table import table
from hazards.states import MOVES

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "hazards.md"


def test_the_document_holds_the_table_of_the_code() -> None:
    assert table() in DOCUMENT.read_text(encoding="utf-8")


def test_every_move_says_its_guard_its_clause_and_every_awaited_one_its_limit() -> None:
    assert all((move.guard.__doc__ or "").strip() and move.clause for move in MOVES)
    without = {move.name for move in MOVES if not move.limits}
    assert without == {"record", "rectify", "refuse", "enforce", "void"}
