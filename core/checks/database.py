"""What must hold of the database before the portal is trusted: `manage.py check --database default`."""

from collections.abc import Sequence
from typing import Final

import pgtrigger
from django.core import checks
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

#: Not installed, and installed but switched off.
MISSING, OFF = "core.E001", "core.E002"
_HELD: Final = """
    SELECT relation.relname, held.tgname, held.tgenabled
    FROM pg_trigger held JOIN pg_class relation ON relation.oid = held.tgrelid WHERE NOT held.tgisinternal
"""


def register() -> None:
    checks.register(triggers_stand, checks.Tags.database)


def is_migrated(alias: str) -> bool:
    """Whether all migrations of the code are applied."""
    executor = MigrationExecutor(connections[alias])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def triggers_stand(*, databases: Sequence[str] | None = None, **_kwargs: object) -> list[checks.CheckMessage]:
    """History, rules and append-only tables rest on triggers: each declared one is there and switched on."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        if not is_migrated(alias):
            continue  # `migrate` itself asks, before it makes what is missing
        with connections[alias].cursor() as cursor:
            cursor.execute(_HELD)
            held = {(table, name): enabled for table, name, enabled in cursor.fetchall()}
        for model, trigger in pgtrigger.registered():
            place = (model._meta.db_table, trigger.get_pgid(model))
            if place not in held:
                found.append(checks.Error(f"trigger {place[1]} on {place[0]} is not installed", id=MISSING))
            elif held[place] == "D":
                found.append(checks.Error(f"trigger {place[1]} on {place[0]} is switched off", id=OFF))
    return found
