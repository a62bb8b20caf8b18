"""What models cannot say: the stage of the workbook, and where a policy lies."""

from pathlib import Path

from django.db import migrations

from core.imports.ledger_sql import create_stage, run_file
from insurers.policies.importing import POLICY_LEDGER

SQL = Path(__file__).resolve().parent.parent / "sql"
DROP = """
ALTER TABLE policies_policy DROP CONSTRAINT policy_insurer_exists;
ALTER TABLE policies_policy DROP CONSTRAINT policy_lies_where_enterprise_lies;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [create_stage(POLICY_LEDGER), run_file(SQL / "keys.sql", DROP)]
