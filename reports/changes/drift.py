"""报后变化: the figures of all delivered reports that read otherwise today, in one list (design 08).

The figures of today are counted once for all reports of one cut-off, and only what reads otherwise is looked into.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from accounts.models import User
from accounts.querysets import place_order
from campaigns.models import Campaign
from core import walls
from core.workbooks.formats import Form, printed
from reports.changes.since import moved_rows
from reports.definitions import DEFINITIONS
from reports.documents.sections import sections_of
from reports.documents.tokens import base_of, by_city, with_movement
from reports.documents.truth import untrue_of
from reports.figures import Basis, Figure, Figures, compute
from reports.models import Snapshot, Submission
from reports.rules import Number, from_json, to_json
from reports.services.places import place_of

RELATED: Final = ("duty__organisation", "snapshot__campaign", "snapshot__capture")
MINUS: Final = "\N{MINUS SIGN}"


class Drift(NamedTuple):
    """A figure of a delivered report then and now; `sentences` are those of its text that no longer hold."""

    submission: Submission
    figure: Figure
    then: str
    now: str
    difference: str
    sentences: Sequence[str]
    cause: str


def drifts_for(reader: User, campaign: Campaign) -> list[Drift]:
    """All of the reports that the reader's organisation delivered or was delivered, in the order of annex 2."""
    rows = Submission.objects.visible_to(reader).delivered().filter(duty__campaign=campaign, snapshot__isnull=False)
    ordered = rows.select_related(*RELATED).order_by(*place_order("duty__organisation__division__"), "pk")
    delivered = [(one, one.snapshot) for one in ordered if one.snapshot is not None]
    with walls.aside("whoever reads a report learns what its figures are now"):
        numbers = _Numbers(campaign, [snapshot for _one, snapshot in delivered])
        return [drift for one, snapshot in delivered for drift in _of(one, snapshot, numbers)]


class _Numbers:
    """The figures of today, counted once for each basis, a day mostly, over all the cities that its reports are of."""

    def __init__(self, campaign: Campaign, snapshots: Sequence[Snapshot]) -> None:
        self.campaign = Campaign.objects.prefetch_related("sectors").get(pk=campaign.pk)
        self.counted = {
            basis: self._count(basis, [one for one in snapshots if self.basis(one) == basis])
            for basis in {self.basis(one) for one in snapshots}
        }

    def basis(self, snapshot: Snapshot) -> Basis:
        return Basis.of(self.campaign, snapshot.cutoff, snapshot.report)

    def of(self, snapshot: Snapshot) -> tuple[Figures, dict[str, Figures]]:
        """Those of the place of a version, and of its cities; a place of several cities is counted by itself."""
        cities = place_of(snapshot.report, snapshot.city_id).cities
        if len(cities) == 1:
            return self.counted[self.basis(snapshot)][cities[0]], {}
        return compute(DEFINITIONS[snapshot.report].figures, self.basis(snapshot), cities)

    def _count(self, basis: Basis, snapshots: Sequence[Snapshot]) -> dict[str, Figures]:
        single = [one for one in snapshots if one.city_id is not None]
        if not single:
            return {}
        figures = {figure.id: figure for one in single for figure in DEFINITIONS[one.report].figures}
        cities = sorted({str(one.city_id) for one in single})
        return compute(figures.values(), basis, cities)[1]


def _of(submission: Submission, snapshot: Snapshot, numbers: _Numbers) -> Iterator[Drift]:
    """The figures of one report that read otherwise."""
    whole, cities = numbers.of(snapshot)
    now = _kept(whole)
    then = {name: from_json(value) for name, value in snapshot.figures.items()}
    moved = [
        figure
        for figure in DEFINITIONS[snapshot.report].figures
        if figure.id in then and then[figure.id] != now[figure.id]
    ]
    if not moved:
        return
    by_place = {code: _kept(one) for code, one in cities.items()}
    places = _places(submission, snapshot, now, by_place, numbers.basis(snapshot))
    for figure in moved:
        one, other = then[figure.id], now[figure.id]
        yield Drift(
            submission,
            figure,
            printed(figure.form, one),
            printed(figure.form, other),
            difference_of(figure.form, one, other),
            places.get(figure.id, ()),
            _cause(figure, snapshot, numbers.basis(snapshot)),
        )


def _kept(figures: Figures) -> Figures:
    """Figures as a version keeps them."""
    return {name: from_json(to_json(value)) for name, value in figures.items()}


def _places(
    submission: Submission, snapshot: Snapshot, now: Figures, cities: Mapping[str, Figures], basis: Basis
) -> dict[str, list[str]]:
    """{figure: the sentences of the text that say it otherwise, of the whole or of a city}"""
    before = {name: from_json(value) for name, value in snapshot.before.items()}
    figures, over = DEFINITIONS[snapshot.report].further, place_of(snapshot.report, snapshot.city_id)
    further = compute(figures, basis, over.cities)[0] if figures else {}
    values = with_movement(now | further, before) | by_city(cities, over.names)
    found: dict[str, list[str]] = {}
    for untrue in untrue_of(snapshot, sections_of(snapshot, submission), values):
        for move in untrue.moves:
            places, place = found.setdefault(base_of(move.name), []), f"{untrue.heading}第{untrue.number}句"
            if place not in places:
                places.append(place)
    return found


def _cause(figure: Figure, snapshot: Snapshot, basis: Basis) -> str:
    """How many rows have come and gone; a rate follows its counts."""
    if len(figure.parts) > 1:
        return f"随{figure.counted_parts[0].name}"
    cities = place_of(snapshot.report, snapshot.city_id).cities
    behind = {one.figure: one for one in snapshot.capture.figures.filter(figure__in=[p.id for p in figure.parts])}
    moves = [moved_rows(behind[part.id], part, basis, cities) for part in figure.parts if part.id in behind]
    return cause_of(*(sum(one) for one in zip(*moves, strict=True))) if moves else ""


def cause_of(entered: int, left: int) -> str:
    """In official words."""
    words = [f"新计入{entered:,}条"] if entered else []
    return "，".join([*words, *([f"不再计入{left:,}条"] if left else [])]) or "明细数值更正"


def difference_of(form: Form, then: Number, now: Number) -> str:
    """With its sign; rates in points of a hundred. Empty where one of the two is unknown."""
    if then is None or now is None:
        return ""
    more = Decimal(now) - Decimal(then)
    size = (
        f"{abs(more) * 100:,.2f}个百分点"
        if form == Form.RATE
        else printed(form, abs(more) if form == Form.MONEY else int(abs(more)))
    )
    return f"{'+' if more > 0 else MINUS}{size}"


def by_office(reader: User, campaign: Campaign, drifts: Iterable[Drift]) -> dict[int, int | None]:
    """{office that delivered to the reader's: how many figures read otherwise}; None where all came from outside."""
    rows = Submission.objects.visible_to(reader).delivered()
    rows = rows.filter(duty__campaign=campaign, duty__recipient=reader.organisation_id)
    found: dict[int, int | None] = {}
    for office, snapshot in rows.order_by().values_list("duty__organisation", "snapshot"):
        found[office] = found.get(office) if snapshot is None else 0
    for one in drifts:
        office = one.submission.duty.organisation_id
        if office in found:
            found[office] = (found[office] or 0) + 1
    return found
