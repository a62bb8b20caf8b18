"""Hazards that were found, and how far they are (contract 5, hazards.*)."""

from collections.abc import Callable

from django.db.models import Q

from hazards.choices import HazardLevel, HazardStatus
from hazards.models import Hazard
from reports.choices import ReportKind, Unit
from reports.figures.base import Basis, Figure, LedgerFigure, Rows


def hazards(basis: Basis) -> Rows:
    """On record, found within the campaign and not after the cut-off, not void."""
    return Hazard.objects.countable(basis.cutoff).filter(found_on__range=basis.window)


def hazards_of(level: str) -> Callable[[Basis], Rows]:
    """The same, of one level."""
    return lambda basis: hazards(basis).filter(level=level)


def notified_hazards(basis: Basis) -> Rows:
    """With a notice and its receipt by the cut-off."""
    rows = hazards(basis).exclude(state=HazardStatus.RECORDED)
    return rows.filter(notified_on__lte=basis.cutoff, receiver__gt="")


def rectified_hazards(basis: Basis) -> Rows:
    return hazards(basis).filter(rectified_on__lte=basis.cutoff)


def closed_hazards(basis: Basis) -> Rows:
    return hazards(basis).filter(closed_on__lte=basis.cutoff)


def overdue_hazards(basis: Basis) -> Rows:
    """Not closed by the cut-off, with the last day of rectification before it."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=basis.cutoff)
    return hazards(basis).filter(is_open, deadline__lt=basis.cutoff)


def refused_hazards(basis: Basis) -> Rows:
    """Ever moved to 拒不整改 by the cut-off."""
    return hazards(basis).filter(refused_on__lte=basis.cutoff)


def _figure(name: str, title: str, source: Callable[[Basis], Rows], sentence: str, formula: str) -> LedgerFigure:
    return LedgerFigure(
        id=f"hazards.{name}",
        name=title,
        report=ReportKind.CAMPAIGN,
        sentence=sentence,
        formula=formula,
        unit=Unit.HAZARD,
        source=source,
    )


GENERAL_HAZARDS = _figure(
    "found.GENERAL",
    "一般隐患数",
    hazards_of(HazardLevel.GENERAL),
    "等级为一般的隐患项数",
    "hazards of level GENERAL",
)
MAJOR_HAZARDS = _figure(
    "found.MAJOR",
    "重大隐患数",
    hazards_of(HazardLevel.MAJOR),
    "等级为重大的隐患项数",
    "hazards of level MAJOR",
)
NOTIFIED_HAZARDS = _figure(
    "notified",
    "已书面告知数",
    notified_hazards,
    "截止日前已书面告知并签收的隐患项数",
    "hazards with a notice and its receipt by the cut-off",
)
RECTIFIED_HAZARDS = _figure(
    "rectified",
    "已报整改数",
    rectified_hazards,
    "整改完成日期不晚于截止日的隐患项数",
    "hazards with 整改完成日期 not after the cut-off",
)
CLOSED_HAZARDS = _figure(
    "closed", "已销号数", closed_hazards, "截止日前已销号的隐患项数", "hazards closed by the cut-off"
)
OVERDUE_HAZARDS = _figure(
    "overdue",
    "超期未整改数",
    overdue_hazards,
    "整改期限早于截止日且未销号的隐患项数",
    "hazards not closed with the deadline before the cut-off",
)
REFUSED_HAZARDS = _figure(
    "refused",
    "拒不整改数",
    refused_hazards,
    "截止日前曾转入拒不整改的隐患项数",
    "hazards ever moved to 拒不整改 by the cut-off",
)

FIGURES: tuple[Figure, ...] = (
    GENERAL_HAZARDS,
    MAJOR_HAZARDS,
    NOTIFIED_HAZARDS,
    RECTIFIED_HAZARDS,
    CLOSED_HAZARDS,
    OVERDUE_HAZARDS,
    REFUSED_HAZARDS,
)
