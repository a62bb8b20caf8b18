"""No regular expression of the portal takes long, whatever it is given (ReDoS, trust.md 4.2 row 28).

.venv/bin/python tools/patterns.py

All are found by walking the syntax trees; each is tried with what its own repetitions would eat, many times over and
followed by what it does not take. Processor time counts, not the clock: a busy machine changes nothing. Prints how many
were tried; exit 1 where one takes too long, where a listed one is gone, or where a slow one is not found.
"""

import ast
import os
import re
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("PORTAL_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

import django

django.setup()

from accounts.door.password_rules import CLASSES
from core.imports.registry import importer, kinds
from core.web.browsers import LONGEST, NAMES, SYSTEMS
from core.workbooks.sandbox.plainrows import plain_row
from core.workbooks.suggesting import amounts, labels

ASIDE: Final = {"tests", "tools", "benchmarks", "migrations", "deploy", ".venv", "var", "docs", "static", "locale"}
METHODS: Final = frozenset({"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
#: Characters of an input, and the seconds of the processor within which each must be done with.
SIZES: Final = (1_000, 20_000)
MOST: Final = 0.05

Pattern = re.Pattern[str] | re.Pattern[bytes]


@dataclass(frozen=True)
class Found:
    """An expression of the code, where it stands and how it is used."""

    path: str
    source: str
    methods: frozenset[str]


def code_lists() -> list[str]:
    """Every list of labels of the upload workbooks, as the expression that parts several labels."""
    found: dict[str, None] = {}
    for kind in kinds():
        for column in importer(kind).layout.columns:
            if column.codes:
                words = labels._any_of([*column.codes.labels, *column.codes.synonyms])
                found[f"(?:{words})(?:{labels._SEPARATOR}(?:{words}))*(?:{labels._SEPARATOR})?"] = None
    return list(found)


#: Expressions that are put together while the portal runs, by module and beginning of the source: such as they then
#: are, and how they are used.
MADE: Final[dict[str, tuple[str, Callable[[], Sequence[str | Pattern]]]]] = {
    "accounts/door/password_rules.py pattern": ("search", lambda: [*CLASSES]),
    "core/web/browsers.py pattern": ("search", lambda: [pattern for _name, pattern in NAMES]),
    "core/web/browsers.py mark": ("search", lambda: [mark for _name, mark in SYSTEMS]),
    "core/workbooks/cells.py column.pattern": ("fullmatch", list),  # each stands at its column, where it is found
    "core/workbooks/sandbox/plainrows.py b'\\\\s*<row": (
        "match",
        lambda: [plain_row(frozenset()), plain_row(frozenset({"7", "12"}))],
    ),
    "core/workbooks/sandbox/plainrows.py b'<c r=": (
        "search",
        lambda: [re.compile(rb'<c r="(?!(?:A|B|AB)[0-9])[A-Z]{1,3}[0-9]+"[^>/]*>')],
    ),
    "core/workbooks/suggesting/amounts.py f'(?P<first>": (
        "fullmatch",
        lambda: [amounts._pattern(("元", "人"), is_money=True)],
    ),
    "core/workbooks/suggesting/labels.py f'(?:{words})": ("fullmatch", code_lists),
    "core/workbooks/suggesting/labels.py words": ("search", lambda: ["示例与人|示例|人"]),
    "hazards/services/numbers.py f'{re.escape": ("fullmatch", lambda: [r"浙应急整〔\d{4}〕0*\d+号?"]),
}
#: What is given to these is never longer, by module and beginning of the source: characters, and why.
BOUNDED: Final[dict[str, tuple[int, str]]] = {
    "core/web/browsers.py": (LONGEST, "the rest of the line is not read"),
    "core/workbooks/suggesting/amounts.py": (40, "longer texts are no amounts"),
    "dispositions/waiting.py": (1000, "a line of a list of what waits"),
    "hazards/services/numbers.py": (1000, "a number of a document as a form takes it"),
    "insurers/expenses/sheets.py": (500, "the note of an expense, which is no longer"),
    "reports/seeding/demo.py": (2000, "the portal's own texts"),
}


def modules() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*.py")):
        if not ASIDE & set(path.relative_to(ROOT).parts):
            yield path


def source_of(call: ast.Call) -> tuple[str, ast.expr] | None:
    """How the call uses an expression and its first argument; None for a call of something else."""
    func = call.func
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == "re":
        return (func.attr, call.args[0]) if func.attr in METHODS | {"compile"} else None
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if name == "RegexValidator":
        return "search", call.args[0] if call.args else given["regex"]
    if name == "Column" and "pattern" in given:
        return "fullmatch", given["pattern"]
    return None


def expressions() -> list[tuple[Found, ast.Call]]:
    """Every expression of the code with its tree."""
    trees = {str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in modules()}
    uses: dict[str, set[str]] = defaultdict(set)
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                uses[known_as(path, getattr(node.value, "id", getattr(node.value, "attr", "")))].add(node.attr)
    found = []
    for path, tree in trees.items():
        names = {
            id(node.value): name_of(node) for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (used := source_of(node)) is not None:
                method, source = used
                how = (
                    {method}
                    if method != "compile"
                    else uses.get(known_as(path, names.get(id(node), "")), set()) or {"search"}
                )
                found.append((Found(path, ast.unparse(source), frozenset(how)), node))
    return found


def known_as(path: str, name: str) -> str:
    """A private name is its module's own."""
    return f"{path} {name}" if name.startswith("_") else name


def name_of(node: ast.Assign | ast.AnnAssign) -> str:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return str(getattr(target, "id", getattr(target, "attr", "")))


def made_of(found: Found) -> "tuple[str, Callable[[], Sequence[str | Pattern]]] | None":
    key = f"{found.path} {found.source}"
    return next((made for beginning, made in MADE.items() if key.startswith(beginning)), None)


def compiled(found: Found, call: ast.Call) -> list[Pattern]:
    """The expression as the portal compiles it: with what its module knows, or such as stand in `MADE`."""
    if made := made_of(found):
        return [re.compile(one) if isinstance(one, str) else one for one in made[1]()]
    module = import_module(".".join(Path(found.path).with_suffix("").parts).removesuffix(".__init__"))
    used = source_of(call)
    assert used is not None
    expression = compile(ast.Expression(used[1]), found.path, "eval")
    flags = [
        one
        for one in [*call.args[1:], *(k.value for k in call.keywords if k.arg == "flags")]
        if "re." in ast.unparse(one)
    ]
    flag = eval(compile(ast.Expression(flags[0]), found.path, "eval"), vars(module)) if flags else 0
    return [re.compile(eval(expression, vars(module)), flag)]


@dataclass
class Eaten:
    """What an expression's parts eat: one text for each, and all that it may repeat, each with what stands before it."""

    choice: int = 0
    groups: dict[int, str] = field(default_factory=dict)
    repeated: list[tuple[str, str]] = field(default_factory=list)

    def text(self, parts: Sequence[tuple[Any, Any]], before: str = "") -> str:
        made = ""
        for op, given in parts:
            made += self.part(str(op), given, before + made)
        return made

    def part(self, op: str, given: Any, before: str) -> str:
        if op == "LITERAL":
            return chr(given)
        if op in {"ANY", "NOT_LITERAL"}:
            return next(one for one in "xy" if op == "ANY" or ord(one) != given)
        if op == "IN":
            return self.one_of(given)
        if op == "BRANCH":
            return self.text(given[1][self.choice % len(given[1])], before)
        if op == "SUBPATTERN":
            self.groups[given[0]] = inner = self.text(given[3], before)
            return inner
        if op == "ATOMIC_GROUP":
            return self.text(given, before)
        if op == "GROUPREF":
            return self.groups.get(given, "")
        if op.endswith("REPEAT"):
            least, most, body = given
            inner = self.text(body, before)
            if int(most) > 9:
                self.repeated.append((before, inner))
            return inner * max(int(least), min(1, int(most)))
        return ""

    def one_of(self, given: Sequence[tuple[Any, Any]]) -> str:
        if str(given[0][0]) == "NEGATE":
            free = (one for one in "x1 -中é\0" if not any(self.holds(str(op), of, one) for op, of in given[1:]))
            return next(free, "")
        op, of = given[self.choice % len(given)]
        if str(op) == "CATEGORY":
            return next(one for one in "1 x-" if self.holds("CATEGORY", of, one))
        return chr(of[0] if str(op) == "RANGE" else of)

    def holds(self, op: str, of: Any, one: str) -> bool:
        if op == "CATEGORY":
            name = str(of)
            of_kind = one.isdigit() if "DIGIT" in name else one.isspace() if "SPACE" in name else one.isalnum()
            return of_kind != ("NOT" in name)
        return bool(of[0] <= ord(one) <= of[1] if op == "RANGE" else ord(one) == of)


def hostile(pattern: Pattern, size: int) -> Iterator[str]:
    """Texts of the size that make the expression try everything that it can."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    parsed = import_module("re._parser").parse(source, pattern.flags & ~re.UNICODE)
    pieces: dict[tuple[str, str], None] = {}
    for choice in range(3):
        eaten = Eaten(choice)
        whole = eaten.text(parsed)
        pieces |= dict.fromkeys([*eaten.repeated, *(("", body) for _before, body in eaten.repeated), ("", whole[:-1])])
    for before, body in pieces:
        for tail in ("", "\0!") if body else ():
            yield before + body * (size // len(body)) + tail


class Slow(Exception):
    """A text takes too long."""


def seconds(use: Callable[[Any], object], given: str | bytes) -> float:
    """Of the processor; what takes ten times as long as it may is given up."""

    def give_up(*_signal: object) -> None:
        raise Slow

    former = signal.signal(signal.SIGVTALRM, give_up)
    began = time.thread_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, 10 * MOST)
    try:
        use(given)
    except Slow:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
    return time.thread_time() - began


def slow_at(pattern: Pattern, methods: frozenset[str], most: int) -> str:
    """The first text of at most so many characters that takes too long, in words; empty where there is none."""
    uses: dict[str, Callable[[Any], object]] = {
        "match": pattern.match,
        "fullmatch": pattern.fullmatch,
        "search": lambda given: sum(1 for _found in pattern.finditer(given)),  # so work sub, split and findall, too
    }
    for size in sorted({min(size, most) for size in SIZES}):
        for text in hostile(pattern, size):
            given = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
            for method in {one if one in uses else "search" for one in methods}:
                if (
                    seconds(uses[method], given) > MOST
                    and seconds(uses[method], given) > MOST  # once more: another thread may have been paid for
                ):
                    return f"{method} of {size} characters such as {text[:40]!r}"
    return ""


def too_slow(found: Sequence[tuple[Found, ast.Call]]) -> list[str]:
    """Each expression that takes too long, with where it stands and the text."""
    slow = []
    for one, call in found:
        key = f"{one.path} {one.source}"
        most = next((most for beginning, (most, _why) in BOUNDED.items() if key.startswith(beginning)), SIZES[-1])
        made = made_of(one)
        methods = frozenset({made[0]}) if made else one.methods
        slow += [f"{key}: {text}" for pattern in compiled(one, call) if (text := slow_at(pattern, methods, most))]
    return slow


def not_found() -> list[str]:
    """Expressions that are known to be slow and that the trial takes for quick, and the other way round."""
    slow = [(r"(a+)+b", "fullmatch", 1_000), (r"\s+$", "search", 100_000)]
    missed = [text for text, method, most in slow if not slow_at(re.compile(text), frozenset({method}), most)]
    quick = r"[a-z0-9-]{4,40}"
    return [*missed, *([quick] if slow_at(re.compile(quick), frozenset({"fullmatch"}), 100_000) else [])]


def main() -> int:
    found = expressions()
    keys = [f"{one.path} {one.source}" for one, _call in found]
    gone = [one for one in [*MADE, *BOUNDED] if not any(key.startswith(one) for key in keys)]
    faults = [
        *too_slow(found),
        *(f"not there any more: {one}" for one in gone),
        *(f"misjudged: {one}" for one in not_found()),
    ]
    print(f"{len(found)} expressions tried, {len(faults)} faults")
    print("\n".join(faults))
    return 1 if faults or len(found) < 90 else 0


if __name__ == "__main__":
    raise SystemExit(main())
