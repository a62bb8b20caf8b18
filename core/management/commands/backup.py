"""`backup [--out DIR]`: database and files in one sealed folder (docs/backup.md)."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.backups import Damaged, make_backup


class Command(BaseCommand):
    help = "Back up database and files into a new folder; prints the folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, default=settings.PORTAL_DATA_DIR / "backups")

    def handle(self, *args: object, **options: object) -> None:
        url, out = settings.DATABASE_BACKUP_URL, Path(str(options["out"]))
        try:
            done = make_backup(url=url, media=Path(settings.MEDIA_ROOT), out=out, at=clock.true_now())
        except (Damaged, OSError) as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(str(done))
