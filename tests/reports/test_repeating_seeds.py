"""The same seed makes the same rows: the owner empties the ledgers and fills them anew, in real transactions."""

import hashlib
import random
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from core import clock
from reports.seeding import fill
from tests.databases import as_owner

TODAY = date(2023, 11, 23)
SIZES = {
    "enterprises": 90,
    "policies": 75,
    "activities": 110,
    "expenses": 110,
    "inspections": 30,
    "plans": 45,
    "gap reminders": 8,
}

ROOMS = frozenset({"coverage", "enterprises", "hazards", "insurers", "inspections"})
#: The true instants of writing, and what follows from them.
TRUE_TIME = frozenset({"pgh_created_at", "pgh_context_id", "recorded_at", "digest", "previous", "request_id"})
#: Files are numbered in one row with those of people.
FILES = frozenset({"talk_file_id", "confirm_file_id"})


def ledgers() -> list[type[models.Model]]:
    """All that a seeding fills, the history included."""
    configs = [config for config in apps.get_app_configs() if config.name.partition(".")[0] in ROOMS]
    rooms = [model for config in configs for model in config.get_models()]
    keep = {"policies_policy_stage", "activities_activity_stage"}
    return [
        *(model for model in rooms if model._meta.managed and model._meta.db_table not in keep),
        apps.get_model("core", "AuditEvent"),
    ]


def digests(number: int, sizes: Mapping[str, int]) -> dict[str, str]:
    """{table: digest over all its rows} of a world made from the seed `number`; nothing of it stays."""
    found: dict[str, str] = {}
    with as_owner(), transaction.atomic():
        tables = ", ".join(
            f'"{model._meta.db_table}"' for model in ledgers() if model._meta.db_table != "inspections_task"
        )
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        fill(seed=number, today=TODAY, sizes=sizes)
        for model in ledgers():
            found[model._meta.db_table] = _digest(model)
        transaction.set_rollback(True)
    return found


def _digest(model: type[models.Model]) -> str:
    columns = [f.attname for f in model._meta.concrete_fields if f.attname not in TRUE_TIME | FILES]
    if any(f.name == "pgh_context" for f in model._meta.concrete_fields):
        columns.append("pgh_context__metadata")
    rows = model._default_manager.order_by("pk").values_list(*columns)
    return hashlib.sha256(repr([tuple(map(str, row)) for row in rows]).encode()).hexdigest()


@pytest.mark.long
def test_the_same_seed_makes_the_same_rows_and_another_one_others(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any) -> Any:
        raise AssertionError("the seeding reads the clock or unseeded luck")

    monkeypatch.setattr(clock, "now", refuse)
    monkeypatch.setattr(clock, "today", refuse)
    monkeypatch.setattr(random, "random", refuse)
    monkeypatch.setattr(random, "choice", refuse)
    once, again = digests(133, SIZES), digests(133, SIZES)
    assert once == again
    # The register and the policies rest on no other ledger: as many of them as above.
    other = digests(7, {name: SIZES[name] for name in ("enterprises", "policies")})
    assert once["enterprises_enterprise"] != other["enterprises_enterprise"]
    assert once["policies_policyevent"] != other["policies_policyevent"]
