"""The syntax trees of the sources, for all tests that walk them: each file is parsed once in a process. Nobody changes one."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
