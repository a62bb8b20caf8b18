"""What models cannot say: the stage of the workbook, where a service lies, and which services were given."""

from pathlib import Path

from django.db import migrations

from core.imports.ledger_sql import create_stage, run_file
from insurers.activities.choices import ActivityState
from insurers.activities.importing import ACTIVITY_LEDGER
from insurers.activities.querysets import NOT_GIVEN

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial"), ("policies", "0002_ledger")]
    operations = [
        create_stage(ACTIVITY_LEDGER),
        run_file(SQL / "keys.sql", "ALTER TABLE activities_activity DROP CONSTRAINT activity_follows_its_policy;"),
        run_file(SQL / "given.sql", "DROP VIEW activities_given;", not_given=NOT_GIVEN),
    ]
