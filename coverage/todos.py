"""Who must insure and is, on the workbench."""

from dataclasses import asdict
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from campaigns.services import duty_sectors
from core.contributions.desk import Desk, Meter, Tile, Work
from core.views.addresses import address
from coverage import cover
from coverage.gap import frame_of
from coverage.permissions import CoveragePermission
from enterprises.models import Enterprise

SOON_DAYS: Final = 30  # 即将到期, ui.md 2.3


def work(desk: Desk) -> Work:
    """Four figures and the rate insured on any day of any year."""
    counts = cover_counts(desk) if desk.has_figures else None
    if counts is None:
        return Work(place=10)
    rate = Meter(
        _("Rate insured"), counts.insured, counts.must, _("firms"), address("coverage:gap-list", cover="insured")
    )
    return Work(place=10, tiles=_tiles(counts), meters=[rate])


def cover_counts(desk: Desk) -> cover.CoverCounts | None:
    """Who must insure and is, or None for those who may not read it."""
    if not desk.user.may(CoveragePermission.GAP_VIEW):
        return None
    rows = Enterprise.objects.visible_to(desk.user)
    frame, soon = frame_of(desk.today, desk.today, duty_sectors(desk.today)), desk.today + timedelta(days=SOON_DAYS)
    kept = desk.memory.kept(
        rows, f"cover {frame} {soon}", lambda: asdict(cover.counts(rows, frame, soon)), cover.LEDGERS
    )
    return cover.CoverCounts(**kept)


def _tiles(counts: cover.CoverCounts) -> list[Tile]:
    firms = _("firms")

    def tile(label: str, value: int, which: str, note: str, *, warm: bool = False) -> Tile:
        return Tile(label, value, address("coverage:gap-list", cover=which), note, unit=firms, warm=warm)

    return [
        tile(_("Must insure"), counts.must, "must", f"{_('on the register')} {counts.registered:,}"),
        tile(_("Insured"), counts.insured, "insured", _("a policy in force covers the day")),
        tile(
            _("Must insure, not insured"),
            counts.missing,
            "missing",
            f"= {counts.must:,} − {counts.insured:,}",
            warm=counts.missing > 0,
        ),
        tile(_("Expiring within 30 days"), counts.expiring, "expiring", _("among the insured")),
    ]
