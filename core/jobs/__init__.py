"""Jobs: PostgreSQL is the ledger, the broker rings the bell, whoever runs a job holds its lease."""

from core.jobs.ledger import (
    JobCancelled,
    JobRefused,
    Tick,
    create_job,
    hang_bell,
    register,
    run_here,
    run_job,
    stop_jobs,
    sweep,
    take_over,
)

__all__ = [
    "JobCancelled",
    "JobRefused",
    "Tick",
    "create_job",
    "hang_bell",
    "register",
    "run_here",
    "run_job",
    "stop_jobs",
    "sweep",
    "take_over",
]
