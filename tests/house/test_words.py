"""Words found wrong and the right ones (contract, words.csv): none of the left ones stands where its scope says."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import polib
import pytest
from django.db.models import TextChoices
from django.test import Client
from django.utils.translation import gettext, pgettext

from accounts.roles import Role
from core.imports.choices import UploadState
from dispositions.choices import CaseState
from dispositions.states import CASE_MOVES
from hazards.choices import RequestState
from inspections.choices import TaskState, Violation
from insurers.complaints.choices import ComplaintState
from insurers.plans.choices import STANDARD_TITLES, PlanStandard
from reports.choices import ReportKind
from rulebook.clauses import in_words
from tests.core.workbooks.samples import CONTRACT, table
from tests.house.people import ACTORS
from tests.house.rows import World
from tests.house.walking import pages, visible

pytestmark = pytest.mark.xdist_group("words")
ROOT = Path(__file__).resolve().parents[2]
WORDS = table(CONTRACT / "words.csv")
#: Scopes of which every text is read; the others are looked up one by one below.
WIDE = {"anywhere", "label", "citation", "citation of AQ 9010"}
#: 报表 of the portal itself: the place where they are built, and what an upload workbook is.
OF_THE_PORTAL = ("报表中心", "填报表")


def catalogue() -> Iterator[str]:
    for entry in polib.pofile(str(ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po")):
        yield from (entry.msgstr, *entry.msgstr_plural.values())


def docstrings(tree: ast.AST) -> set[int]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def code() -> Iterator[str]:
    """Every text of the sources that is no docstring."""
    for path in sorted(ROOT.glob("*/**/*.py")):
        if path.relative_to(ROOT).parts[0] in {".venv", "tests", "benchmarks", "tools"} or "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = docstrings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in own:
                yield node.value


def files() -> Iterator[str]:
    """Templates of pages and of documents, and the data that the portal brings."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield path.read_text(encoding="utf-8")
    for path in sorted(ROOT.glob("*/**/data/*.csv")):
        if ".venv" not in path.parts:
            yield path.read_text(encoding="utf-8")
    for path in sorted(ROOT.glob("*/**/*.docx")):
        if not {".venv", "tests"} & set(path.parts):
            with ZipFile(path) as parts:
                yield re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [text for source in (catalogue, code, files) for text in source()]


def stands(wrong: str, right: str, text: str) -> bool:
    """Whether the wrong word stands in the text; as a part of the right one it is none."""
    return wrong in text and wrong in text.replace(right, "")


def labels(kind: type[TextChoices]) -> list[str]:
    return [str(label) for label in kind.labels]


#: What a narrow scope means here: everything that is shown in it.
NARROW: dict[str, Callable[[], list[str]]] = {
    "option of violations": lambda: labels(Violation),
    "button": lambda: [
        pgettext("month", "Close"),
        gettext("Keep as draft"),
        f"{gettext('Closed months')} {pgettext('month', 'Close')}",
    ],
    "state of a withdrawn upload": lambda: [str(UploadState.WITHDRAWN.label)],
    "state of a refused request": lambda: [str(RequestState.REFUSED.label)],
    "where nothing was drawn": lambda: [gettext("%(n)s chosen")],
    "document": lambda: list(STANDARD_TITLES.values()),
    "state of a complaint": lambda: labels(ComplaintState),
    "column of points checked": lambda: [pgettext("points", "Checked")],
    "validity of a qualification": lambda: [pgettext("validity", "Period")],
    "header over a date by when": lambda: [pgettext("by when", "Signed for")],
    "step of a case": lambda: [*labels(CaseState), *(str(move.label) for move in CASE_MOVES)],
    "step of a regulator": lambda: [*labels(CaseState), *labels(TaskState)],
    "name of what the notice asks for": lambda: [*labels(ReportKind), gettext("Report"), *catalogue()],
    "notice on 序号": list,  # tests/core/workbooks/test_reading.py
}


@pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{word['wrong']} {word['scope']}")
def test_no_wrong_word_stands_where_its_scope_says(word: dict[str, str], texts: list[str]) -> None:
    wrong, right, scope = word["wrong"], word["right"], word["scope"]
    shown = texts if scope in WIDE else NARROW[scope]()
    if wrong == "报表":
        shown = [re.sub("|".join(OF_THE_PORTAL), "", text) for text in shown]
    assert [text[:80] for text in shown if stands(wrong, right, text)] == []


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        (lambda: UploadState.WITHDRAWN.label, "已撤回"),
        (lambda: RequestState.REFUSED.label, "不予同意"),
        (lambda: ComplaintState.OPEN.label, "已受理"),
        (lambda: TaskState.GROUP_READY.label, "已成立检查组"),
        (lambda: pgettext("points", "Checked"), "已排查"),
        (lambda: pgettext("validity", "Period"), "有效期"),
        (lambda: pgettext("by when", "Signed for"), "应签收日期"),
        (lambda: pgettext("month", "Close"), "结账"),
        (lambda: gettext("Keep as draft"), "保存草稿"),
        (lambda: gettext("We inspect"), "本市检查"),
        (lambda: gettext("We are inspected"), "本市受检"),
        (lambda: gettext("Campaign services"), "专项行动服务"),
        (lambda: gettext("Report"), "工作总结"),
        (lambda: in_words("AQ 9010 6"), "AQ 9010—2019 第6章"),
        (
            lambda: STANDARD_TITLES[PlanStandard.ZJ_GENERAL],
            "《浙江省安全生产责任保险事故预防技术服务规范总则（试行）》",
        ),
    ],
)
def test_the_right_word_stands_there(shown: Callable[[], str], right: str) -> None:
    assert str(shown()) == right


@pytest.mark.parametrize("role", [Role.PROV_EM, Role.CITY_EM, Role.INSURER])
def test_no_page_shows_a_wrong_word(role: Role, rows: World, client: Client) -> None:
    """Every page that these roles can open, as a reader sees it; the other roles see parts of the same pages."""
    client.force_login(ACTORS[role].person(), backend="accounts.backends.PortalBackend")
    wide = [word for word in WORDS if word["scope"] in WIDE]
    found = [
        (address, word["wrong"])
        for address, page in pages(rows, role, client)
        for text in [visible(page)]
        for word in wide
        if stands(word["wrong"], word["right"], text)
    ]
    assert found == []
