"""`check_integrity [--json]`: audit chain, uploads against their rows, files against digests (contract 3)."""

import hashlib
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import F

from core import audit
from core.choices import UploadState
from core.models import StoredFile, Upload


def broken_chain() -> Iterator[str]:
    for event in audit.broken_links():
        yield f"audit event {event}: its digest or its predecessor does not fit"


def broken_totals() -> Iterator[str]:
    """Uploads whose numbers do not add up: accepted + held = rows (contract 4)."""
    finished = Upload.objects.filter(state__in=[UploadState.CHECKED, UploadState.ACCEPTED])
    for upload in finished.exclude(rows=F("new") + F("changed") + F("unchanged") + F("held")).order_by("pk"):
        yield f"upload {upload.pk}: {upload.accepted} accepted and {upload.held} held are not {upload.rows} rows"


def broken_files() -> Iterator[str]:
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        digest = hashlib.sha256()
        try:
            with stored.file.open("rb") as stream:
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
        except OSError:
            yield f"file {stored.pk} ({stored.name}): missing"
            continue
        if digest.hexdigest() != stored.sha256:
            yield f"file {stored.pk} ({stored.name}): its content does not have its digest"


CHECKS = {"audit": broken_chain, "totals": broken_totals, "files": broken_files}


class Command(BaseCommand):
    help = "Check audit chain, totals and files; exit 1 on any fault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = {name: list(check()) for name, check in CHECKS.items()}
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
