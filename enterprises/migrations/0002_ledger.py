"""What models cannot say: the stage of the register's workbook."""

from django.db import migrations

from core.imports.ledger_sql import create_stage
from enterprises.importing import LEDGER


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]
    operations = [create_stage(LEDGER)]
