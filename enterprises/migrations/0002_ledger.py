"""What models cannot say: the stages of the workbooks."""

from django.db import migrations

from core.imports.ledger_sql import create_stage
from enterprises.importing import LEDGER
from enterprises.importing.outsourcing import OUTSOURCING_LEDGER


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]
    operations = [create_stage(LEDGER), create_stage(OUTSOURCING_LEDGER)]
