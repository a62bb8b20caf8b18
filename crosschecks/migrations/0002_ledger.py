"""What models cannot say: where a question to an insurer lies."""

from pathlib import Path

from django.db import migrations

from core.imports.ledger_sql import run_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("crosschecks", "0001_initial"), ("policies", "0002_ledger")]
    operations = [
        run_file(SQL / "keys.sql", "ALTER TABLE crosschecks_inquiry DROP CONSTRAINT inquiry_follows_its_policy;")
    ]
