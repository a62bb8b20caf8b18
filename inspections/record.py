"""A draw as its record: for the page, the paper, and the file that anybody recomputes."""

from collections.abc import Iterable

from django.db.models import QuerySet

from core import walls
from core.plain import Plain
from inspections import rules
from inspections.choices import AdditionState, RosterKind
from inspections.models import Draw, ManualAddition, Roster, RosterLine
from inspections.services import lines_of, title_of

FORMAT = "zj-draw-1"


def record_of(draw: Draw) -> Plain:
    """What the browser recomputes: all lines without names, salts and names of drawn lines alone."""
    return {
        "format": FORMAT,
        "task": draw.task.no,
        "inspecting": draw.task.inspecting.name,
        "inspected": draw.task.inspected.name,
        "fixed_at": draw.fixed_at.isoformat(),
        "drawn_at": draw.drawn_at.isoformat() if draw.drawn_at else "",
        "seed": draw.seed,
        "rosters": [_roster(one) for one in draw.rosters.select_related("draw__task").order_by("pk")],
    }


def _roster(roster: Roster) -> Plain:
    return {
        "kind": roster.get_kind_display(),
        "title": title_of(roster),
        "digest": roster.digest,
        "wanted": [[one.code, one.wanted] for one in roster.strata.order_by("pk")],
        "lines": [rules.draws.line_text(line) for line in lines_of(roster)],
        "drawn": [_opened(line) for line in drawn_lines(roster)],
    }


def _opened(line: RosterLine) -> dict[str, object]:
    return {
        "no": line.no,
        "stratum": line.stratum,
        "position": line.position,
        "ticket": line.ticket,
        "salt": line.salt,
        "code": line.code,
        "name": line.name,
    }


def drawn_lines(roster: Roster) -> list[RosterLine]:
    """In the order of the strata as they were fixed, then of the draw: as the draw itself gives them."""
    places = {code: place for place, code in enumerate(roster.strata.order_by("pk").values_list("code", flat=True))}
    with walls.aside("drawn lines are opened to all who may see the draw"):
        rows = list(RosterLine.objects.filter(roster=roster).drawn().select_related("enterprise__county", "company"))
    return sorted(rows, key=lambda line: (places.get(line.stratum, 0), line.position or 0))


def with_offices(rows: "QuerySet[ManualAddition]") -> "QuerySet[ManualAddition]":
    """Additions with who proposed and who answered them, and the offices that these worked in."""
    people = rows.select_related("proposed_by__organisation", "decided_by__organisation")
    return people.prefetch_related("proposed_by__postings", "decided_by__postings")


def off_roster(draw: Draw, additions: Iterable[ManualAddition], *, asked_by_owner: bool) -> set[int]:
    """The keys of enterprises added by hand that are on no line of the roster: of another sector, or without the duty.

    Before the other city has agreed only the owner of the roster is told, so that nobody asks it code by code.
    """
    firms = [one for one in additions if one.kind == RosterKind.FIRMS]
    told = {one.code: one.pk for one in firms if asked_by_owner or one.state == AdditionState.AGREED}
    with walls.aside("whether what was added by hand stands on the roster, for who agreed to it"):
        lines = RosterLine.objects.filter(roster__draw=draw, roster__kind=RosterKind.FIRMS, code__in=told)
        listed = set(lines.values_list("code", flat=True))
    return {pk for code, pk in told.items() if code not in listed}


def digests_text(draw: Draw) -> str:
    """The file that both cities keep before the seed is known: title and lines of each roster, as they were digested."""
    parts = []
    for roster in draw.rosters.select_related("draw__task").order_by("pk"):
        lines = "".join(f"{rules.draws.line_text(line)}\n" for line in lines_of(roster))
        parts.append(f"{title_of(roster)}\n{lines}")
    return "".join(parts)


def rosters_of(draw: Draw) -> list[Plain]:
    """Rosters with their strata and drawn lines, for page and paper, in the order of their kinds."""
    order = list(RosterKind)
    found = [
        {
            "roster": one,
            "strata": list(one.strata.all()),
            "drawn": drawn_lines(one),
            "kind": RosterKind(one.kind),
            "part": one.count - one.recused,
        }
        for one in draw.rosters.select_related("draw__task__inspected", "draw__task__inspecting")
    ]
    return sorted(found, key=lambda one: order.index(one["kind"]))
