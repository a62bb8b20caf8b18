"""Forms filled in and sent as their own people send them: what is written, and whether it left a trace."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import urlsplit

from django.apps import apps
from django.db import connection, models
from django.db.models import Model
from django.urls import reverse

from accounts.models import User
from core.models import AuditEvent
from core.trail import watching
from core.walls.policies import is_of_project
from tests.house import table
from tests.house.asking import Asker, arguments, row_for, taken_back, text_of
from tests.house.hostile import names_of

WRITES: Final = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
#: What a person would type, by the type of the field.
TYPED: Final = {"date": "2023-11-20", "month": "2023-11", "tel": "0571-88880000", "email": "a@example.cn", "url": ""}
WORDS: Final = "示例说明文字，供核对使用"
#: The rows of a table by their keys.
Rows = dict[int, dict[str, object]]


class Filled(HTMLParser):
    """The forms of a page, filled in: {address: {name: value}}; required places hold something, others what they held."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.target, self.select, self.area = here, "", "", ""
        self.found: dict[str, dict[str, str]] = {}
        self.verbs: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "form":
            self.target = urlsplit(given.get("action", "")).path or self.here
        elif tag == "option" and self.select:
            if "selected" in given or (given.get("value") and not self._fields().get(self.select)):
                self._fields()[self.select] = given.get("value", "")
        elif tag == "select":
            self.select = name
        elif tag == "textarea" and name:
            self._fields()[name] = WORDS
        elif tag == "button" and name and given.get("value"):
            self._fields().setdefault(name, given["value"])
        elif tag == "input" and name and kind != "file":
            self._input(name, kind, given)

    def _input(self, name: str, kind: str, given: Mapping[str, str]) -> None:
        if kind in {"checkbox", "radio"}:
            if "checked" in given or (("required" in given or kind == "radio") and name not in self._fields()):
                self._fields()[name] = given.get("value") or "on"
        elif given.get("value") or kind == "hidden" or "required" not in given:
            self._fields().setdefault(name, given.get("value", ""))
        elif kind == "number" or given.get("inputmode") in {"numeric", "decimal"}:
            self._fields()[name] = given.get("min") or "1"
        else:
            self._fields()[name] = TYPED.get(kind, WORDS)[: int(given.get("maxlength") or 99)]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.target = ""
        elif tag == "select":
            self.select = ""

    def _fields(self) -> dict[str, str]:
        return self.found.setdefault(self.target or self.here, {})


@dataclass
class Outcome:
    """What a request did: its status, the rows of the written tables that are new or other, writes without a trace."""

    status: int
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    traceless: list[str] = field(default_factory=list)


class Sender:
    """A role's person who sends the forms of the pages that the role sees."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.found: dict[str, dict[str, str]] = {}
        self._before: dict[str, Rows] = {}

    def read(self, path: str) -> None:
        """Take up the forms of a page."""
        with taken_back():
            answer = self.asker.client.get(path)
            is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
            forms = Filled(path)
            forms.feed(text_of(answer) if is_page else "")
        for target, fields in forms.found.items():
            self.found.setdefault(target, fields)

    def address(self, line: table.Line) -> str | None:
        """Where the line stands for the role's own row; None where it has none."""
        row = row_for(self.asker.rows, self.asker.role, line)
        if row is None and "pk" in line.pattern.pattern.converters:
            return None
        return reverse(line.name, kwargs=arguments(self.asker.rows, line, row))

    def send(self, path: str, sent: Mapping[str, str]) -> Outcome:
        """The request, taken back when it was looked at."""
        cookies = SimpleCookie(self.asker.client.cookies)
        with taken_back():
            events = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            with noted() as tables:
                answer = self.asker.client.post(path, sent)
                text_of(answer)
            outcome = Outcome(answer.status_code)
            for name in sorted(tables & set(ledgers())):
                former = self._before.get(name, {})
                now = rows_of(name)
                outcome.rows[name] = [row for key, row in now.items() if former.get(key) != row]
                gone = former.keys() - now.keys()
                outcome.rows[name] += [{"gone": key} for key in sorted(gone)]
            changed = {name for name, rows in outcome.rows.items() if rows}
            if changed and not AuditEvent.objects.filter(pk__gt=events).exists():
                outcome.traceless = sorted(name for name in changed if not self._has_history(name))
        self.asker.client.cookies = cookies  # one of the addresses signs out
        return outcome

    def remember(self) -> None:
        """How the tables are before anything is sent."""
        self._before = {name: rows_of(name) for name in ledgers()}
        self._histories = {name: last_of(one.events) for name, one in watching.tracked().items()}

    def _has_history(self, name: str) -> bool:
        """Whether rows of history were written that say by whom."""
        one = watching.tracked().get(name)
        if one is None:
            return False
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FILTER (WHERE c.metadata ->> 'user' IS NULL), count(*) FROM {one.events} e "
                "LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id WHERE e.pgh_id > %s",
                [self._histories[name]],
            )
            nobodys, every = cursor.fetchone()
        return bool(every) and not nobodys


@contextmanager
def noted() -> Iterator[set[str]]:
    """The tables that are written to meanwhile."""
    tables: set[str] = set()

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if found := WRITES.match(str(sql)):
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def ledgers() -> dict[str, type[Model]]:
    """The tables whose writes must leave a trace, by name."""
    kept = {*watching.watched(), *watching.tracked()} - {AuditEvent._meta.db_table}
    return {model._meta.db_table: model for model in apps.get_models() if model._meta.db_table in kept}


def rows_of(name: str) -> Rows:
    key = ledgers()[name]._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}", to_jsonb(t) FROM "{name}" t')
        return {key: json_of(row) for key, row in cursor.fetchall()}


def json_of(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def last_of(events: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(pgh_id), 0) FROM {events}")
        return int(cursor.fetchone()[0])


def strangers(line: table.Line, declared: Mapping[str, str]) -> dict[str, str]:
    """Every field of the room's models and of people that the form does not declare, with a value that it could hold."""
    view = getattr(line.pattern.callback, "view_class", line.pattern.callback)
    room = str(view.__module__).split(".")
    rooms = {room[0], room[1] if len(room) > 1 else room[0]}
    known = {*declared, *names_of(line.pattern)}
    made: dict[str, str] = {
        "is_staff": "on",
        "is_superuser": "on",
        "city": "330200",
        "pk": "1",
        "id": "1",
        "role": "PROV_EM",
    }
    ours: list[type[Model]] = [User, *(one for one in apps.get_models() if one._meta.app_label in rooms)]
    for model in filter(is_of_project, ours):
        for one in model._meta.concrete_fields:
            made |= {one.name: value_for(one), one.attname: value_for(one)}
    return {name: value for name, value in made.items() if name not in known}


def value_for(one: "models.Field[Any, Any]") -> str:
    """A value that the field could hold and that no row has."""
    if one.choices:
        return str([value for value, _label in one.flatchoices][-1])
    if isinstance(one, models.BooleanField):
        return "on"
    if isinstance(one, models.ForeignKey):
        related: Any = one.related_model
        last = related._default_manager.order_by("-pk").values_list("pk", flat=True).first()
        return str(last or 1)
    if isinstance(one, models.DateTimeField):
        return "2023-11-01T08:00"
    if isinstance(one, models.DateField):
        return "2023-11-01"
    if isinstance(one, models.IntegerField | models.DecimalField):
        return "7"
    return "越权写入"


def different(one: Outcome, again: Outcome, other: Outcome) -> list[str]:
    """The columns that the third request filled otherwise than the first two, which were alike.

    One that is refused whole fills none: a page may take a second form whose field was among the strangers.
    """
    if other.status >= 400 and not any(other.rows.values()):
        return []
    found = []
    for name in sorted({*one.rows, *again.rows, *other.rows}):
        lists = [outcome.rows.get(name, []) for outcome in (one, again, other)]
        if len({len(rows) for rows in lists[:2]}) > 1:
            continue
        if len(lists[2]) != len(lists[0]):
            found.append(f"{name}: {len(lists[2])} rows, answered {other.status}")
            continue
        for first, second, third in zip(*lists, strict=True):
            same = {column for column in first if first[column] == second.get(column)}
            found += [
                f"{name}.{column}: {first[column]!r} became {third.get(column)!r}"
                for column in sorted(same)
                if third.get(column) != first[column]
            ]
    return found
