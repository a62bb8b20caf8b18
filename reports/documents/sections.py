"""The text of a version by section: what its office wrote, and the drafted sentences for the rest (issue 19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.languages import official
from reports.choices import ReportKind, SectionKey
from reports.documents.checks import failures
from reports.documents.text import SECTIONS, Given, Part, drafts_of
from reports.documents.tokens import (
    SOURCE,
    Bound,
    Kind,
    Piece,
    by_city,
    loose_numbers,
    noted,
    pieces,
    plain,
    with_movement,
)
from reports.figures import FURTHER
from reports.models import ReportSection, Snapshot, Submission
from reports.rules import Number, from_json
from reports.services.frozen import number_of
from reports.services.places import place_of


@dataclass(frozen=True, slots=True)
class Written:
    """A section of a version. `paragraphs` and `drafted` hold tokens; `version` is 0 before the first change."""

    part: Part
    bound: Bound
    paragraphs: Sequence[str]
    version: int = 0
    is_edited: bool = False
    is_final: bool = False
    by: str = ""
    at: datetime | None = None

    @property
    def key(self) -> str:
        return self.part.key.value

    @property
    def heading(self) -> str:
        return self.part.heading

    @property
    def drafted(self) -> Sequence[str]:
        return self.part.texts

    @property
    def body(self) -> str:
        """All of it with its tokens."""
        return "\n".join(self.paragraphs)

    @property
    def read(self) -> list[list[Piece]]:
        """Each paragraph taken apart, for a page."""
        return [pieces(text, self.bound) for text in self.paragraphs]

    @property
    def texts(self) -> list[str]:
        """Each paragraph as it reads."""
        return [plain(text, self.bound) for text in self.paragraphs]

    def printed(self, by_hand: list[Piece]) -> list[str]:
        """Each paragraph as a document prints it; its numbers by hand are added to those before."""
        return [noted(text, self.bound, by_hand) for text in self.paragraphs]

    def of_kind(self, kind: Kind) -> list[Piece]:
        return [piece for paragraph in self.read for piece in paragraph if piece.kind == kind]

    @property
    def by_hand(self) -> list[Piece]:
        """Numbers that somebody changed by hand."""
        return self.of_kind(Kind.HAND)

    @property
    def loose(self) -> list[str]:
        """Numbers in the office's own words that no figure vouches for."""
        own = [text for text in self.paragraphs if text not in self.drafted and SOURCE not in text]
        return [one for text in own for one in loose_numbers(text)]

    @property
    def lacks(self) -> list[Piece]:
        """Numbers that may not be printed, each with its reason."""
        return self.of_kind(Kind.LACK)

    @property
    def to_write(self) -> list[Piece]:
        """What the office must still write."""
        return self.of_kind(Kind.TO_WRITE)


def values_of(snapshot: Snapshot) -> dict[str, Number]:
    """The numbers of a version that a text may name."""
    now, before = (
        {name: from_json(value) for name, value in one.items()} for one in (snapshot.figures, snapshot.before)
    )
    now |= further_of(snapshot)
    names = place_of(snapshot.report, snapshot.city_id).names
    cities = {code: {name: from_json(value) for name, value in one.items()} for code, one in snapshot.cities.items()}
    return {**with_movement(now, before), **by_city(cities, names)}


def further_of(snapshot: Snapshot) -> dict[str, Number]:
    """Our own figures of a version that its text names beside those of the contract, from the rows that were frozen."""
    rows = snapshot.capture.figures.filter(figure__in=FURTHER)
    return {one.figure: number_of(FURTHER[one.figure], one) for one in rows}


def bound_of(snapshot: Snapshot) -> Bound:
    """The same with what does not pass a check; a count is held against the rows that were frozen of it."""
    values = values_of(snapshot)
    rows = snapshot.capture.figures.filter(total__isnull=True).values_list("figure", "count")
    return Bound(values, snapshot.cutoff, {**snapshot.doubts, **failures(values, dict(rows))})


def drafts_for(snapshot: Snapshot, values: Mapping[str, Number]) -> list[Part]:
    """What the portal drafts for a report over some numbers."""
    return drafts_over(snapshot.report, snapshot.city_id, values)


def drafts_over(report: str, city: str | None, values: Mapping[str, Number]) -> list[Part]:
    """The same for a report that is not built yet."""
    place = place_of(report, city)
    with official():
        return drafts_of(ReportKind(report), Given(place.name, values, [place.names[one] for one in place.cities]))


def sections_of(snapshot: Snapshot, submission: Submission | None) -> list[Written]:
    """The sections of a version in their order: as signed, else as they stand."""
    bound = bound_of(snapshot)
    parts = drafts_for(snapshot, bound.values)
    if submission is not None and submission.text:
        return [_signed(part, bound, submission.text) for part in parts]
    return written_over(parts, bound, submission.duty_id if submission else None)


def written_over(parts: Sequence[Part], bound: Bound, duty: int | None) -> list[Written]:
    """Drafted sections with what the office wrote in their place, whose duty it is."""
    rows = ReportSection.objects.filter(duty=duty).select_related("written_by")
    by_key = {row.key: row for row in rows}
    return [_written(part, bound, by_key.get(part.key)) for part in parts]


def _signed(part: Part, bound: Bound, text: Mapping[str, str]) -> Written:
    drafted = "\n".join(part.texts)
    body = text.get(part.key, drafted)
    return Written(part, bound, paragraphs_of(body), is_edited=body != drafted, is_final=True)


def _written(part: Part, bound: Bound, row: ReportSection | None) -> Written:
    if row is None:
        return Written(part, bound, part.texts)
    paragraphs = paragraphs_of(row.body) if row.body else part.texts
    return Written(
        part, bound, paragraphs, row.version, bool(row.body), row.is_final, str(row.written_by), row.written_at
    )


def paragraphs_of(body: str) -> list[str]:
    """The paragraphs of a text; blank lines are none."""
    return [line.strip() for line in body.splitlines() if line.strip()]


def frozen_text(submission: Submission) -> dict[str, str]:
    """{section: its text} of a version, to be kept with its signature."""
    if submission.snapshot is None:
        return {}
    return {one.key: one.body for one in sections_of(submission.snapshot, submission)}


def unwritten(submission: Submission) -> list[str]:
    """The headings of sections in which the office must still write something."""
    if submission.snapshot is None:
        return []
    return [one.heading for one in sections_of(submission.snapshot, submission) if one.to_write]


def has_section(report: str, key: str) -> bool:
    """Whether a report has a section of that key."""
    return key in {one.value for one, _make in SECTIONS[ReportKind(report)]}


def section_keys(report: str) -> list[SectionKey]:
    """The sections of a report in their order."""
    return [key for key, _make in SECTIONS[ReportKind(report)]]
