"""The figures that the province may put on the public page, as the reports count them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from accounts.models import Division
from campaigns.services import current_campaign
from core.workbooks.formats import Form, printed
from publicity.figures import PublicFigure
from reports.choices import Unit
from reports.figures import FIGURES, Basis, Figure, Figures, RateFigure, compute

#: Sums of the province alone: no enterprise, insurer or city stands behind any of them by name.
PUBLISHABLE: Final = (
    "coverage.must_insure",
    "coverage.insured",
    "coverage.rate",
    "campaign.assisted_units",
    "campaign.assist_rate",
    "hazards.rectified_rate.MAJOR",
)


def public_figures(day: date) -> Sequence[PublicFigure]:
    """The figures on a day, over all cities; none before any campaign has begun."""
    campaign = current_campaign(day)
    if campaign is None or day < campaign.starts_on:
        return ()
    figures = [FIGURES[name] for name in PUBLISHABLE]
    cities = Division.objects.cities().values_list("code", flat=True)
    counted = {part.id: part for figure in figures for part in (figure, *figure.parts)}
    numbers, _by_city = compute(list(counted.values()), Basis.of(campaign, day), cities)
    return [
        PublicFigure(
            figure.id,
            figure.name,
            printed(figure.form, numbers[figure.id]),
            unit_of(figure),
            f"{figure.sentence}{arithmetic_of(figure, numbers)}",
        )
        for figure in figures
    ]


def arithmetic_of(figure: Figure, numbers: Figures) -> str:
    """The two numbers of a rate with the counting word of the whole; nothing for a count, or over nothing."""
    if not isinstance(figure, RateFigure) or numbers[figure.id] is None:
        return ""
    part, whole = (printed(one.form, numbers[one.id]) for one in (figure.part, figure.whole))
    return f" = {part} ÷ {whole} {unit_of(figure.whole)}"


def unit_of(figure: Figure) -> str:
    """The counting word; a percentage carries its own sign."""
    return "" if figure.form == Form.RATE else Unit(figure.unit).official
