"""`restore FOLDER`: a backup into an empty database and an empty folder of files (docs/backup.md)."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError

from core.backups import Damaged, NotEmpty, restore_backup


class Command(BaseCommand):
    help = "Restore a backup; refuses one that is damaged or foreign, and a target that is not empty."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        folder = Path(str(options["folder"]))
        try:
            manifest = restore_backup(
                folder=folder,
                owner_url=settings.DATABASE_OWNER_URL,
                reader_url=settings.DATABASE_BACKUP_URL,
                media=Path(settings.MEDIA_ROOT),
            )
        except (Damaged, NotEmpty) as error:
            raise CommandError(str(error), returncode=2) from error
        # Counts from before the restore may have keys that also fit the restored database (ADR 10).
        cache.clear()
        rows = sum(content.rows for content in manifest.tables.values())
        self.stdout.write(
            f"{len(manifest.tables)} tables with {rows} rows and {len(manifest.files)} files are restored."
        )
