"""Every figure that a part of the bench answers has its words in the table: one without ended the run after an hour."""

import ast
from pathlib import Path

from benchmarks.bars import BARS

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


def answers(path: Path) -> set[str]:
    """The names in the dicts that functions of the module return as figures."""
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) == "dict[str, float]"
    ]
    returned = [one.value for node in functions for one in ast.walk(node) if isinstance(one, ast.Return)]
    return {
        key.value
        for found in returned
        if isinstance(found, ast.Dict)
        for key in found.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def test_every_figure_has_its_words() -> None:
    found = {name for path in FOLDER.glob("*.py") for name in answers(path)}
    assert len(found) > 30
    assert found - BARS.keys() == set()
