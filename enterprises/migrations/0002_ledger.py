"""What models cannot say: the stages of the workbooks, and where an enterprise lies."""

from pathlib import Path

from django.db import migrations

from core.imports.ledger_sql import create_stage, run_file
from enterprises.importing import LEDGER
from enterprises.importing.outsourcing import OUTSOURCING_LEDGER

SQL = Path(__file__).resolve().parent.parent / "sql"
DROP = "ALTER TABLE enterprises_enterprise DROP CONSTRAINT enterprise_county_of_its_city;"


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]
    operations = [create_stage(LEDGER), create_stage(OUTSOURCING_LEDGER), run_file(SQL / "keys.sql", DROP)]
