"""The figures that the province may put on the public page, as the reports count them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from accounts.models import Division
from campaigns.services import current_campaign
from core.workbooks.formats import Form, printed
from publicity.figures import PublicFigure
from reports.choices import Unit
from reports.figures import FIGURES, Basis, Figure, compute

#: Sums of the province alone: no enterprise, insurer or city stands behind any of them by name.
PUBLISHABLE: Final = (
    "coverage.must_insure",
    "coverage.insured",
    "coverage.rate",
    "campaign.assisted_units",
    "campaign.assist_rate",
    "hazards.found.MAJOR",
)


def public_figures(day: date) -> Sequence[PublicFigure]:
    """The figures on a day, over all cities; none before any campaign has begun."""
    campaign = current_campaign(day)
    if campaign is None or day < campaign.starts_on:
        return ()
    figures = [FIGURES[name] for name in PUBLISHABLE]
    cities = Division.objects.cities().values_list("code", flat=True)
    numbers, _by_city = compute(figures, Basis.of(campaign, day), cities)
    return [
        PublicFigure(figure.id, figure.name, printed(figure.form, numbers[figure.id]), unit_of(figure), figure.sentence)
        for figure in figures
    ]


def unit_of(figure: Figure) -> str:
    """The counting word; a percentage carries its own sign."""
    return "" if figure.form == Form.RATE else Unit(figure.unit).official
