"""What models cannot say: frozen rows are stored as they come, without the time that compressing them takes."""

from django.db import migrations

ARRAYS = {
    "reports_captureblock": ("keys", "places", "marks"),
    "reports_capturecolumn": ("numbers", "words"),
    "reports_capturenames": ("keys", "words"),
}


def stored(how: str) -> str:
    """The statement that stores the arrays so."""
    columns = {
        table: ", ".join(f"ALTER COLUMN {name} SET STORAGE {how}" for name in names) for table, names in ARRAYS.items()
    }
    return "; ".join(f"ALTER TABLE {table} {changes}" for table, changes in columns.items())


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunSQL(stored("EXTERNAL"), stored("EXTENDED"))]
