"""The workbench at the size of the province, through the real web server, beside the bare page.

Cold is the first look after every ledger was written to, so that nothing remembered may be used: the first answer, and
apart from it how long it takes until everything is counted anew. Warm is any other look.
"""

from django.db import connection

from benchmarks import server
from benchmarks.lists import BARE, PEOPLE
from core.touches import touched

RUNS = 9
WHOLE = "/?whole=1"


def forget() -> None:
    """A mark of a write on every ledger, as if each had just been written to."""
    with connection.cursor() as cursor:
        for ledger in sorted(touched()):
            cursor.execute("INSERT INTO core_ledgertouch (ledger, n) VALUES (%s, 1)", [ledger])


def measure() -> dict[str, float]:
    """The slowest of the people, cold and warm; and how long everything takes when nothing is remembered."""
    cold, warm, whole = [], [], []
    with server.running(WORKBENCH_PATIENCE_MS="15") as port:
        for name in PEOPLE:
            visitor = server.Visitor(port, name)
            visitor.get(WHOLE)
            visitor.get(BARE)
            bare = visitor.ms(BARE, 30)
            whole.append(visitor.ms(WHOLE, RUNS, before=forget))
            cold.append(visitor.times(BARE, "/", RUNS, before=forget))
            visitor.get(WHOLE)
            warm.append(visitor.times(BARE, "/", RUNS))
            print(
                f"  {name}: bare {bare:.1f} ms, workbench cold {cold[-1]:.1f} times, warm {warm[-1]:.1f} times, "
                f"everything anew {whole[-1]:.0f} ms"
            )
    return {
        "workbench_cold": round(max(cold), 2),
        "workbench_warm": round(max(warm), 2),
        "workbench_whole_ms": round(max(whole)),
    }
