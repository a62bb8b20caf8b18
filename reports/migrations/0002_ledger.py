"""What models cannot say: frozen rows are stored as they come, without the time that compressing them takes."""

from django.db import migrations

COLUMNS = ("keys", "versions", "places", "marks", "shown")
ALTER = "ALTER TABLE reports_captureblock " + ", ".join(f"ALTER COLUMN {name} SET STORAGE {{0}}" for name in COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunSQL(ALTER.format("EXTERNAL"), ALTER.format("EXTENDED"))]
