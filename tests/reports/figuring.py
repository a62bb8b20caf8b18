"""Figures for tests: one number of a city, a report that was built, what stands in its workbook."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from openpyxl import load_workbook

from accounts.models import User
from campaigns.models import Campaign
from core import clock, jobs
from core.choices import JobState
from reports.figures import FIGURES, Basis, compute
from reports.models import Snapshot
from reports.services import request_report

CUTOFF = date(2023, 11, 20)
CITY = "330100"


def basis(cutoff: date = CUTOFF) -> Basis:
    return Basis.of(Campaign.objects.prefetch_related("sectors").get(year=2023), cutoff)


def figure(name: str, city: str = CITY, cutoff: date = CUTOFF) -> Any:
    return compute([FIGURES[name]], basis(cutoff), [city])[0][name]


@contextmanager
def forgotten() -> Iterator[None]:
    """What is written here is gone afterwards: for examples of one test that must not meet each other."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build(report: str, by: User, city: str | None = None, cutoff: date = CUTOFF) -> Snapshot:
    job = request_report(report=report, by=by, city=city, campaign="2023", cutoff=cutoff, at=clock.now(), ring=False)
    ended = jobs.run_job(job.pk)
    assert ended is not None
    assert ended.state == JobState.DONE, ended.message
    return Snapshot.objects.get(job=job)


def sheet_figures(path: str) -> dict[str, Any]:
    """{figure id: value} of the sheet 指标, which names figures in Chinese only."""
    sheet = load_workbook(path)["指标"]
    ids = {figure.name: figure.id for figure in FIGURES.values()}
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    return {ids[str(row[1])]: None if row[2] == "—" else row[2] for row in rows if row[1] in ids}
