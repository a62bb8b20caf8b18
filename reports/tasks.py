"""What a job of the reports does, and what the schedule asks for by night: both read the clock once."""

from celery import shared_task

from core import clock
from core.jobs import Tick
from core.models import Job
from reports import services
from reports.services.nightly import order_drafts, order_rehearsals
from reports.services.printing import print_report
from reports.services.rehearsing import rehearse_report


def run_report(job: Job, tick: Tick) -> dict[str, int]:
    """Build the report that the job was queued for; {"snapshot": key}."""
    return {"snapshot": services.build_report(job=job, tick=tick, today=clock.today(), at=clock.now()).pk}


@shared_task(name="reports.tasks.build_drafts", ignore_result=True)
def build_drafts(**_kwargs: object) -> None:
    order_drafts(today=clock.today(), at=clock.now())


def run_rehearsal(job: Job, tick: Tick) -> dict[str, int]:
    """Rehearse the report that the job was queued for; {"rehearsal": key}."""
    return {"rehearsal": rehearse_report(job=job, tick=tick, today=clock.today(), at=clock.now()).pk}


def run_printing(job: Job, tick: Tick) -> dict[str, int]:
    """Make the PDF files of a signed version; {"files": how many}."""
    return {"files": print_report(job=job, tick=tick, at=clock.now())}


@shared_task(name="reports.tasks.rehearse", ignore_result=True)
def rehearse(**_kwargs: object) -> None:
    order_rehearsals(today=clock.today(), at=clock.now())
