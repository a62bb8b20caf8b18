"""What models cannot say: where a plan lies, plans as rows of their workbook, and its stage (ADR 14)."""

from pathlib import Path

from django.db import migrations

from core.imports.ledger_sql import create_stage, run_file
from insurers.plans.choices import PlanState
from insurers.plans.importing import PLAN_LEDGER

SQL = Path(__file__).resolve().parent.parent / "sql"
DROP_ROWS = """
DROP VIEW plans_planrow CASCADE;
DROP FUNCTION plans_planrow_insert();
DROP FUNCTION plans_planrow_update();
DROP FUNCTION plans_planrow_delete();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("policies", "0002_ledger")]
    operations = [
        run_file(SQL / "keys.sql", "ALTER TABLE plans_serviceplan DROP CONSTRAINT plan_follows_its_policy;"),
        run_file(SQL / "rows.sql", DROP_ROWS, draft=[PlanState.DRAFT]),
        create_stage(PLAN_LEDGER),
    ]
