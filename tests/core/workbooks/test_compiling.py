"""What confined children import is compiled beforehand."""

from importlib.util import cache_from_source
from pathlib import Path

from core.workbooks.compiling import CORE, compile_for_children


def test_modules_that_only_children_import_are_compiled_beforehand() -> None:
    compile_for_children()
    sources = [CORE / "confining.py", *(CORE / "workbooks" / "sandbox").glob("*.py")]
    compiled = [Path(cache_from_source(str(source))) for source in sources]
    assert len(sources) > 10
    assert [str(one) for one in compiled if not one.exists()] == []
