"""`check_integrity [--json]`: all that is stored against what was recorded of it (contract 3)."""

import json
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from core import clock, integrity
from core.trail import sealing


class Command(BaseCommand):
    help = "Check audit, history, ledgers, totals, files, snapshots and people against what was recorded; exit 1 on any fault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        faults = integrity.faults()
        if not faults:
            sealing.seal(clock.true_now())
        if options["json"]:
            body = {"ok": not faults, "faults": [fault.plain() for fault in faults]}
            self.stdout.write(json.dumps(body, ensure_ascii=False))
        else:
            for name in integrity.names():
                found = [fault for fault in faults if fault.check == name]
                self.stdout.write(f"{name}: {'ok' if not found else ''}")
                for fault in found:
                    self.stdout.write(f"  {fault.message}")
        if faults:
            sys.exit(1)
