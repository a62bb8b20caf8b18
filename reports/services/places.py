"""Over which cities a report goes."""

from accounts.roles import NINGBO
from reports.choices import ReportKind
from reports.definitions import Place


def place_of(report: str, city: str | None) -> Place:
    """One city, or the province; that of the provincial regulator leaves Ningbo out (domain.md 5.5)."""
    if city is not None:
        return Place.city(city)
    return Place.province_without(NINGBO) if report == ReportKind.REGULATOR else Place.province()
