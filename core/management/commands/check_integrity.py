"""`check_integrity [--json]`: audit chain, uploads against their rows, files against digests, numbers without a gap."""

import json
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from core import integrity


class Command(BaseCommand):
    help = "Check audit chain, totals, files and numbers; exit 1 on any fault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        faults = integrity.faults()
        ok = not any(faults.values())
        if options["json"]:
            self.stdout.write(json.dumps({"ok": ok, "faults": faults}, ensure_ascii=False))
        else:
            for name, found in faults.items():
                self.stdout.write(f"{name}: {'ok' if not found else ''}")
                for fault in found:
                    self.stdout.write(f"  {fault}")
        if not ok:
            sys.exit(1)
