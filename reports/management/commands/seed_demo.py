"""`seed_demo`: organisations, people, campaign and pairing; with a scale, ledgers of invented data (contract 3)."""

import sys
from argparse import ArgumentParser
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.roles import Role
from core import clock, jobs, walls
from core.trail import sealing
from insurers.promises.services import start_count
from reports.seeding import SCALES, LedgersNotEmptyError, has_ledgers, seed

#: The scale of `make demo`.
SMALL: Final = "small"


def _count_promises() -> None:
    """The count of promises kept, which the provincial regulator's workbench shows as long as it holds."""
    regulator = User.objects.filter(role=Role.REG_PROV, is_active=True).order_by("pk").first()
    if regulator is not None:
        with walls.unattended():
            counted = start_count(by=regulator, at=clock.now(), ring=False)
        jobs.run_here(counted.pk)


class Command(BaseCommand):
    help = "Fill an empty database with the demo world; the same seed gives the same rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=SCALES, required=True)
        parser.add_argument("--seed", type=int, default=133)
        parser.add_argument("--hazards", type=int, help="another number of hazards than the scale's")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where ledgers exist already")

    def handle(self, *args: object, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            sys.stderr.write("seed_demo makes public passwords: it runs in demo and test mode only.\n")
            sys.exit(2)
        if options["if_empty"] and has_ledgers():
            return
        try:
            counts = seed(scale=options["scale"], seed=options["seed"], today=clock.today(), hazards=options["hazards"])
        except LedgersNotEmptyError:
            sys.stderr.write("The database already holds ledgers; seed_demo fills an empty one only.\n")
            sys.exit(2)
        if options["scale"] == SMALL:
            _count_promises()
        sealing.seal(clock.true_now())
        self.stdout.write(", ".join(f"{name} {number}" for name, number in counts.items()))
