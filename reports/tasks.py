"""What a job of the reports does: it reads the clock once and builds."""

from core import clock
from core.jobs import Tick
from core.models import Job
from reports import services


def run_report(job: Job, tick: Tick) -> dict[str, int]:
    """Build the report that the job was queued for; {"snapshot": key}."""
    return {"snapshot": services.build_report(job=job, tick=tick, today=clock.today(), at=clock.now()).pk}
