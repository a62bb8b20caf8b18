"""Promised against done for the whole province: the job beside its own SQL, as a ratio of medians (at most 1.5).

Runs on the ledger that the list benchmark leaves, or on any database that has plans already.
"""

import secrets
import statistics
import time
from typing import Any

from django.db import connection

from accounts.models import User
from benchmarks.lists import client_of, median_ms, opened
from core import clock, jobs
from core.seeding import Plan
from insurers.plans.models import ServicePlan
from insurers.promises import figures as promised
from insurers.promises.seeding import fill_plans

PLANS = 2_500
RUNS = 5


def bare_sql() -> int:
    """The query alone, its rows read."""
    with connection.cursor() as cursor:
        cursor.execute(promised.COUNT)
        return len(cursor.fetchall())


def whole_job(by: Any) -> int:
    """From the order to the cells in the database."""
    key = f"benchmark:{secrets.token_hex(8)}"
    job = jobs.create_job(kind=promised.JOB_KIND, key=key, by=by, at=clock.now(), payload={}, ring=False)
    ended = jobs.run_here(job.pk)
    assert ended.state == "DONE", ended.message
    return int(ended.result["cells"])


def seconds(work: Any, *arguments: Any) -> float:
    begun = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begun


def measure() -> dict[str, float]:
    """Medians of alternating runs, and the province's page that reads the cells."""
    by = User.objects.select_related("organisation").get(username="prov-em")
    if not ServicePlan.objects.exists():
        fill_plans(Plan(133, clock.today(), {"plans": PLANS}))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    assert whole_job(by) == bare_sql()
    took = [(seconds(whole_job, by), seconds(bare_sql)) for _ in range(RUNS)]
    job, sql = (statistics.median(times) for times in zip(*took, strict=True))
    client = client_of("prov-em")
    return {
        "promised_s": round(job, 3),
        "promised_sql_s": round(sql, 3),
        "promised_sql": round(job / sql, 2),
        "promised_ms": round(median_ms(lambda: opened(client, "/promised/")), 1),
    }
