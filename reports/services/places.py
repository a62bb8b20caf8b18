"""Over which cities a report goes, and where a version of it is verified."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from accounts.roles import NINGBO
from reports.choices import ReportKind
from reports.definitions import Place


def place_of(report: str, city: str | None) -> Place:
    """One city, or the province; that of the provincial regulator leaves Ningbo out (domain.md 5.5)."""
    if city is not None:
        return Place.city(city)
    return Place.province_without(NINGBO) if report == ReportKind.REGULATOR else Place.province()


def verify_address(code: str, version: int | None = None) -> str:
    """What a QR code carries: the page that says whether a version is genuine, at the portal's own address.

    A paper names its version: another one may have the same figures, and so the same code, and another text.
    """
    named = f"&version={version}" if version else ""
    return f"{settings.PORTAL_URL}{reverse('reports:verify')}?digest={code}{named}"


class Stamp(NamedTuple):
    """What a file says of the version that it belongs to: its check code, and its number, which a check copy has not."""

    code: str
    version: int | None


def rows_address(stamp: Stamp, figure: str, city: str = "") -> str:
    """What the workbook carries beside a figure: the frozen rows behind it, for whoever may read the version."""
    return f"{verify_address(*stamp)}&figure={figure}{f'&city={city}' if city else ''}"
