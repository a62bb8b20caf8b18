"""Promised against done as views of the database."""

from pathlib import Path

from django.db import migrations

from core.imports.ledger_sql import run_file
from insurers.plans.choices import PROMISING

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0001_initial"),
        ("plans", "0002_ledger"),
        ("activities", "0002_ledger"),
        ("enterprises", "0001_initial"),
    ]
    operations = [
        run_file(SQL / "promised.sql", "DROP VIEW promises_promised;", promising=PROMISING),
        run_file(SQL / "outside.sql", "DROP VIEW promises_outside;", promising=PROMISING),
    ]
