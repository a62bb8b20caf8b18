"""How the columns of cases, measures and refused hazards stand on their pages, and the tags that tell how far each is."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.listing.columns import FIRM, LINE, NUMBER, ListTable, Look, Looks, table_of
from core.rows import Row
from core.templatetags.portal import state_of, state_tag
from core.views.addresses import row_address
from core.views.tables import Columns
from dispositions.choices import CaseState

#: Two tags.
BOTH: Final = "{} {}"


def case_tag(row: Row) -> SafeString:
    """How a case ended, where that is told; while it is open whether it is late, and what it waits for."""
    if row.state == CaseState.CLOSED:
        return state_tag(row.get_outcome_display() or row.get_state_display(), "done")
    if row.waits_second:
        tag = state_tag(_("Waiting for the second person"), "warn")
    elif row.waits_review:
        tag = state_tag(_("Answer to look at"), "warn")
    else:
        tag = state_of(row)
    return format_html(BOTH, state_tag(_("Overdue"), "over"), tag) if row.is_late else tag


def step_tag(row: Row) -> SafeString:
    """How far a measure is, and whether its day was missed."""
    tag = state_of(row)
    return format_html(BOTH, state_tag(pgettext("disposition", "Not in time"), "over"), tag) if row.is_late else tag


def hazard_tag(row: Row) -> SafeString:
    """How far a refused hazard is, and whether a penalty on it is not public in time."""
    tag = state_of(row.hazard)
    return format_html(BOTH, state_tag(_("Publication overdue"), "over"), tag) if row.measured.is_late else tag


def other_tag(row: Row) -> SafeString:
    """Of a case of somebody else: how it ended, or that it is dealt with."""
    return state_tag(row.outcome, "done") if row.closed_on else state_tag(row.state, "run")


#: Whence a case came and what is planned in it: told to authorities, not to its subject.
INWARD_COLUMNS: Final = frozenset({"get_source_display", "source_name"})
CASE_COLUMNS: Final[Columns] = (
    (gettext_lazy("Case number"), "number"),
    (gettext_lazy("Subject"), "get_subject_display"),
    (gettext_lazy("Name of the subject"), "subject_name"),
    (gettext_lazy("City"), "city.name"),
    (gettext_lazy("Origin"), "get_source_display"),
    (gettext_lazy("Number of the origin"), "source_name"),
    (gettext_lazy("Case of"), "title"),
    (gettext_lazy("Authority"), "authority.name"),
    (gettext_lazy("Opened on"), "opened_on"),
    (gettext_lazy("Next deadline"), "due"),
    (gettext_lazy("State"), "get_state_display"),
    (gettext_lazy("Ended by"), "get_outcome_display"),
    (gettext_lazy("Ended on"), "closed_on"),
)
CASE_LOOKS: Final[Looks] = MappingProxyType(
    {
        "number": Look("nowrap", under="title", url=lambda row: row_address("dispositions:case-detail", row.pk)),
        "subject_name": FIRM,
        "get_source_display": Look(under="source_name"),
        "authority.name": Look(),
        "opened_on": LINE,
        "due": LINE,
        "get_state_display": Look("corner", cell=case_tag),
    }
)
#: What the page of an enterprise shows of its cases.
OWN_PATHS: Final = frozenset({"number", "get_source_display", "authority.name", "opened_on", "get_state_display"})
STEP_COLUMNS: Final[Columns] = (
    (gettext_lazy("Number of the document"), "doc_no"),
    (gettext_lazy("Measure"), "get_kind_display"),
    (gettext_lazy("Case number"), "case.number"),
    (gettext_lazy("Name of the subject"), "case.subject_name"),
    (gettext_lazy("City"), "case.city.name"),
    (gettext_lazy("Authority"), "authority.name"),
    (gettext_lazy("Issued on"), "issued_on"),
    (pgettext_lazy("disposition", "Due on"), "due_on"),
    (pgettext_lazy("disposition", "Met on"), "ended_on"),
    (gettext_lazy("Fine (yuan)"), "amount", "money"),
    (gettext_lazy("State"), "get_state_display"),
)
STEP_LOOKS: Final[Looks] = MappingProxyType(
    {
        "doc_no": Look("nowrap", url=lambda row: row_address("dispositions:case-detail", row.case_id)),
        "get_kind_display": LINE,
        "case.subject_name": FIRM,
        "authority.name": Look(),
        "issued_on": LINE,
        "due_on": LINE,
        "ended_on": LINE,
        "amount": NUMBER,
        "get_state_display": Look("corner", cell=step_tag),
    }
)
REFUSAL_COLUMNS: Final[Columns] = (
    (gettext_lazy("Hazard number"), "hazard.hazard_no"),
    (gettext_lazy("Enterprise"), "hazard.enterprise.name"),
    (gettext_lazy("City"), "hazard.city.name"),
    (gettext_lazy("Report number"), "number"),
    (gettext_lazy("Reported at"), "reported_at"),
    (gettext_lazy("Measure"), "measured.words"),
    (gettext_lazy("Newest measure"), "measured.newest"),
    (gettext_lazy("Fine (yuan)"), "measured.fined", "money"),
    (gettext_lazy("State"), "hazard.get_state_display"),
)
REFUSAL_LOOKS: Final[Looks] = MappingProxyType(
    {
        "hazard.hazard_no": Look("nowrap", url=lambda row: row_address("hazards:hazard-detail", row.hazard_id)),
        "hazard.enterprise.name": FIRM,
        "hazard.city.name": LINE,
        "number": LINE,
        "reported_at": LINE,
        "measured.words": Look(),
        "measured.newest": LINE,
        "measured.fined": NUMBER,
        "hazard.get_state_display": Look("corner", cell=hazard_tag),
    }
)
OTHERS_COLUMNS: Final[Columns] = (
    (gettext_lazy("Case number"), "number"),
    (gettext_lazy("Subject"), "name"),
    (gettext_lazy("Origin"), "origin"),
    (gettext_lazy("City"), "place"),
    (gettext_lazy("Authority"), "authority"),
    (gettext_lazy("Ended on"), "closed_on"),
    (gettext_lazy("State"), "state"),
)
OTHERS_LOOKS: Final[Looks] = MappingProxyType(
    {
        "number": Look("nowrap"),
        "name": Look("is-meta p-firm", under="subject"),
        "origin": Look(),
        "place": LINE,
        "authority": Look(),
        "closed_on": LINE,
        "state": Look("corner", cell=other_tag),
    }
)


def table_of_cases(rows: Iterable[Row]) -> ListTable:
    """The cases of one enterprise, each with its marks."""
    return table_of([column for column in CASE_COLUMNS if column[1] in OWN_PATHS], CASE_LOOKS, rows, "")


def table_of_others(rows: Iterable[Row]) -> ListTable:
    """Cases that somebody else deals with."""
    return table_of(OTHERS_COLUMNS, OTHERS_LOOKS, rows, "")
