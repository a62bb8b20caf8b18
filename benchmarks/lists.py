"""The first page of a 100,000-row list beside a bare template page on the same server, as a ratio of medians."""

import random
import statistics
import time

from django.db import connection
from django.test import Client

from accounts.models import User
from core import clock
from core.seeding import save_all
from insurers.models import Activity, Policy
from insurers.seeding import make_activities

ROWS = 100_000
RUNS = 30


def median_ms(client: Client, url: str) -> float:
    """Median milliseconds of the answer, template and queries included."""
    client.get(url)
    took = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        assert client.get(url).status_code == 200
        took.append(time.perf_counter() - begun)
    return statistics.median(took) * 1000


def measure() -> dict[str, float]:
    missing = ROWS - Activity.objects.count()
    policies = Policy.objects.order_by("pk")
    made = make_activities(random.Random(11), policies, policies.count(), missing, clock.today(), clock.now())
    save_all(Activity, made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute of such a load
    client = Client()
    user = User.objects.get(username="prov-em")
    client.force_login(user, backend="accounts.backends.PortalBackend")
    listed, bare = median_ms(client, "/activities/"), median_ms(client, "/accounts/password/change/")
    return {
        f"first page of {ROWS} services, ms": round(listed, 1),
        "a bare page of the same server, ms": round(bare, 1),
        "list: times the bare page": round(listed / bare, 2),
    }
