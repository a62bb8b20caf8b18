"""Every ledger's stage has the columns of its ledger, with their types, and nothing besides what names the run."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from core.imports import registry
from core.imports.importer import cells_of
from enterprises.models import Enterprise
from insurers.policies.sheets import POLICIES

OF_THE_RUN = {"run": "character varying(32)", "row_no": "integer", "identity_text": "text"}
TYPES = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
"""


def types_of(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(TYPES, [table])
        return dict(cursor.fetchall())


@pytest.mark.parametrize("kind", ["enterprises", "policies", "activities", "expenses", "plans", "hazards", "criteria"])
def test_a_stage_has_the_columns_of_its_ledger(db: None, kind: str) -> None:
    ledger = registry.importer(kind).ledger
    stored = types_of(ledger.table)
    assert types_of(ledger.stage) == OF_THE_RUN | {name: stored[name] for name in ledger.columns}


def test_a_column_that_no_model_has_is_told_at_start_up() -> None:
    with pytest.raises(ImproperlyConfigured, match="policy_no"):
        cells_of(POLICIES, [Enterprise])
