"""`import_workbook KIND FILE --as USERNAME [--json]`: what the upload page does, then the good rows are accepted."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from core import clock, jobs
from core.choices import JobState
from core.gate import NotAllowed
from core.imports import registry
from core.imports.choices import UploadState
from core.imports.models import Upload
from core.imports.services import receive_upload
from core.plain import Plain
from core.trail import sealing
from core.writing import Refused

ERROR_FIELDS = ("sheet", "row", "column", "title", "code", "severity", "value", "message", "suggestion")


def refuse(message: str, *, code: str = "", as_json: bool = False, status: int = 2) -> NoReturn:
    """One sentence on stderr, or the contract's `refused` object on stdout; then the exit code."""
    if code and as_json:
        sys.stdout.write(json.dumps({"refused": {"code": code, "message": message}}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(message + "\n")
    sys.exit(status)


def report_of(upload: Upload) -> Plain:
    """The object of contract 4."""
    refused = None
    if upload.state == UploadState.REFUSED:
        refused = {"code": upload.refused_code, "message": upload.refused_message}
    counts = {
        name: getattr(upload, name) for name in ("rows", "accepted", "new", "changed", "unchanged", "held", "ignored")
    }
    errors = list(upload.verdicts.order_by("row", "pk").values(*ERROR_FIELDS))
    returned = upload.returned.file.path if upload.returned else None
    return {"refused": refused, **counts, "errors": errors, "returned_workbook": returned}


class Command(BaseCommand):
    help = "Import a workbook as a person: check it, accept the good rows, hold the others."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--as", dest="username", required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, path, as_json = options["kind"], options["file"], options["json"]
        if kind not in registry.kinds():
            refuse(f"unknown kind {kind!r}: one of {', '.join(registry.kinds())}")
        user = get_user_model().objects.filter(username=options["username"]).first()
        if user is None:
            refuse(f"unknown user {options['username']!r}")
        try:
            with path.open("rb") as stream:
                upload = receive_upload(
                    kind=kind, stream=stream, name=path.name, by=user, at=clock.now(), accept=True, ring=False
                )
        except OSError as error:
            refuse(f"cannot read {path}: {error.strerror}")
        except Refused as refused:
            refuse(refused.sentence, code="not-allowed", as_json=as_json)
        except NotAllowed:
            refuse("该用户不能导入此类台账。", code="not-allowed", as_json=as_json)
        self.finish(upload, as_json=as_json)

    def finish(self, upload: Upload, *, as_json: bool) -> None:
        assert upload.job is not None  # noqa: S101 - receive_upload made it
        job = jobs.run_here(upload.job.pk)
        if job.state != JobState.DONE:
            refuse(job.message, status=1)
        sealing.seal(clock.true_now())
        upload.refresh_from_db()
        report = report_of(upload)
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        elif report["refused"]:
            self.stdout.write(f"{report['refused']['code']}: {report['refused']['message']}")
        else:
            self.print_rows(report)
        if report["refused"]:
            sys.exit(2)

    def print_rows(self, report: Plain) -> None:
        names = ("rows", "accepted", "new", "changed", "unchanged", "held", "ignored")
        self.stdout.write(" ".join(f"{name}={report[name]}" for name in names))
        for error in report["errors"]:
            place = f"{error['row'] or ''}{error['column'] or ''}"
            self.stdout.write(f"{error['severity']} {place} {error['code']}: {error['message']}")
        if report["returned_workbook"]:
            self.stdout.write(f"returned workbook: {report['returned_workbook']}")
