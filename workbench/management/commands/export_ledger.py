"""`export_ledger KIND --as USERNAME --out FILE [--reason TEXT]`: the ledger as this person may see it, in official layout."""

import json
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from core import clock, jobs
from core.choices import JobState
from core.gate import NotAllowed
from core.imports.management.commands.import_workbook import refuse
from core.models import Job
from core.writing import Refused
from insurers.base import exporting


class Command(BaseCommand):
    help = "Write a ledger, as a person may see it, to a workbook in the official layout."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND")
        parser.add_argument("--as", dest="username", required=True)
        parser.add_argument("--out", metavar="FILE", type=Path, required=True)
        parser.add_argument("--reason", default="", help="why contact data are needed without a mask")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, out = options["kind"], options["out"]
        if kind not in exporting.EXPORTS:
            refuse(f"unknown kind {kind!r}: one of {', '.join(exporting.EXPORTS)}")
        user = get_user_model().objects.filter(username=options["username"]).first()
        if user is None:
            refuse(f"unknown user {options['username']!r}")
        if out.is_dir() or not out.absolute().parent.is_dir():
            refuse(f"cannot write {out}: no such folder, or a folder itself")
        try:
            job = exporting.start_export(kind=kind, by=user, at=clock.now(), reason=options["reason"], ring=False)
        except NotAllowed:
            refuse("该用户不能导出此类台账。", code="not-allowed", as_json=True)
        except Refused as refused:
            refuse(refused.sentence, code="not-allowed", as_json=True)
        self.finish(jobs.run_here(job.pk), out, as_json=options["json"])

    def finish(self, job: Job, out: Path, *, as_json: bool) -> None:
        if job.state != JobState.DONE:
            refuse(job.message, status=1)
        stored = job.files.get()
        try:
            shutil.copyfile(stored.file.path, out)
        except OSError as error:
            refuse(f"cannot write {out}: {error.strerror}")
        rows = job.result["rows"]
        if as_json:
            self.stdout.write(json.dumps({"refused": None, "rows": rows, "file": str(out)}, ensure_ascii=False))
        else:
            self.stdout.write(f"rows={rows} file={out}")
