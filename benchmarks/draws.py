"""A draw over all enterprises of the province, beside the bare SHA-256 of as many lines."""

import hashlib
import time

from django.db import transaction

from accounts.models import User
from core import clock, walls
from enterprises.models import Enterprise
from inspections import rules
from inspections.choices import DrawState, RosterKind
from inspections.models import Draw, Task
from inspections.services.rosters import as_lines, lines_of, sizes_of, title_of, write_roster

SEED = "73019584620275318846"
WANTED = 100


def measure() -> dict[str, float]:
    """Rosters written and fixed, the digest checked again, the order taken; nothing of it stays."""
    with walls.unattended(), transaction.atomic():
        task = Task.objects.select_related("campaign").get(annex_no=1)
        officer = User.objects.order_by("pk")[0]
        draw = Draw.objects.create(
            task=task, state=DrawState.REPLACED, place="-", fixed_by=officer, fixed_at=clock.now()
        )
        started = time.perf_counter()
        roster = write_roster(
            draw,
            RosterKind.FIRMS,
            as_lines(draw, Enterprise.objects.standing(), task.campaign.enabled_sectors()),
            "bench",
        )
        fixed = time.perf_counter()
        lines = lines_of(roster)
        assert rules.roster_digest(title_of(roster), lines) == roster.digest
        drawn = rules.draw(lines, SEED, rules.shares(WANTED, 1, sizes_of(lines)))
        ended = time.perf_counter()
        assert len(drawn) == WANTED
        floor = _floor([line.digest for line in lines])
        transaction.set_rollback(True)
    print(
        f"  {len(lines):,} lines: fixed in {fixed - started:.2f} s, drawn in {ended - fixed:.2f} s, floor {floor:.2f} s"
    )
    per_60k = 60_000 / max(len(lines), 1)
    return {
        "draw_fix_s": round((fixed - started) * per_60k, 2),
        "draw_s": round((ended - fixed) * per_60k, 2),
        "draw_floor": round((ended - fixed) / floor, 1),
    }


def _floor(digests: list[str]) -> float:
    started = time.perf_counter()
    for digest in digests:
        hashlib.sha256(digest.encode()).hexdigest()
    return time.perf_counter() - started
