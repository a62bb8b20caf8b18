"""Asking the portal for the answers of the matrix, each in a transaction that is taken back."""

import logging
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from io import BytesIO
from typing import Any, Final

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import ResolverMatch, URLResolver, get_resolver, reverse

from accounts.backends import PortalBackend
from accounts.models import User
from accounts.roles import Role
from core.attachments import slots_of
from core.imports.models import HeldRow
from core.views import errors
from insurers.materials.models import Material
from reports.models import Snapshot
from tests.house.owners import row_kind
from tests.house.people import OURS
from tests.house.rows import World, secret_of
from tests.house.table import Line

#: How workbooks, documents and packs begin.
ZIPPED: Final = b"PK\x03\x04"


def text_of(answer: HttpResponseBase) -> str:
    """The whole body; of workbooks, documents and packs what is in them."""
    body = body_of(answer)
    return (b"\n".join(unpacked(body)) if body.startswith(ZIPPED) else body).decode("utf-8", "replace")


def body_of(answer: HttpResponseBase) -> bytes:
    """As it was sent; a streamed one is read to its end, which closes its files."""
    return answer.getvalue() if isinstance(answer, HttpResponse | StreamingHttpResponse) else b""


def unpacked(body: bytes) -> Iterator[bytes]:
    """The parts of a zip file, of those in it too."""
    with zipfile.ZipFile(BytesIO(body)) as pack:
        for part in map(pack.read, pack.namelist()):
            yield from unpacked(part) if part.startswith(ZIPPED) else (part,)


class Held:
    """A transaction that begins with the first thing that is asked of the database."""

    def __init__(self) -> None:
        self.is_begun = False
        self._block = transaction.atomic()
        # As the transaction of a test: a write that must be outermost may stand inside it.
        self._block._from_testcase = True  # type: ignore[attr-defined]

    def begin(self) -> None:
        if not self.is_begun:
            self.is_begun = True
            self._block.__enter__()

    def end(self, error: BaseException | None = None) -> None:
        if self.is_begun:
            if error is None:
                transaction.set_rollback(True)
            self._block.__exit__(type(error) if error else None, error, error.__traceback__ if error else None)


@contextmanager
def taken_back() -> Iterator[Held]:
    """Nothing that is written inside stays.

    Within the transaction of a test it costs nothing where nothing is asked of the database, as by most answers that
    refuse: three trips for each of ten thousand requests were a tenth of the matrix' time.
    """
    connection, held = transaction.get_connection(), Held()
    if not connection.in_atomic_block:
        held.begin()
    enter, create = transaction.Atomic.__enter__, type(connection).create_cursor

    def entered(block: transaction.Atomic) -> None:
        """Before any other block: one without a savepoint says nothing to the database when it is entered."""
        if transaction.get_connection(block.using) is connection:
            held.begin()
        enter(block)

    def created(self: Any, name: str | None = None) -> Any:
        if self is connection:
            held.begin()
        return create(self, name)

    with pytest.MonkeyPatch.context() as patch:
        if not held.is_begun:
            patch.setattr(transaction.Atomic, "__enter__", entered)
            patch.setattr(type(connection), "create_cursor", created)
        try:
            yield held
        except BaseException as error:
            held.end(error)
            raise
        held.end()


def written() -> Counter[str]:
    """How many rows were written so far in this transaction, by table: by functions and triggers, too, and taken back.

    As pg_stat_xact_user_tables says, which joins the indexes of each table, too: a sixth of a walk's time.
    """
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(
            "SELECT relname, n FROM (SELECT relname, pg_stat_get_xact_tuples_inserted(oid) "
            "+ pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid) AS n "
            "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) AS counted WHERE n > 0"
        )
        return Counter(dict(cursor.fetchall()))


@contextmanager
def spared() -> Iterator[None]:
    """While hundreds of addresses are asked: no copy is kept of what the templates were given, and `once` is in force.

    Nor is a line written for each answer that refuses, which is most of them; a fault of the portal is raised. An address
    that is asked with several verbs is looked up once.
    """
    found: dict[str, ResolverMatch] = {}
    look_up = URLResolver.resolve

    def resolve(self: URLResolver, path: str) -> ResolverMatch:
        if self is not get_resolver():
            return look_up(self, path)
        if path not in found:
            found[path] = look_up(self, path)
        return found[path]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logging.getLogger("django.request"), "disabled", True)
        patch.setattr("django.test.client.store_rendered_templates", lambda *_given, **_named: None)
        patch.setattr(errors, "_page", once(errors._page))
        patch.setattr(URLResolver, "resolve", resolve)
        yield


@contextmanager
def known() -> Iterator[None]:
    """Whoever asks is read once, and so is the session: what a request changes of them is taken back with it.

    Each request has a copy. Nor is a session stored that was read: a minute after the sign-in each request would, to say
    when the person was here.
    """
    people: dict[int | str, User | None] = {}
    sessions: dict[str | None, dict[str, Any]] = {}
    read, load, save = PortalBackend.get_user, SessionStore.load, SessionStore.save

    def get_user(self: PortalBackend, user_id: int | str) -> User | None:
        if user_id not in people:
            people[user_id] = read(self, user_id)
        person = copy(people[user_id])
        if person is not None:
            person.organisation = copy(person.organisation)
        return person

    def load_session(self: SessionStore) -> dict[str, Any]:
        key = self.session_key
        if key not in sessions:
            found = load(self)
            if self.session_key != key:  # there is none of this key
                return found
            sessions[key] = found
        return deepcopy(sessions[key])

    def save_session(self: SessionStore, must_create: bool = False) -> None:
        if must_create or self.session_key not in sessions:
            save(self, must_create)
        else:
            self.encode(dict(self.items()))  # what could not be stored is a fault here, too

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PortalBackend, "get_user", get_user)
        patch.setattr(SessionStore, "load", load_session)
        patch.setattr(SessionStore, "save", save_session)
        yield


def once(page: Any) -> Any:
    """An error page is written once for each person, language and wording, for it knows nothing of what was asked for.

    What the browser compares with the headers is the answer's own.
    """
    written: dict[tuple[object, ...], tuple[bytes, bytes]] = {}

    def answer(request: HttpRequest, status: int, *words: str) -> HttpResponse:
        nonce: Any = request.csp_nonce  # type: ignore[attr-defined]
        own = str(nonce).encode()
        who = getattr(getattr(request, "user", None), "pk", None)
        key = (who, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME), status, *words)
        if key not in written:
            written[key] = (page(request, status, *words).content, own)
        body, former = written[key]
        return HttpResponse(body.replace(former, own), status=status)

    return answer


class Asker:
    """A role's person at the portal."""

    def __init__(self, rows: World, role: Role, client: Client) -> None:
        self.rows, self.role, self.client = rows, role, client

    def ask(self, line: Line, row: Model | None, *, secure: bool = False) -> HttpResponseBase:
        address = reverse(line.name, kwargs=arguments(self.rows, line, row))
        answer: HttpResponseBase = getattr(self.client, line.verb)(address, sent_with(line, row), secure=secure)
        return answer


def row_for(rows: World, role: Role, line: Line) -> Model | None:
    """The role's own row for the address, else a foreign one; None where the address names no row."""
    if "pk" not in line.pattern.pattern.converters:
        return None
    kind = row_kind(line.name)
    return rows.own(kind, role) or rows.foreign(kind, role)


def sent_with(line: Line, row: Model | None) -> dict[str, str]:
    """What a form says that asks nothing of the person: the slot of a file, the insurer picked from a list."""
    if line.verb == "get" or row is None:
        return {}
    if line.name.endswith("-files"):
        return {"slot": next(iter(slots_of(row)))}
    return {}


def arguments(rows: World, line: Line, row: Model | None) -> dict[str, Any]:
    """What stands in the address: the row's key and what goes with it, the word of the line."""
    given: dict[str, Any] = dict(line.words)
    wanted = line.pattern.pattern.converters
    if row is not None:
        given["pk"] = row.pk
    if isinstance(row, HeldRow):
        given["kind"] = row.kind
    if isinstance(row, Snapshot):
        given["file"] = row.workbook.pk
    if "secret" in wanted:
        material = rows.at[OURS][Material]
        assert isinstance(material, Material)
        given["secret"] = secret_of(material)
    if "token" in wanted:
        given["token"] = "no-such-token"
    missing = set(wanted) - set(given)
    assert not missing, f"{line.name}: say in WORDS which words stand for {missing}"
    return {key: given[key] for key in wanted}
