"""What models cannot say: the stage of the workbook of people."""

from django.db import migrations

from accounts.importing import PEOPLE_LEDGER
from core.imports.ledger_sql import create_stage


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [create_stage(PEOPLE_LEDGER)]
