"""`remove_old_audit [--months 12]`: write events older than so many months to a file beside the anchors, and remove them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock, integrity
from core.trail import pruning


class Command(BaseCommand):
    help = "Move audit events of old months into a file; refuses fewer than twelve months, and a trail with a fault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=int, default=36)

    def handle(self, *args: object, **options: Any) -> None:
        try:
            before = pruning.month_before(clock.true_now(), options["months"])
        except pruning.TooYoung as error:
            raise CommandError(str(error), returncode=2) from error
        if integrity.faults():
            raise CommandError("The trail has faults: see check_integrity first. Nothing was removed.", returncode=1)
        number = pruning.remove(before=before, owner_url=settings.DATABASE_OWNER_URL)
        self.stdout.write(f"{number} events recorded before {before:%Y-%m-%d} were written to {settings.ANCHOR_DIR}.")
