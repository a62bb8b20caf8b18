"""What only confined children import is compiled beforehand: they may write nothing, and would compile it at each start.

That took a third of the start of the child that reads a workbook.
"""

import compileall
from functools import cache
from pathlib import Path
from typing import Final

CORE: Final = Path(__file__).parents[1]


@cache
def compile_for_children() -> None:
    """Once in a process. Where the code may not be written beside, the children compile it themselves as before."""
    compileall.compile_dir(str(CORE / "workbooks" / "sandbox"), quiet=2)
    compileall.compile_file(str(CORE / "confining.py"), quiet=2)
