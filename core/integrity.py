"""What must be true of the stored data whatever was written (contract 3): each check answers its faults.

A room adds the checks of its own ledgers; those of the trail itself are in `core.trail`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Final

from django.db import DataError, connection, transaction
from django.utils.functional import Promise

#: Faults of one check that are told; a table that was emptied is understood by fewer.
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A fault: the table and the row, where it is one of a row, and what is wrong in words."""

    table: str
    id: int | None
    message: str | Promise


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check has found, under its name."""

    check: str
    table: str
    id: int | None
    message: str

    def plain(self) -> dict[str, object]:
        """As `check_integrity --json` prints it."""
        return asdict(self)


Check = Callable[[], Iterator[Found]]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Let a room add a check of its own ledger."""
    _checks[name] = check


def names() -> list[str]:
    """The checks in their order."""
    return list(_checks)


def faults(*only: str) -> list[Fault]:
    """What all checks have found, or those named alone, in the order of the checks and, within a table, of the ids.

    A check that breaks off on what somebody wrote behind the portal is a fault itself, and the others go on.
    """
    found: list[Fault] = []
    for name in only or _checks:
        check = _checks[name]
        try:
            with _one_moment():
                for one in islice(check(), MOST):
                    found.append(Fault(name, one.table, one.id, str(one.message)))
        except DataError as error:
            found.append(
                Fault(name, "", None, f"the check broke off: what it read is no value of the portal ({error})")
            )
    return found


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that a check reads is of one state of the database, whatever is written meanwhile."""
    with transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
