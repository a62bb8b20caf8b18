"""The one door for writes: every service opens its write here (architecture.md 2).

`open_row` changes one row, `open_ledger` enters new rows or changes several, `open_unattended` is for what the portal
does by itself. The first two ask the permission, on the row itself, too; set the history context (person, name,
organisation, instant, step); run in one transaction; lock; turn a broken constraint of the database into a sentence;
and leave one event of a write that is refused, whose changes are rolled back. Writes may be nested: the inner ones join
the outer transaction, and the outermost tells of a refusal.

A page sends back the version of the row that it showed (`version_of`, `version_in`). A version that is not the row's
present one is stale, whatever was sent: an empty and an unreadable one, too. Only a caller that showed no page, such as
a job, gives none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar

import pghistory
from django.contrib.auth import get_user_model
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core import audit, gate
from core.gate import NotAllowed, require
from core.history import last_write
from core.languages import official
from core.people import User

M = TypeVar("M", bound=models.Model)
#: A sentence for the whole row, or the name of a field and the sentence about it.
Reason = str | tuple[str, str]
#: The version of a row as a page sends it back, or as a caller read it from the row.
Seen = str | int | datetime
#: The hidden field of a form that carries the version.
SEEN: Final = "seen"
#: Fields that tell the version of a row, the first that it has; a model may name its own as `version_field`.
VERSIONS: Final = ("version", "updated_at")
#: SQLSTATE of unique and exclusion constraints: such a row exists already.
TAKEN: Final = frozenset({"23505", "23P01"})
_is_open: ContextVar[bool] = ContextVar("write_is_open", default=False)
#: Who writes now, and when.
_hand: ContextVar[tuple[int, datetime] | None] = ContextVar("writing_hand", default=None)


class Refused(Exception):
    """The write is not possible; nothing was stored. `reasons` are (field, sentence); the field is empty for the whole."""

    def __init__(self, *reasons: Reason) -> None:
        self.reasons = tuple(("", one) if isinstance(one, str) else one for one in reasons)
        super().__init__("；".join(sentence for _field, sentence in self.reasons))

    @property
    def sentence(self) -> str:
        """All of it in one sentence with its full stop, for a message."""
        return f"{str(self).rstrip('。')}。"


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that differs: its label, what is stored now, what was typed."""

    label: str
    stored: str
    typed: str


class Stale(Refused):
    """Somebody wrote since the page was opened: who, what differs from what was typed, and the row's version now."""

    def __init__(self, by: str, clashes: Sequence[Clash] = (), version: str = "", sentence: str = "") -> None:
        super().__init__(sentence or f"此记录已被{by}更新，请核对后再办理")
        self.by, self.clashes, self.version = by, list(clashes), version


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form holds, {field: value}, with the labels of the fields that are compared when the row is stale."""

    labels: Mapping[str, object]
    values: Mapping[str, object] = field(default_factory=dict)


@contextmanager
def open_ledger(
    model: type[models.Model],
    subject: object,
    *,
    by: User,
    permission: str,
    at: datetime,
    step: str,
    on: models.Model | Iterable[models.Model | None] | None = None,
    sentences: Mapping[str, Reason] | None = None,
) -> Iterator[None]:
    """Open a write that enters rows of `model`, or changes several; `lock` and `lock_all` lock what is changed.

    `subject` is what an event of a refusal names. The permission is asked on each row of `on` as well. `sentences` say
    what a broken constraint means, by its name; any other unique one is told in common words. Sentences and stored words
    are Chinese inside. Raises NotAllowed, Refused.
    """
    rows = [on] if isinstance(on, models.Model) else [row for row in on or () if row is not None]
    context = {**as_called_now(by), "at": at.isoformat(), "step": step}
    with official(), _telling(model, subject, by, at, step), _in_words(sentences or {}):
        require(by, permission)
        for row in rows:
            require(by, permission, on=row)
        with pghistory.context(**context), transaction.atomic():
            yield


@contextmanager
def open_row(
    row: M,
    *,
    by: User,
    permission: str,
    at: datetime,
    step: str,
    seen: Seen | None = None,
    typed: Typed | None = None,
    related: Sequence[str] = (),
    sentences: Mapping[str, Reason] | None = None,
) -> Iterator[M]:
    """Open a write to one row; gives the row, locked and fresh, with its `related` rows.

    `seen` is the version that the page showed, None where no page did; `typed` is what its form held, for the
    comparison of a stale one. Raises NotAllowed, Refused, Stale.
    """
    with open_ledger(type(row), row, by=by, permission=permission, at=at, step=step, on=row, sentences=sentences):
        yield lock(row, seen=seen, typed=typed, related=related)


@contextmanager
def open_unattended(*, at: datetime, step: str) -> Iterator[None]:
    """Open a write of the portal itself, by night for example: nobody's permission is asked, the history names none."""
    with pghistory.context(at=at.isoformat(), step=step), _in_words({}), transaction.atomic():
        yield


def lock(row: M, *, seen: Seen | None = None, typed: Typed | None = None, related: Sequence[str] = ()) -> M:
    """The row, locked until the write ends, as the page showed it. Raises Refused where it is gone, Stale."""
    rows = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk)
    fresh: M | None = (rows.select_related(*related) if related else rows).first()
    if fresh is None:
        raise Refused(f"「{row}」已不存在，请返回列表核对")
    if seen is not None:
        insist_current(fresh, seen, typed)
    return fresh


def insist_current(row: models.Model, seen: Seen, typed: Typed | None = None) -> None:
    """Refuse where the locked row is another than the page showed. Raises Stale."""
    if not _is_current(row, seen):
        raise _stale(row, seen, typed)


def lock_all(rows: "models.QuerySet[M]") -> list[M]:
    """The rows, locked in the order of their keys, so that no two writers wait for each other."""
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def insist(complaint: str | None, place: str = "") -> None:
    """Refuse with the sentence, at the field `place`, where there is one. Raises Refused."""
    if complaint:
        raise Refused((place, complaint.rstrip("。")))


def version_of(row: models.Model) -> str:
    """The version of the row, for the hidden field of the form that shows it."""
    version = _version(row)
    return version.isoformat() if isinstance(version, datetime) else str(version)


def version_in(sent: Mapping[str, object], name: str = SEEN) -> str:
    """The version that a form sent back, as it was sent: an empty or unreadable one fits no row."""
    return str(sent.get(name) or "")


def insist_allowed(
    model: type[models.Model],
    subject: object,
    *,
    by: User,
    permission: str,
    at: datetime,
    step: str,
    on: models.Model | None = None,
) -> None:
    """Decide a step before its form is read, where the page is open to more people than the step.

    Whoever may not is told so and nothing of the form; the event is that of the write. Raises NotAllowed.
    """
    with _telling(model, subject, by, at, step):
        require(by, permission, on=on)


def tell_refusal(model: type[models.Model], subject: object, *, by: User, at: datetime, step: str, reason: str) -> None:
    """Keep the event of a write that was refused before its service was called, by a form for example."""
    audit.record(_action(model), by=by, at=at, subject=str(subject), step=step, reason=reason)


def clashes(labels: Mapping[str, object], stored: Mapping[str, object], typed: Mapping[str, object]) -> list[Clash]:
    """The fields of `labels` whose values differ, in words."""
    return [
        Clash(str(label), in_words(stored.get(name)), in_words(typed.get(name)))
        for name, label in labels.items()
        if in_words(stored.get(name)) != in_words(typed.get(name))
    ]


def in_words(value: object) -> str:
    """A value as the comparison of a stale form shows it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or "—"
    return str(value)


@contextmanager
def _telling(model: type[models.Model], subject: object, by: User, at: datetime, step: str) -> Iterator[None]:
    """Keep one event of a refusal, outside of the transaction that is rolled back with it; an inner write keeps none."""
    is_inner = _is_open.get()
    token, hand = _is_open.set(True), _hand.set((by.pk, at))
    try:
        yield
    except (NotAllowed, Refused) as refusal:
        if not is_inner:
            reason = "not-allowed" if isinstance(refusal, NotAllowed) else str(refusal)
            tell_refusal(model, subject, by=by, at=at, step=step, reason=reason)
        raise
    finally:
        _is_open.reset(token)
        _hand.reset(hand)


@contextmanager
def _in_words(sentences: Mapping[str, Reason]) -> Iterator[None]:
    """Raise Refused for a row that a constraint of the database does not take; other faults pass."""
    try:
        yield
    except IntegrityError as error:
        reason = _reason_of(error, sentences)
        if reason is None:
            raise
        raise Refused(reason) from error


def _reason_of(error: IntegrityError, sentences: Mapping[str, Reason]) -> Reason | None:
    diagnosis = getattr(error.__cause__, "diag", None)
    name: str | None = getattr(diagnosis, "constraint_name", None)
    if name is None:
        return None
    if name in sentences:
        return sentences[name]
    is_taken = getattr(diagnosis, "sqlstate", None) in TAKEN
    return "已有相同的记录，请刷新页面核对后再办理" if is_taken else None


def _version(row: models.Model) -> datetime | int:
    own = getattr(row, "version_field", "")
    for name in (own,) if own else VERSIONS:
        found = getattr(row, name, None)
        if isinstance(found, datetime | int):
            return found
    raise TypeError(f"{type(row).__name__} has no version")


def _is_current(row: models.Model, seen: Seen) -> bool:
    version = _version(row)
    if isinstance(version, datetime):
        return version == (seen if isinstance(seen, datetime) else _instant(str(seen)))
    return str(version) == str(seen)


def _is_readable(row: models.Model, seen: Seen) -> bool:
    """Whether it is the version of some row, if not of this one."""
    if isinstance(_version(row), datetime):
        return isinstance(seen, datetime) or _instant(str(seen)) is not None
    return str(seen).isdecimal()


def _instant(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _stale(row: models.Model, seen: Seen, typed: Typed | None) -> Stale:
    who, is_own, moment = _writer(row)
    state = getattr(row, "get_state_display", None)
    now = f"，现为「{state()}」" if callable(state) else ""
    changed = f"此记录已被{who}更新{moment}{now}，请核对后再办理"
    if is_own:
        changed = f"此记录已由{who}更新{moment}{now}，可能是在另一窗口办理或者重复提交，请核对后再办理"
    sentence = changed if _is_readable(row, seen) else "页面已失效，请刷新后核对现状再办理"
    labels = typed.labels if typed else {}
    stored = {name: getattr(row, name, None) for name in labels}
    return Stale(who, clashes(labels, stored, typed.values if typed else {}), version_of(row), sentence)


def _writer(row: models.Model) -> tuple[str, bool, str]:
    """Who wrote last, whether it is who writes now, and the moment in brackets; by the row's history or its own columns."""
    try:
        found, at = last_write(row)
    except LookupError:
        found, at = getattr(row, "written_by_id", None), getattr(row, "written_at", None)
    hand = _hand.get()
    moment = _moment(at, hand[1]) if at is not None and hand is not None else ""
    if found is None:
        return "本人或者其他人员", False, moment
    if hand is not None and found == hand[0]:
        return "您本人", True, moment
    person = get_user_model()._default_manager.filter(pk=found).first()
    return str(person or "其他人员"), False, moment


def _moment(at: datetime, now: datetime) -> str:
    """A moment in brackets, with its day where that is another one."""
    there = timezone.localtime(at)
    return f"（{there:%H:%M}）" if there.date() == timezone.localtime(now).date() else f"（{there:%Y-%m-%d %H:%M}）"


def as_called_now(by: User) -> dict[str, object]:
    """Who writes, for the context of the history: with the office of this moment, which the person may leave."""
    return {"user": by.pk, "name": str(by), "organisation": _organisation(by)}


def _organisation(by: User) -> str:
    organisation = getattr(by, "organisation", None)
    return str(organisation) if organisation is not None else ""


def _action(model: type[models.Model]) -> str:
    """The audited action of a refusal: the model's own, else its app's, else the common one."""
    meta = model._meta
    return gate.refusal_action(meta.label_lower) or gate.refusal_action(meta.app_label) or gate.REFUSED
