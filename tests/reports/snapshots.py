"""Figures and snapshots of the reports as on the notice's first cut-off day."""

from datetime import date
from typing import Any

from accounts.models import User
from campaigns.models import Campaign
from core import clock, jobs
from reports.figures import Basis, compute
from reports.models import Snapshot
from reports.services import request_report

CUTOFF = date(2023, 11, 20)
CITY = "330100"


def basis(cutoff: date = CUTOFF) -> Basis:
    return Basis.of(Campaign.objects.prefetch_related("sectors").get(year=2023), cutoff)


def figure(name: str, city: str = CITY, cutoff: date = CUTOFF) -> Any:
    return compute([name], basis(cutoff), [city])[0][name]


def build(report: str, by: User, city: str | None = None) -> Snapshot:
    job = request_report(report=report, by=by, city=city, year=2023, cutoff=CUTOFF, at=clock.now(), ring=False)
    ended = jobs.run_job(job.pk)
    assert ended is not None
    assert ended.state == "DONE", ended.message
    return Snapshot.objects.get(job=job)
