"""The pages of questions on services, through the real web server, beside the bare page."""

from benchmarks import server
from benchmarks.lists import BARE, PEOPLE
from crosschecks.choices import ActivityAsk

RUNS = 5
PAGES = (
    "/activities/questions/",
    "/activities/questions/?month=2023-09",
    f"/activities/?ask={ActivityAsk.EXPERTS}",
    f"/activities/?ask={ActivityAsk.HAZARDS}",
)


def measure() -> dict[str, float]:
    """The slowest and the largest of the pages, each seen once before, as by whoever turns pages."""
    slowest, largest = 0.0, 0
    with server.running() as port:
        for name in PEOPLE:
            visitor = server.Visitor(port, name)
            visitor.get(BARE)
            for url in PAGES:
                size = len(visitor.get(url))
                ratio = visitor.times(BARE, url, RUNS)
                print(f"  {name} {url}: {ratio:.1f} times the bare page, {size / 1000:.0f} kB")
                slowest, largest = max(slowest, ratio), max(largest, size)
    return {"questions_slowest": round(slowest, 2), "questions_kb": round(largest / 1000, 1)}
