"""The syntax trees of the portal's own modules."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
ASIDE: Final = {".venv", "tests", "benchmarks", "tools", "migrations", "var", "staticfiles"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT)
        if not ASIDE & set(name.parts):
            yield str(name), ast.parse(path.read_text(encoding="utf-8"))
