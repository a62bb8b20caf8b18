"""No address answers any request with 500: a bounded, seeded attack on every address, verb and parameter.

The suite carries a sample. The whole, which takes most of an hour:

    make attack
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.roles import Role
from core.gate import Access
from tests.house import table
from tests.house.addresses import declared
from tests.house.asking import Asker, arguments, known, row_for, sent_with, spared, taken_back, text_of
from tests.house.hostile import (
    BODIES,
    BOUNDARY,
    FILES,
    HEADERS,
    STRANGERS,
    TYPES,
    VALUES,
    encoded,
    forms_of,
    hostile_words,
    names_of,
    parts,
)
from tests.house.posting import Sender, different, strangers
from tests.house.rows import World
from tests.house.walking import ASIDE

pytestmark = pytest.mark.xdist_group("attack")
WHOLE = os.environ.get("PORTAL_ATTACK", "") == "whole"
SEED = int(os.environ.get("PORTAL_SEED", "20231123"))
#: Lines a role in the sample of the suite.
SAMPLE = int(os.environ.get("PORTAL_SAMPLE", "80"))
#: Shots at a line; 0 for all of them.
EACH = int(os.environ.get("PORTAL_SHOTS", "0" if WHOLE else "2"))
ROLES = list(Role) if WHOLE else [Role.CITY_EM, Role.INSURER, Role.AGENCY, Role.ADM_SYS]
#: Whose forms are sent, and how many in the sample of the suite.
SENDERS = list(Role) if WHOLE else [Role.CITY_EM, Role.INSURER]
SENT = int(os.environ.get("PORTAL_FORMS", "0" if WHOLE else "8"))
#: Forms that leave no trace, and why.
UNTOLD = {"accounts:preferences POST": "the own size of type, which concerns nobody else"}
FORM = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


@dataclass
class Shot:
    """One request: its verb, address, query, and body."""

    verb: str
    path: str
    query: str = ""
    body: bytes = b""
    kind: str = FORM
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.verb.upper()} {self.path[:80]}?{self.query[:160]} {self.kind[:20]} {self.body[:160]!r}"


@dataclass
class Attack:
    """A role's shots at a line of the matrix, and what broke."""

    asker: Asker
    dice: random.Random
    broken: list[str] = field(default_factory=list)
    pages: dict[str, Any] = field(default_factory=dict)

    def fire(self, shot: Shot) -> None:
        told: list[BaseException] = []

        def note(**_given: object) -> None:
            if (error := sys.exc_info()[1]) is not None:
                told.append(error)

        cookies = SimpleCookie(self.asker.client.cookies)
        got_request_exception.connect(note, weak=False)
        try:
            with taken_back():
                send: Any = self.asker.client.generic
                answer = send(
                    shot.verb.upper(), shot.path, shot.body, shot.kind, QUERY_STRING=shot.query, **shot.headers
                )
                text_of(answer)
            if answer.status_code >= 500:
                self.note(f"{shot}\n    {told[-1:]!r}{where(told[-1]) if told else ''}")
        except Exception as error:  # also what breaks outside the handler is told
            self.note(f"{shot}\n    outside: {error!r}{where(error)}")
        finally:
            got_request_exception.disconnect(note)
            self.asker.client.cookies = cookies

    def note(self, fault: str) -> None:
        """A fault is shown when it is found: the whole attack takes long."""
        self.broken.append(fault)
        sys.stderr.write(f"{fault}\n")

    def forms(self, path: str) -> Any:
        """The fields of the page at an address, once."""
        if path not in self.pages:
            with taken_back():
                answer = self.asker.client.get(path)
                page = text_of(answer) if "html" in answer.get("Content-Type", "") else ""
            self.pages[path] = forms_of(page, path)
        return self.pages[path]

    def shots(self, line: table.Line) -> list[Callable[[], Shot | None]]:
        """Every shot at the line, made when it is fired."""
        row = row_for(self.asker.rows, self.asker.role, line)
        if row is None and "pk" in line.pattern.pattern.converters:
            return []
        given = arguments(self.asker.rows, line, row)
        path = reverse(line.name, kwargs=given)
        fields: dict[str, str] = dict(sent_with(line, row))
        names = dict.fromkeys([*names_of(line.pattern), *STRANGERS])
        made: list[Callable[[], Shot | None]] = [
            partial(self.parameter, line.verb, path, fields, name, value) for name in names for value in VALUES
        ]
        made += [partial(self.elsewhere, line, given, name, other) for name, other in hostile_words(given)]
        if line.verb != "get":
            kinds = (*TYPES, MULTIPART, FORM)
            made += [partial(Shot, line.verb, path, "", body, kind) for body in BODIES for kind in kinds]
            made += [
                partial(self.file, line.verb, path, fields, called, content, transfer)
                for called, content in FILES
                for transfer in ("", "base64")
            ]
        return made

    def elsewhere(self, line: table.Line, given: dict[str, Any], name: str, word: object) -> Shot | None:
        """Another word in the address; None for one that no address can hold."""
        try:
            return Shot(line.verb, reverse(line.name, kwargs={**given, name: word}))
        except NoReverseMatch:
            return None

    def file(self, verb: str, path: str, fields: dict[str, str], called: str, content: bytes, transfer: str) -> Shot:
        """A hostile file in every place for one."""
        places = sorted(self.forms(path).files.get(path, {"sent", "file"}))
        right = {**self.forms(path).found.get(path, {}), **fields}
        body = parts([*right.items()], [(name, called, content) for name in places], transfer)
        return Shot(verb, path, "", body, MULTIPART)

    def parameter(self, verb: str, path: str, fields: dict[str, str], name: str, value: str) -> Shot:
        """One name with a hostile value, as it stands alone, twice, or among fields that are right."""
        twice = [(name, value)] * self.dice.choice((1, 1, 1, 2))
        if verb == "get":
            others = [
                (other, self.dice.choice(VALUES)) for other in self.dice.sample(STRANGERS, self.dice.choice((0, 0, 1)))
            ]
            return Shot("get", path, encoded([*twice, *others]))
        right = {**self.forms(path).found.get(path, {}), **fields}
        right.pop(name, None)
        sent = [*right.items(), *twice]
        if self.dice.random() < 0.15:
            return Shot(verb, path, "", parts(sent, []), MULTIPART)
        return Shot(verb, path, "", encoded(sent).encode())


def where(error: BaseException) -> str:
    """The portal's own lines nearest to the fault."""
    import traceback

    frames = [
        f
        for f in traceback.extract_tb(error.__traceback__)
        if ".venv" not in f.filename and "/tests/" not in f.filename
    ]
    return "".join(f"\n    {f.filename.split('/wt/')[-1]}:{f.lineno} {f.line}" for f in frames[-3:])


@pytest.mark.parametrize("asker", ROLES, indirect=True)
def test_no_request_breaks_the_portal(asker: Asker) -> None:
    asker.client.raise_request_exception = False
    attack = Attack(asker, random.Random(f"{SEED} {asker.role}"))
    for shot in chosen(attack):
        attack.fire(shot)
    assert not attack.broken, f"{len(attack.broken)} broke\n" + "\n".join(attack.broken[:400])


def test_no_visitor_breaks_the_portal(rows: World, client: Client) -> None:
    """Nobody is signed in: the door, links to materials, and what else is public."""
    client.raise_request_exception = False
    attack = Attack(Asker(rows, Role.CITY_EM, client), random.Random(SEED))
    for line in table.lines():
        shots = attack.shots(line) if declared(line.pattern) in {Access.PUBLIC, None} else []
        for shoot in shots if WHOLE and EACH == 0 else attack.dice.sample(shots, min(EACH or 2, len(shots))):
            if (shot := shoot()) is not None:
                attack.fire(shot)
    for header in ("USER_AGENT", "REFERER", "X_FORWARDED_FOR", "ACCEPT_LANGUAGE", "COOKIE", "RANGE", "HX_CURRENT_URL"):
        for value in HEADERS:
            attack.fire(Shot("post", "/accounts/login/", "", b"login=x&password=y", headers={f"HTTP_{header}": value}))
    assert not attack.broken, "\n".join(attack.broken)


@pytest.mark.parametrize("asker", SENDERS, indirect=True)
def test_a_form_changes_what_it_declares_and_leaves_a_trace(asker: Asker) -> None:
    """Each form as its own people send it, and again with every other field of the models: nothing else is changed.

    Whatever is written leaves an event, or a history that says by whom.
    """
    asker.client.raise_request_exception = False
    sender, faults, wrote = Sender(asker), [], 0
    for line, path in forms_sent(asker, sender):
        right = sender.found[path]
        plain = sender.send(path, right)
        if not any(plain.rows.values()):
            continue
        wrote += 1
        faults += [f"{line.label}: no trace of {name}" for name in plain.traceless if line.label not in UNTOLD]
        stuffed = sender.send(path, {**strangers(line, right), **right})
        faults += [f"{line.label}: {one}" for one in different(plain, sender.send(path, right), stuffed)]
    sys.stderr.write(f"{asker.role}: {wrote} forms wrote\n")
    assert faults == [], "\n".join(faults)


def forms_sent(asker: Asker, sender: Sender) -> Iterator[tuple[table.Line, str]]:
    """The lines that take a form which the person finds on a page, in the suite some of them."""
    with spared(), known():
        cells = {label: row[asker.role] for label, row in table.read().items()}
        shown = {
            label.removesuffix(" GET") for label, cell in cells.items() if label.endswith(" GET") and "200" in cell
        }
        every = [(line, path) for line in table.lines() if line.verb == "post" and (path := sender.address(line))]
        for line in table.lines():
            if WHOLE and line.verb == "get" and line.name not in ASIDE and (path := sender.address(line)):
                sender.read(path)
        sender.remember()
        left = SENT or len(every)
        for line, path in random.Random(SEED).sample(every, len(every)):
            if path not in sender.found and not WHOLE and line.label.removesuffix(" POST") in shown:
                sender.read(path)
            if path in sender.found and left:
                left -= 1
                yield line, path


def chosen(attack: Attack) -> Iterator[Shot]:
    """All shots, or as many as the sample holds, spread over all lines."""
    every = list(table.lines())
    lines = every if WHOLE else attack.dice.sample(every, min(SAMPLE, len(every)))
    for line in lines:
        shots = attack.shots(line)
        for shoot in shots if EACH == 0 else attack.dice.sample(shots, min(EACH, len(shots))):
            if (shot := shoot()) is not None:
                yield shot
