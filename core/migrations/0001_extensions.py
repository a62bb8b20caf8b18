"""Extensions that the indexes need; they are trusted ones, so the database's owner may create them."""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies: list[tuple[str, str]] = []
    operations = [TrigramExtension(), BtreeGinExtension()]
