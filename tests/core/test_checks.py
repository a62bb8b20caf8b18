"""The checks that need a database: clean as it stands, and they name a trigger that is gone or switched off."""

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

from tests.databases import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> list[str]:
    found = run_checks(tags=[Tags.database], databases=["default"])
    return [str(message.msg) for message in found if message.id in {"core.E001", "core.E002"}]


def test_every_declared_trigger_stands() -> None:
    assert told() == []
    assert not [message for message in run_checks(databases=["default"]) if message.is_serious()]


def test_a_trigger_that_is_off_or_gone_is_named() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'policies_policy'::regclass AND tgname LIKE 'pgtrigger%'"
            " ORDER BY tgname LIMIT 2"
        )
        off, gone = (row[0] for row in cursor.fetchall())
        cursor.execute(f"ALTER TABLE policies_policy DISABLE TRIGGER {off}")
        cursor.execute(f"DROP TRIGGER {gone} ON policies_policy")
    assert sorted(told()) == sorted(
        (
            f"trigger {off} on policies_policy is switched off",
            f"trigger {gone} on policies_policy is not installed",
        )
    )
