"""One walk through the portal for each role: every address with every verb, the own row and a foreign one.

What is held against its answers is gathered on the way, since asking costs far more than reading: the status, names of
foreign firms, words that stay Chinese with the English switch, headers, and whether a refused write says why.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import override_settings

from accounts.roles import ADMINISTRATORS, Role
from core.gate import Access
from core.views.writes import REFUSALS
from enterprises.models import Enterprise
from reports.figures import TOLD
from tests.house import table
from tests.house.addresses import declared, is_blank
from tests.house.asking import Asker, known, spared, taken_back, text_of, written
from tests.house.headers import AS_IN_PRODUCTION, faults_of
from tests.house.owners import row_kind
from tests.house.rows import World, foreign_names
from tests.house.walking import ASIDE, fixed

#: A name of which the page shows the first character alone.
MASKED = re.compile(r"[\u4e00-\u9fff]\*+")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
#: The logs, which name what was done to what, to their administrator alone.
LOGS = {"accounts:audit-list", "door:sign-in-log", "door:export-log", "door:event"}
#: How a page says why a write was refused: over the form, at a field, over the page, or as a page of its own.
REASON = re.compile(r'role="alert"|class="(?:why|p-err\b|p-errsum|p-messages|p-empty|p-note warm)')
#: What a table of one month has behind its name.
MONTH = re.compile(r"_\d{4}_\d{2}$")
_walks: dict[Role, "Walk"] = {}
_shown: dict[World, set[str]] = {}


def walk_of(asker: Asker) -> "Walk":
    """The walk of the asker's role: made by the first test of the role, read by the others."""
    if asker.role not in _walks:
        _walks[asker.role] = Walk(asker)
    return _walks[asker.role]


class Walk:
    """`cells`: {line: status, or own/foreign}; `leaks`: (line, foreign name); `chinese`: {text: line}.

    `faults`: {line: status and what is wrong with the headers}; `traces`: where an administrator changed an enterprise;
    `silent`: (line, status) of refused writes whose page says nothing of it.
    `writes`: {line of a GET: the tables that it wrote to}; `taken`: lines of a GET that gave a file and left no event.
    """

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.hidden = foreign_names(asker.role)
        self.leaks: list[tuple[str, str]] = []
        self.chinese: dict[str, str] = {}
        self.faults: dict[str, tuple[int, list[str]]] = {}
        self.traces: list[str] = []
        self.silent: list[tuple[str, int]] = []
        self.writes: dict[str, set[str]] = defaultdict(set)
        self.taken: list[str] = []
        # The longest first: a figure's name may hold a word that the data hold, too.
        self._names = sorted(
            {*_data(asker.rows), *(str(figure.name) for figure in TOLD.values())}, key=len, reverse=True
        )
        self._read: set[str] = set()
        #: How much was written before a page was read, as it was asked for after the page before; unknown after a write.
        self._written: Counter[str] | None = None
        asker.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        self._before = _enterprises() if asker.role in ADMINISTRATORS else []
        with spared(), known(), override_settings(**AS_IN_PRODUCTION):
            self.cells = {line.label: self._cell(line) for line in table.lines()}

    def _cell(self, line: table.Line) -> str:
        if "pk" not in line.pattern.pattern.converters:
            return self._answer(line, None, hides=line.verb == "get", is_read=True)
        kind, rows, role = row_kind(line.name), self.asker.rows, self.asker.role
        own, foreign = rows.own(kind, role), rows.foreign(kind, role)
        first = self._answer(line, own, hides=False, is_read=True) if own is not None else "-"
        second = self._answer(line, foreign, hides=True, is_read=own is None) if foreign is not None else "-"
        return f"{first}/{second}"

    def _answer(self, line: table.Line, row: Model | None, *, hides: bool, is_read: bool) -> str:
        """The status; `hides`: no foreign name may stand in the answer; `is_read`: a page is read word by word."""
        cookies = SimpleCookie(self.asker.client.cookies)
        if line.verb == "get" and self._written is None:
            self._written = written()
        with taken_back() as held:
            answer = self.asker.ask(line, row, secure=True)
            text = text_of(answer)
            if line.verb == "get":
                now = written() if held.is_begun else self._written
                wrote = {MONTH.sub("", table) for table in (now or Counter()) - (self._written or Counter())}
                self._written = now
                self.writes[line.label] |= wrote
                if _is_taken(answer) and "core_auditevent" not in wrote and not is_blank(line.pattern):
                    self.taken.append(line.label)
            elif held.is_begun:
                self._written = None
            is_traced = self.asker.role in ADMINISTRATORS and line.verb != "get" and held.is_begun
            if is_traced and _enterprises() != self._before:
                self.traces.append(line.label)
        self.asker.client.cookies = cookies  # one of the addresses signs out
        # A link's secret opens its page to anybody.
        if hides and line.name not in LOGS and declared(line.pattern) != Access.PUBLIC:
            self.leaks += [(line.label, name) for name in self.hidden if name in text]
        is_html = answer.headers.get("Content-Type", "").startswith("text/html")
        if is_html and line.verb == "post" and answer.status_code in REFUSALS and not REASON.search(text):
            self.silent.append((line.label, answer.status_code))
        if faults := faults_of(answer, text if is_html else ""):
            self.faults[line.label] = (answer.status_code, faults)
        if is_read and line.verb == "get" and line.name not in ASIDE and _is_page(answer):
            self._read_words(line.label, text)
        return str(answer.status_code)

    def _read_words(self, label: str, page: str) -> None:
        for text in set(fixed(page)) - self._read:
            self._read.add(text)
            left = text
            for name in self._names:
                if not CHINESE.search(left):
                    break
                left = left.replace(name, "")
            if CHINESE.search(MASKED.sub("", left)):
                self.chinese.setdefault(left, label)


def _enterprises() -> list[tuple[Any, ...]]:
    """Every enterprise with all that is known of it."""
    return list(Enterprise.objects.order_by("pk").values_list())


def _is_page(answer: HttpResponseBase) -> bool:
    return answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")


def _is_taken(answer: HttpResponseBase) -> bool:
    return answer.headers.get("Content-Disposition", "").startswith("attachment")


def _data(rows: World) -> set[str]:
    """Every Chinese text of the database: names and what people wrote. The walks of all roles read the same rows."""
    if rows not in _shown:
        _shown[rows] = set(_texts())
    return _shown[rows]


def _texts() -> Iterator[str]:
    for model in apps.get_models():
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        if fields:
            for row in model._default_manager.values_list(*fields):
                yield from (str(value) for value in row if value and CHINESE.search(str(value)))
