"""The matrix by eight threads at once, each over its own connection: nobody gets the answer of somebody else.

The suite carries a sample of the addresses that are read; all of them:

    PORTAL_THREADS=whole .venv/bin/python -m pytest tests/house/test_threads.py -n0
"""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, local

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client

from accounts.roles import Role
from core import walls
from core.gate import Access
from tests.house import table
from tests.house.addresses import declared
from tests.house.asking import Asker, spared, taken_back, text_of
from tests.house.conftest import files_in
from tests.house.owners import row_kind
from tests.house.people import ACTORS
from tests.house.rows import World, foreign_names
from tests.house.walk import LOGS

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8
#: Pairs of role and address in the sample of the suite.
SAMPLE = 80
Ask = tuple[Role, table.Line]


def asked() -> list[Ask]:
    """Every role at every address that is read, in an order that brings the roles together; a sample of them."""
    pairs = [(role, line) for line in table.lines() if line.verb == "get" for role in Role]
    order = random.Random(20231123)
    order.shuffle(pairs)
    return pairs if os.environ.get("PORTAL_THREADS") == "whole" else pairs[:SAMPLE]


class Crowd:
    """The people of all roles, who ask from several threads; `faults` are answers that are not as the table says."""

    def __init__(self, rows: World) -> None:
        self.rows, self.table, self.faults = rows, table.read(), list[str]()
        self.hidden = {role: foreign_names(role) for role in Role}
        self.people = {role: actor.person() for role, actor in ACTORS.items()}
        self._own = local()

    def ask(self, pair: Ask) -> None:
        role, line = pair
        with walls.unattended():
            cell = self._cell(role, line)
        if cell != self.table[line.label][role]:
            self.faults.append(f"{role} {line.label}: {cell}")

    def _cell(self, role: Role, line: table.Line) -> str:
        if "pk" not in line.pattern.pattern.converters:
            return self._answer(role, line, None, hides=True)
        kind = row_kind(line.name)
        own, foreign = self.rows.own(kind, role), self.rows.foreign(kind, role)
        first = self._answer(role, line, own, hides=False) if own is not None else "-"
        second = self._answer(role, line, foreign, hides=True) if foreign is not None else "-"
        return f"{first}/{second}"

    def _answer(self, role: Role, line: table.Line, row: Model | None, *, hides: bool) -> str:
        """The status; `hides`: no foreign name may stand in the answer."""
        asker = Asker(self.rows, role, self._client(role))
        with taken_back():
            answer = asker.ask(line, row)
            text = text_of(answer)
        if hides and line.name not in LOGS and declared(line.pattern) != Access.PUBLIC:
            self.faults += [f"{role} {line.label} names {name}" for name in self.hidden[role] if name in text]
        return str(answer.status_code)

    def _client(self, role: Role) -> Client:
        """The browser of the role in this thread."""
        clients: dict[Role, Client] = self._own.__dict__.setdefault("clients", {})
        if role not in clients:
            clients[role] = Client()
            clients[role].force_login(self.people[role], backend="accounts.backends.PortalBackend")
        return clients[role]


def test_eight_threads_get_the_answers_of_the_table(
    whole: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files_in(folder, monkeypatch)
    crowd, end = Crowd(whole), Barrier(THREADS)

    def leave(_number: int) -> None:
        end.wait()  # so that each thread closes its own connection
        connection.close()

    with spared(), ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(crowd.ask, asked()))
        list(pool.map(leave, range(THREADS)))
    assert crowd.faults == []
