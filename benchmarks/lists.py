"""Lists, gap and scoping at the size of the province, beside a bare page, one query and django-guardian.

The bare page is the password form in the same shell for the same person, opened in turns with the page that is measured:
where a machine has slow seconds, both have them. Medians; counts are warm, as they are for whoever turns pages.
"""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import Permission as ModelPermission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from guardian.models import UserObjectPermission
from guardian.shortcuts import get_objects_for_user

from accounts.models import User
from campaigns.services import duty_sectors
from core import clock
from core.touches import gather
from coverage import cover, gap
from enterprises.models import Enterprise
from insurers.policies.models import Policy
from reports.seeding import seed

RUNS = 9
BARE = "/accounts/password/change/"
LISTS = (
    "/enterprises/",
    "/policies/",
    "/activities/",
    "/expenses/",
    "/enterprises/?sector=HAZCHEM",
    "/enterprises/?place=330106",
    "/enterprises/?status=SUSPENDED",
    "/policies/?status=IN_FORCE",
    "/activities/?kind=HAZ&assist=true",
    "/activities/?start_from=2023-06-01&start_to=2023-09-30",
    "/expenses/?category=EXPERT",
)
PEOPLE = ("prov-em", "em-330100", "reg-zj", "ins-a-zj")


def median_ms(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median milliseconds of the work, after one run that is not counted."""
    work()
    took = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return statistics.median(took) * 1000


def times_bare(client: Client, url: str, runs: int = RUNS) -> float:
    """How many times the bare page a page takes: medians of so many runs of each, in turns."""
    took: dict[str, list[float]] = {BARE: [], url: []}
    for run in range(runs + 1):
        for address, found in took.items():
            begun = time.perf_counter()
            opened(client, address)
            if run:  # the first is not counted
                found.append(time.perf_counter() - begun)
    return round(statistics.median(took[url]) / statistics.median(took[BARE]), 2)


def opened(client: Client, url: str) -> None:
    assert client.get(url).status_code == 200, url


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name), backend="accounts.backends.PortalBackend")
    return client


def pages() -> tuple[list[tuple[float, str]], int]:
    """(times the bare page, whose page) for each list, first and 500th page, slowest first; and the most queries of one."""
    found, queries = [], 0
    for name in PEOPLE:
        client = client_of(name)
        for url in LISTS:
            if client.get(url).status_code == 403:
                continue
            for page in (1, 500):
                address = f"{url}{'&' if '?' in url else '?'}page={page}"
                ratio = times_bare(client, address)
                with CaptureQueriesContext(connection) as task:
                    opened(client, address)
                found.append((ratio, f"{name} {address}"))
                queries = max(queries, len(task.captured_queries))
    return sorted(found, reverse=True), queries


def gap_page() -> tuple[float, float]:
    """Milliseconds of the province's gap page and of its one query, run alone."""
    today = clock.today()
    frame = gap.frame_of(today, today, duty_sectors(today))
    rows = cover.choose(Enterprise.objects.all(), "missing", frame, today + timedelta(30))
    client = client_of("prov-em")
    alone = median_ms(lambda: list(rows.order_by("uscc").values_list("pk", flat=True)))
    return median_ms(lambda: opened(client, "/gap/")), alone


def scoping() -> tuple[float, float]:
    """Milliseconds to find a city's policies: by scope, and by the peer with a grant for each of the same rows."""
    user = User.objects.get(username="em-330100")
    ours = Policy.objects.visible_to(user)
    permission = ModelPermission.objects.get(codename="view_policy")
    UserObjectPermission.objects.bulk_create(
        (
            UserObjectPermission(
                user=user, permission=permission, content_type=permission.content_type, object_pk=str(pk)
            )
            for pk in ours.values_list("pk", flat=True)
        ),
        batch_size=5000,
    )
    analyse()
    theirs = get_objects_for_user(user, "policies.view_policy", Policy)
    assert ours.count() == theirs.count()
    return tuple(median_ms(lambda q=q: list(q.values_list("pk", flat=True)), 5) for q in (ours, theirs))  # type: ignore[misc, return-value]


def analyse() -> None:
    """What a portal in use has done within minutes of such a load: marks gathered by the sweep, tables vacuumed."""
    gather()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def build() -> dict[str, float]:
    """The province in an empty database."""
    begun = time.perf_counter()
    seed(scale="province", seed=133, today=clock.today())
    took = time.perf_counter() - begun
    analyse()
    return {"seed_s": round(took, 1)}


@override_settings(ALLOWED_HOSTS=["testserver"])
def measure() -> dict[str, float]:
    """All figures at the size of the province."""
    ratios, queries = pages()
    for ratio, where in ratios[:8]:
        print(f"  {ratio:>6} times the bare page: {where}")
    page, alone = gap_page()
    ours, theirs = scoping()
    return {
        "lists_slowest": ratios[0][0],
        "lists_median": statistics.median(ratio for ratio, _where in ratios),
        "lists_queries": queries,
        "gap_ms": round(page, 1),
        "gap_query": round(page / alone, 2),
        "scope_ms": round(ours, 1),
        "scope_peer_ms": round(theirs, 1),
        "scope_peer": round(theirs / ours, 1),
    }
