"""`build_report REPORT --as USERNAME [--city CODE] [--year | --campaign CODE] [--cutoff] --out DIR [--json]` (contract 3 and 5)."""

import json
import shutil
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from campaigns.models import Campaign
from core import clock, jobs
from core.choices import JobState
from core.gate import NotAllowed
from core.imports.management.commands.import_workbook import refuse
from core.models import Job
from core.plain import Answers
from core.trail import sealing
from reports.models import Snapshot
from reports.services import CityMissingError, UnknownReportError, request_report


def report_of(snapshot: Snapshot, paths: list[dict[str, str]]) -> dict[str, object]:
    """The object of contract 5."""
    found: dict[str, object] = {
        "report": snapshot.report,
        "organisation": snapshot.organisation.code,
        "year": snapshot.campaign.year,
        "cutoff": snapshot.cutoff.isoformat(),
        "version": snapshot.version,
        "figures": snapshot.figures,
        "files": paths,
    }
    if snapshot.city_id is None:
        found["cities"] = snapshot.cities
    return found


def campaign_of(options: Answers) -> str:
    """The code of the campaign under which the report stands: the one that is named, else that of the year."""
    code, approved = options["campaign"], Campaign.objects.approved()
    found = approved.filter(code=code) if code else approved.yearly(options["year"])
    row = found.first()
    if row is None:
        refuse(f"unknown campaign {code!r}" if code else f"unknown report, city or year: {options['year']}")
    return row.code


class Command(BaseCommand):
    help = "Build a report as a person: figures and workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("report", metavar="REPORT")
        parser.add_argument("--as", dest="username", required=True)
        parser.add_argument("--city")
        parser.add_argument("--year", type=int, default=2023)
        parser.add_argument(
            "--campaign", metavar="CODE", help="where several run: the code of one, instead of the year"
        )
        parser.add_argument("--cutoff", type=date.fromisoformat)
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: Any) -> None:
        out: Path = options["out"]
        try:
            out.mkdir(parents=True, exist_ok=True)
            probe = out / ".probe"
            probe.touch()
            probe.unlink()
        except OSError as error:
            refuse(f"cannot write into {out}: {error.strerror}")
        job = self.order(options)
        ended = jobs.run_here(job.pk)
        if ended.state != JobState.DONE:
            refuse(ended.message, status=1)
        sealing.seal(clock.true_now())
        snapshot = Snapshot.objects.select_related("organisation", "campaign").get(pk=ended.result["snapshot"])
        self.show(snapshot, self.copy(snapshot, out), as_json=options["json"])

    def order(self, options: Answers) -> Job:
        user = User.objects.select_related("organisation").filter(username=options["username"]).first()
        if user is None:
            refuse(f"unknown user {options['username']!r}")
        try:
            return request_report(
                report=options["report"],
                by=user,
                city=options["city"],
                campaign=campaign_of(options),
                cutoff=options["cutoff"] or clock.today(),
                at=clock.now(),
                ring=False,
            )
        except NotAllowed:
            refuse("该用户不能生成此工作总结。", code="not-allowed", as_json=options["json"])
        except CityMissingError:
            refuse("--city is needed: the province names the city whose report it builds")
        except UnknownReportError as unknown:
            refuse(f"unknown report, city or year: {unknown}")

    def copy(self, snapshot: Snapshot, out: Path) -> list[dict[str, str]]:
        paths = []
        for stored in snapshot.files.all():
            target = out / stored.name
            shutil.copyfile(stored.file.path, target)
            paths.append(
                {
                    "name": stored.name,
                    "kind": target.suffix[1:],
                    "sha256": stored.sha256,
                    "path": str(target.absolute()),
                }
            )
        return paths

    def show(self, snapshot: Snapshot, paths: list[dict[str, str]], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report_of(snapshot, paths), ensure_ascii=False))
            return
        for figure, value in snapshot.figures.items():
            self.stdout.write(f"{figure}\t{'—' if value is None else value}")
        for path in paths:
            self.stdout.write(path["path"])
