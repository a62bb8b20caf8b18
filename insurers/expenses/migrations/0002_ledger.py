"""What models cannot say: the stage of the workbook, and where an expense lies."""

from pathlib import Path

from django.db import migrations

from core.imports.ledger_sql import create_stage, run_file
from insurers.expenses.importing import EXPENSE_LEDGER

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("expenses", "0001_initial"), ("policies", "0002_ledger")]
    operations = [
        create_stage(EXPENSE_LEDGER),
        run_file(SQL / "keys.sql", "ALTER TABLE expenses_expense DROP CONSTRAINT expense_follows_its_policy;"),
    ]
