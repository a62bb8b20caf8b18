"""What models cannot say: the audit lies in parts by month."""

from django.db import migrations

from core.tables import InstallTriggers
from core.trail.months import CUT


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(CUT), InstallTriggers()]
