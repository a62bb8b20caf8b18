"""What a ledger declares so that the import can serve it; the ledgers' rooms register theirs."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from operator import itemgetter
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ImproperlyConfigured
from django.db.models import CharField, Field, Model, TextField

from core.imports.models import Upload
from core.plain import Answers, Plain, Values
from core.workbooks import Layout, Row


@dataclass(frozen=True, slots=True)
class Ledger:
    """Table names and columns, all constants of the code. They are put into SQL as they stand.

    `columns` are staged in this order: first `derived`, which the session makes of a row, then `cells`, which take a
    cell as it is read; an empty cell is what `empty` says for its column. `identity` are those that name a record;
    `insert_only` keep their first value; `keep_when_null` hold their old value where the staged one is null (masked
    contact data, contract 4); `constants` are columns with the SQL of the value that new rows get; `titles` name the
    columns whose key in the workbook is another (the others are derived and not shown). `followed` are columns that
    change with a row that changed, each with its SQL over the old row `l` and the staged one `s`; alone they make no row
    differ. `living` is SQL over `l`: only such rows hold an identity. `voided` is what a withdrawal sets in new rows of
    a ledger that never lets one go; without it they are deleted. `told` is a column with the digest of the cells that
    the last workbook brought: the same cells again change nothing, whatever was written to the row since. `placed` are
    columns in whose order new rows are written, where indexes that stand in that order are filled from one end to the
    other; without them it is the order of the workbook.
    """

    table: str
    stage: str
    derived: tuple[str, ...]
    cells: tuple[str, ...]
    identity: tuple[str, ...]
    empty: tuple[tuple[str, object], ...] = ()
    insert_only: tuple[str, ...] = ()
    keep_when_null: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    followed: tuple[tuple[str, str], ...] = ()
    living: str = ""
    voided: str = ""
    told: str = ""
    placed: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.derived, *self.cells)

    @property
    def compared(self) -> tuple[str, ...]:
        """The columns whose difference makes a row `changed`."""
        apart = {*self.identity, *self.insert_only, self.told, *(name for name, _sql in self.followed)}
        return tuple(c for c in self.columns if c not in apart)

    @property
    def written(self) -> tuple[str, ...]:
        """The columns that a changed row may get new values in."""
        told = (self.told,) if self.told else ()
        return (*self.compared, *told, *(name for name, _sql in self.followed))


def cells_of(layout: Layout[Any], models: Sequence[type[Model]], apart: Collection[str] = ()) -> Plain:
    """The arguments `cells` and `empty` of a ledger that follow from the layout and the models it is written into.

    Each column of the layout is a column of the ledger under the same key, those `apart` set aside. A text or a list
    that may not be null is empty where its cell is. Raises ImproperlyConfigured for a key that no model has.
    """
    fields = {field.column: field for model in models for field in model._meta.concrete_fields}
    cells = tuple(column.key for column in layout.columns if column.key not in apart)
    if missing := [key for key in cells if key not in fields]:
        raise ImproperlyConfigured(f"{layout.kind}: no column of the ledger takes {', '.join(missing)}")
    filled = {key: _empty(fields[key]) for key in cells}
    return {"cells": cells, "empty": tuple((key, value) for key, value in filled.items() if value is not None)}


def _empty(field: "Field[Any, Any]") -> object:
    if field.null:
        return None
    if isinstance(field, ArrayField):
        return ()
    return "" if isinstance(field, CharField | TextField) else None


def _getter(keys: Sequence[str]) -> Callable[[Answers], Values]:
    """Several values by their keys in one call: it is made for every row of an import. Raises KeyError."""
    return itemgetter(*keys) if len(keys) > 1 else lambda values: tuple(values[key] for key in keys)


class ReadingSession(ABC):
    """One upload being checked: fetches facts for batches, with a fixed number of queries for each."""

    ledger: ClassVar[Ledger]

    @abstractmethod
    def facts(self, rows: Sequence[Row]) -> Any:
        """The facts that the layout's checks need for these rows."""

    @abstractmethod
    def derive(self, row: Row) -> Answers:
        """The values of `Ledger.derived` for a good row, by name."""

    @cached_property
    def _getters(self) -> tuple[Callable[[Answers], Values], ...]:
        return _getter(self.ledger.derived), _getter(self.ledger.cells)

    def record(self, row: Row) -> Values:
        """A good row's values, in the order of `Ledger.columns`; the staging fills the empty ones."""
        derived, cells = self._getters
        try:
            found = cells(row.values)
        except KeyError:  # a form leaves out what it does not ask
            found = tuple(map(row.values.get, self.ledger.cells))
        return (*derived(self.derive(row)), *found)

    def record_by_name(self, row: Row) -> Plain:
        """The same by the names of the columns, the empty ones filled."""
        named = dict(zip(self.ledger.columns, self.record(row), strict=True))
        return named | {key: value for key, value in self.ledger.empty if named[key] is None}


class Importer(ABC):
    """The import of one kind of workbook."""

    kind: ClassVar[str]
    layout: ClassVar[Layout[Any]]
    ledger: ClassVar[Ledger]
    permission: ClassVar[str]

    @property
    def title(self) -> str:
        """The ledger's official name: the sheet's."""
        return self.layout.sheet

    def may_upload(self, user: Any) -> bool:
        return bool(user.may(self.permission))

    @abstractmethod
    def open(self, upload: Upload, today: date) -> ReadingSession:
        """Begin checking an upload."""

    @abstractmethod
    def standing(self, upload: Upload) -> Any:
        """What the check and its outcome stand on, as a value that changes whenever any of it does.

        Counts and last changes of the ledger and of everything that `facts` looks at; its `repr` is compared.
        """

    def closed(self, today: date) -> Mapping[str, Collection[str]]:  # noqa: ARG002 - the form of every importer
        """The codes that a workbook of today does not offer, by the name of their list."""
        return {}

    def lock_key(self, upload: Upload) -> int:
        """Acceptances with the same key wait for each other; identity is within the organisation."""
        return upload.organisation_id

    def conflicts(self, upload: Upload, run: str) -> int:  # noqa: ARG002 - the form of every importer
        """How many staged rows no longer fit the ledger since they were checked."""
        return 0

    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:  # noqa: ARG002 - the form of every importer
        """What ids in a column of the ledger are called: for the page that shows changes. Empty for plain values."""
        return {}

    def withdrawal_obstacle(self, upload: Upload) -> str:  # noqa: ARG002 - the form of every importer
        """Why the ledger itself will not let the upload go, as a sentence; empty where nothing of its own stands."""
        return ""

    def before_accept(self, upload: Upload, run: str, at: datetime) -> None:  # noqa: B027 - most ledgers need nothing
        """Prepare what the merge's SQL looks at, inside the acceptance's transaction."""

    def after_accept(self, upload: Upload, run: str, at: datetime) -> None:  # noqa: B027 - most ledgers need nothing
        """Bring derived columns elsewhere up to date, inside the acceptance's transaction."""

    def after_withdraw(self, upload: Upload) -> None:  # noqa: B027 - most ledgers need nothing
        """Bring derived columns elsewhere up to date after the upload's rows were taken back."""
