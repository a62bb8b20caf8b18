"""What models cannot say: the stage of the hazards' workbook, whose layout names services."""

from django.db import migrations

from core.imports.ledger_sql import create_stage
from insurers.hazard_links.importing import LEDGER


class Migration(migrations.Migration):
    dependencies = [("hazard_links", "0001_initial"), ("hazards", "0002_ledger")]
    operations = [create_stage(LEDGER)]
