"""The search over everything at the size of the province, through the real web server: the first answer to a text."""

from typing import Final
from urllib.parse import quote

from benchmarks import server
from benchmarks.lists import PEOPLE
from enterprises.models import Enterprise
from hazards.models import Hazard
from insurers.policies.models import Policy

RUNS: Final = 5


def texts() -> list[str]:
    """Two characters, a name, initials, the beginnings of numbers, a word of the library, and what is nowhere."""
    firm = Enterprise.objects.order_by("pk")[1000]
    policy, hazard = Policy.objects.order_by("pk")[1000], Hazard.objects.order_by("pk")[1000]
    return [
        "示例",
        "化工",
        firm.name,
        firm.name[:4],
        "hz",
        "hzsl",
        firm.uscc,
        firm.uscc[:8],
        policy.policy_no,
        policy.policy_no[:6],
        hazard.hazard_no,
        hazard.hazard_no[:9],
        "安全生产责任保险",
        "没有这个",
    ]


def measure() -> dict[str, float]:
    """The slowest first answer and the slowest median, of all people and texts."""
    first, again = [], []
    with server.running() as port:
        for name in PEOPLE:
            visitor = server.Visitor(port, name)
            visitor.get("/")
            for text in texts():
                url = f"/search/?q={quote(text)}"
                first.append((visitor.ms(url, 1), name, text))
                again.append(visitor.ms(url, RUNS))
    for took, name, text in sorted(first, reverse=True)[:6]:
        print(f"  {took:6.0f} ms: {name} {text}")
    return {"search_first_ms": round(max(first)[0]), "search_ms": round(max(again))}
