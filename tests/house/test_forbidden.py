"""What the house never writes, found by reading the code: rules that no linter has (trust.md 1.2.4, 3.1, 15.3.3).

- keys of a request, or of a form, as the names of columns in a query or a write: `filter(**request.GET.dict())`;
- `mark_safe` and its kin, `|safe` in a template, outside the places below;
- caches of whole pages, and sessions saved with every request: both have leaked pages between people;
- unpickling, and evaluation of text.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

import pytest

from tests.house.sources import ROOT, modules

ORM: Final = frozenset(
    (
        "filter",
        "exclude",
        "get",
        "annotate",
        "alias",
        "aggregate",
        "values",
        "values_list",
        "order_by",
        "Q",
        "create",
        "update",
        "get_or_create",
        "update_or_create",
        "FilteredRelation",
        "distinct",
        "only",
        "defer",
    )
)
#: Everything that a person sends at once; one named value of it is no danger.
SENT: Final = re.compile(
    r"\b(?:GET|POST|FILES|COOKIES|META|cleaned_data|QueryDict)\b(?!\.get\(|\.getlist\(|\[['\"])|\.querydict\b"
)
#: Where text is declared to be markup, with the reason.
MARKUP: Final = {
    "core/forms/__init__.py:_written": "value and label of each option are escaped one by one",
    "core/forms/__init__.py:attributes": "values are escaped one by one, names are the code's own",
    "core/listing/columns.py:body": "each cell of the rows escapes what stands in it",
    "core/listing/columns.py:boxes": "path and title of each column are escaped",
    "workbench/views/workbench.py:work_on": "what a template made for this person alone, kept until a row behind it changes",
}
NEVER: Final = {
    "mark_safe",
    "SafeString",
    "SafeText",
    "cache_page",
    "pickle",
    "RawSQL",
    "extra",
    "eval",
    "exec",
    "html_safe",
}
#: Uses of such a name that are none, with the reason.
ALLOWED: Final = {
    "core/imports/services.py:RawSQL": "a constant statement",
    "enterprises/querysets.py:RawSQL": "a constant statement with a parameter",
    "hazards/querysets.py:RawSQL": "a constant statement with a parameter",
}


def opened(tree: ast.AST) -> Iterator[str]:
    """Calls that take the names of columns from what was sent."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.Module):
            continue
        said = assigned(function)
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and name_of(call.func) in ORM:
                spread = [word.value for word in call.keywords if word.arg is None]
                spread += [part.value for part in call.args if isinstance(part, ast.Starred)]
                if name_of(call.func) == "order_by":
                    spread += call.args
                if any(SENT.search(keys_of(value, said)) for value in spread):
                    yield f"{call.lineno}: {ast.unparse(call)[:120]}"


def assigned(function: ast.AST) -> dict[str, str]:
    """What each name of the function was last given, in text."""
    found: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = keys_of(node.value, {})
        elif isinstance(node, ast.AnnAssign) and node.value is not None and isinstance(node.target, ast.Name):
            found[node.target.id] = keys_of(node.value, {})
    return found


def keys_of(value: ast.expr, said: dict[str, str]) -> str:
    """Where the keys of a value come from: those of a written-out dict are its own, its values do not matter."""
    if isinstance(value, ast.Name):
        return said.get(value.id, "")
    if isinstance(value, ast.Dict):
        spread = [keys_of(part, said) for key, part in zip(value.keys, value.values, strict=True) if key is None]
        return " ".join([*(ast.unparse(key) for key in value.keys if key is not None), *spread])
    if isinstance(value, ast.DictComp):
        return " ".join([ast.unparse(value.key), *(ast.unparse(one.iter) for one in value.generators)])
    return ast.unparse(value)


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.mark.parametrize(
    "code",
    [
        "rows.filter(**request.GET.dict())",
        "rows.filter(**{**request.POST})",
        "Model.objects.create(**form.cleaned_data)",
        "def f(request):\n    asked = request.GET.dict()\n    return rows.filter(**asked)",
        "rows.annotate(**{name: F(name) for name in request.GET})",
        "rows.order_by(*request.GET.getlist)",
        "Q(**self.request.POST.dict())",
        "rows.values(*request.GET)",
    ],
)
def test_the_rule_finds_what_it_is_for(code: str) -> None:
    assert list(opened(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "rows.filter(name=request.GET.get('q'))",
        "rows.filter(**{'city': request.GET['city']})",
        "rows.filter(**{column: value for column in ('a', 'b')})",
        "rows.order_by('-pk')",
    ],
)
def test_the_rule_leaves_named_values_alone(code: str) -> None:
    assert not list(opened(ast.parse(code)))


def test_no_column_is_named_by_a_request() -> None:
    assert [f"{name}:{fault}" for name, tree in modules() for fault in opened(tree)] == []


def test_nothing_is_declared_safe_and_nothing_dangerous_is_called() -> None:
    found = []
    for name, tree in modules():
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                is_bare = isinstance(call.func, ast.Name)
                called = name_of(call.func)
                is_extra = called == "extra" and not is_bare and ast.unparse(call).find(".objects") >= 0
                place = f"{name}:{function.name}"
                if (called in NEVER - {"extra"} and (is_bare or called not in {"eval", "exec"})) or is_extra:
                    if place not in MARKUP and f"{name}:{called}" not in ALLOWED:
                        found.append(f"{place}:{call.lineno} {called}")
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        found += [f"{name} imports {one}" for one in sorted(imported & {"pickle", "marshal", "shelve"})]
    assert found == []


def test_no_template_switches_escaping_off() -> None:
    rule = re.compile(r"\|\s*(?:safe|safeseq)\b|autoescape\s+off|mark_safe")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.is_file()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if rule.search(line)
    ]
    assert found == []


def test_no_page_is_cached_whole_and_no_session_saved_with_every_request(settings: object) -> None:
    banned = ("UpdateCacheMiddleware", "FetchFromCacheMiddleware", "ConditionalGetMiddleware", "GZipMiddleware")
    middleware = getattr(settings, "MIDDLEWARE", [])
    assert not [name for name in middleware if name.rsplit(".", 1)[-1] in banned]
    assert not getattr(settings, "SESSION_SAVE_EVERY_REQUEST", True)


def test_no_list_writes_its_own_search_form() -> None:
    """One field to look for words stands in one template; the two besides are the top bar and the search itself."""
    known = {"core/_search.html", "core/_top.html", "workbench/search.html"}
    found = {
        path.relative_to(ROOT / "templates").as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r'name="q"', path.read_text(encoding="utf-8"))
    }
    assert found == known
