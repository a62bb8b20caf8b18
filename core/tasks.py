"""What Celery runs: a job by its id, and the sweep. Everything else is in `core.jobs`."""

from celery import shared_task

from core import clock, files, jobs, touches
from core.trail import sealing


@shared_task(name="core.tasks.run_job", ignore_result=True)
def run_job(job_id: int, **_kwargs: object) -> None:
    jobs.run_job(job_id)


@shared_task(name="core.tasks.sweep_jobs", ignore_result=True)
def sweep_jobs(**_kwargs: object) -> None:
    jobs.sweep()
    touches.gather()


@shared_task(name="core.tasks.take_over", ignore_result=True)
def take_over(**_kwargs: object) -> None:
    """Jobs whose worker was lost go on elsewhere within a minute: a lease, and the time between two of these."""
    jobs.take_over()


@shared_task(name="core.tasks.rescan_files", ignore_result=True)
def rescan_files(**_kwargs: object) -> None:
    """Files that came while the scanner was away."""
    files.rescan(at=clock.now())


@shared_task(name="core.tasks.remove_orphans", ignore_result=True)
def remove_orphans(**_kwargs: object) -> None:
    files.remove_orphans(at=clock.now(), true_at=clock.true_now())


@shared_task(name="core.tasks.seal_trail", ignore_result=True)
def seal_trail(**_kwargs: object) -> None:
    """Put what history has gained under a seal, and the heads into the anchor file."""
    sealing.seal(clock.true_now())


def ring(job_id: int) -> None:
    """Tell the workers of a job, without waiting for a broker that is away."""
    run_job.apply_async(args=(job_id,), retry=False)
