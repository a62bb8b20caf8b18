"""Which mutants a run makes, and which tests may notice them."""

import ast
import json
import random
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Final

from mutation.changes import Change, changes_of, tree_with

ROOT: Final = Path(__file__).resolve().parent.parent.parent
#: Files, or folders of files, with these names are changed, and the few others that hold walls.
NAMES: Final = ("guards", "rules", "states", "querysets", "figures")
OTHERS: Final = ("core/writing.py", "core/gate.py", "accounts/scope.py")
NOT_CODE: Final = {"tests", "tools", "benchmarks", "deploy", "migrations", "views", "templates", ".venv", "var"}
#: Apps that nearly every test imports: for their mutants only their own tests count.
EVERYBODYS: Final = ("core", "accounts")
#: How many rows everybody sees: asked for each mutant that decides on it, though it stands with the walks.
SIGHT: Final = "tests/house/test_sight.py"
NOTES: Final = ROOT / "var" / "mutants"


@dataclass(frozen=True, slots=True)
class Mutant:
    """The change of number `number` in `path`, which is relative; `source` is the changed line as it stands."""

    app: str
    path: str
    number: int
    change: Change
    source: str

    @property
    def words(self) -> str:
        return f"{self.path}:{self.change.line}  {self.change.text}"

    @property
    def key(self) -> tuple[str, str, str]:
        """What identifies it while lines move."""
        return self.path, self.source, self.change.text


def modules() -> list[str]:
    """The relative paths of all modules that are changed."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if not NOT_CODE & set(parts) and set(NAMES) & set(parts):
            found.append(str(path.relative_to(ROOT)))
    return [*found, *OTHERS]


def app_of(path: str) -> str:
    """The app that a module belongs to, e.g. insurers.policies."""
    parts = Path(path).parts
    return ".".join(parts[:2] if parts[0] == "insurers" else parts[:1])


def mutants_of(path: str) -> list[Mutant]:
    """All mutants of a module."""
    source = (ROOT / path).read_text(encoding="utf-8")
    lines = source.splitlines()
    return [
        Mutant(app_of(path), path, number, change, lines[change.line - 1].strip())
        for number, change in enumerate(changes_of(ast.parse(source)))
    ]


def drawn(asked: Namespace) -> list[Mutant]:
    """The mutants of this run: of each app a seeded sample, in the order of the files."""
    found: list[Mutant] = []
    paths = asked.module or modules()
    for app in sorted({app_of(path) for path in paths}):
        if asked.apps and app not in asked.apps:
            continue
        whole = [mutant for path in paths if app_of(path) == app for mutant in mutants_of(path)]
        whole = [mutant for mutant in whole if any(text in mutant.words for text in asked.only or [""])]
        if asked.again:
            found += survivors_before(app, whole)
        elif asked.sample and len(whole) > asked.sample:
            places = random.Random(f"{asked.seed} {app}").sample(range(len(whole)), asked.sample)
            found += [whole[place] for place in sorted(places)]
        else:
            found += whole
    return found


def survivors_before(app: str, whole: list[Mutant]) -> list[Mutant]:
    """Those that survived when the app was last run."""
    note = NOTES / f"{app}.json"
    keys = {tuple(key) for key in json.loads(note.read_text(encoding="utf-8"))} if note.exists() else set()
    return [mutant for mutant in whole if mutant.key in keys]


def tests_for(mutants: Sequence[Mutant]) -> list[str]:
    """The test modules that may notice a mutant: the app's own, and those that import something of it.

    The browser and the walks over all addresses are left out: they take minutes. See `SIGHT` for the one of them that
    is asked.
    """
    apps = {mutant.app for mutant in mutants}
    low = {dotted(mutant.path) for mutant in mutants if mutant.app in EVERYBODYS}
    wanted = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        place = path.relative_to(ROOT / "tests")
        imported = {name for name in _imports(path) if not {"browser", "house"} & set(place.parts)}
        own = apps & {app_of(str(place))} - {"core"}
        if (
            own
            or _is_any(imported, apps - set(EVERYBODYS))
            or (place.parts[0] in EVERYBODYS and _is_any(imported, low))
        ):
            wanted.add(str(path.relative_to(ROOT)))
    if any(decides_on_sight(mutant) for mutant in mutants):
        wanted.add(SIGHT)
    return sorted(wanted)


def decides_on_sight(mutant: Mutant) -> bool:
    """Whether a mutant lies where it is said who sees which rows."""
    return bool({"querysets", "scope"} & set(Path(mutant.path).with_suffix("").parts))


def dotted(path: str) -> str:
    """The name under which a module is imported."""
    return ".".join(Path(path).with_suffix("").parts).removesuffix(".__init__")


def _is_any(names: set[str], of: set[str]) -> bool:
    """Whether a name is one of the modules, or lies in one."""
    return any(name == one or name.startswith(f"{one}.") for name in names for one in of)


def _imports(path: Path) -> set[str]:
    """Dotted names that a test module imports, `from a import b` as a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def changed_code(path: Path, number: int) -> CodeType:
    """The module's code with its change."""
    return compile(tree_with(path.read_text(encoding="utf-8"), number), str(path), "exec", dont_inherit=True)


def keep_survivors(app: str, survivors: Sequence[Mutant]) -> None:
    """Note the survivors of an app for `--again`."""
    NOTES.mkdir(parents=True, exist_ok=True)
    keys = [mutant.key for mutant in survivors]
    (NOTES / f"{app}.json").write_text(json.dumps(keys, ensure_ascii=False, indent=1), encoding="utf-8")
