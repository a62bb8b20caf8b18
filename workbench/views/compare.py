"""The page that compares the insurers of a place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from campaigns.services import current_campaign
from core import clock
from core.contributions.desk import DUE_SOON
from core.contributions.tallies import CASES_OF_INSURERS, tally_of
from core.templatetags.portal import percent, thousands, wan
from core.views.addresses import address
from core.views.lists import TableExport
from core.views.tables import Sheet
from crosschecks.choices import InquiryState
from crosschecks.models import Inquiry
from crosschecks.permissions import QuestionPermission
from hazards.choices import HazardStatus
from hazards.filters import BY_INSURERS
from insurers.expenses.figures import ANY_FLAG, Shares, shares_on
from workbench.comparison import Compared, Look, compare, total_of
from workbench.permissions import WorkbenchPermission

DEFAULT_SORT: Final = "rate"
DESCENDING: Final = "desc"
#: Waiting questions above the comparison; the rest is on their list.
SHOWN: Final = 7


@dataclass(frozen=True, slots=True)
class Head:
    """A column: the name in the address and of the value it is sorted by, its words, its unit."""

    key: str
    label: str | Promise
    unit: str | Promise = ""


HEADS: Final = (
    Head("name", gettext_lazy("Insurer")),
    Head("policies", pgettext_lazy("compared", "Policies"), pgettext_lazy("unit", "policies")),
    Head("premium", gettext_lazy("Premium paid"), gettext_lazy("10,000 yuan")),
    Head("promises", pgettext_lazy("services", "Promised"), pgettext_lazy("unit", "times")),
    Head("done", pgettext_lazy("services", "Done"), pgettext_lazy("unit", "times")),
    Head("rate", gettext_lazy("Promises kept"), gettext_lazy("done ÷ promised")),
    Head("fee_share", gettext_lazy("Share of fees"), gettext_lazy("booked ÷ premium")),
    Head("asked", gettext_lazy("Fee flags"), pgettext_lazy("unit", "policies")),
    Head("lacking", gettext_lazy("Not assisted"), pgettext_lazy("unit", "enterprises")),
    Head("hazards", gettext_lazy("Hazards"), pgettext_lazy("unit", "hazards")),
    Head("complaints", pgettext_lazy("compared", "Complaints"), pgettext_lazy("unit", "cases")),
    Head("cases", gettext_lazy("Cases"), pgettext_lazy("unit", "cases")),
)
SORTS: Final = frozenset(head.key for head in HEADS)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number with the address of its rows, and what stands below it in small type."""

    head: Head
    text: str
    url: str
    sub: str = ""
    sub_url: str = ""
    warm: bool = False


def cells_of(row: Compared, shares: Shares, campaign: Mapping[str, str]) -> Iterator[Cell]:
    """The numbers of a row in the order of HEADS; those of the sum open the rows of all insurers.

    `campaign` is how addresses name the one whose assistance is counted.
    """
    of = {} if row.pk is None else {"insurer": str(row.pk)}
    heads = {head.key: head for head in HEADS}
    policies, promises = "policies:policy-list", "promises:promise-list"
    held = address(policies, **of)
    yield Cell(heads["policies"], thousands(row.policies), held)
    yield Cell(heads["premium"], wan(row.premium), held)
    yield Cell(heads["promises"], thousands(row.promises), address(promises, **of, standing="so-far"))
    done = address(promises, **of, standing="done")
    yield Cell(heads["done"], thousands(row.done), done)
    late = _("late %(n)s") % {"n": thousands(row.late)} if row.late else ""
    yield Cell(heads["rate"], percent(row.rate), done, late, address(promises, **of, standing="late"), row.late > 0)
    spent, agreed = address("expenses:fee-policy-list", **of), _("agreed %(share)s") % {"share": percent(row.agreed)}
    yield Cell(heads["fee_share"], percent(row.fee_share), spent, agreed, warm=row.breaks(shares))
    yield Cell(heads["asked"], thousands(row.asked), address("expenses:fee-policy-list", **of, flag=ANY_FLAG))
    units = f"/ {thousands(row.units)}"
    insured = address("coverage:enterprise-list", **of)
    yield Cell(
        heads["lacking"],
        thousands(row.lacking),
        address("promises:without-assistance", **of, **campaign),
        units,
        insured if of else "",
    )
    yield from _hazard_cells(row, heads["hazards"], of)
    yield Cell(heads["complaints"], thousands(row.complaints), address("complaints:complaint-list", **of))
    tally = tally_of(CASES_OF_INSURERS)
    yield Cell(heads["cases"], thousands(row.cases), tally.url(row.pk) if tally and row.cases is not None else "")


def _hazard_cells(row: Compared, head: Head, of: dict[str, str]) -> Iterator[Cell]:
    """The sum leaves out what departments found, and so do the rows behind it."""
    ledger, of = "hazards:hazard-list", of or {"source": BY_INSURERS}
    closed = _("closed %(n)s") % {"n": thousands(row.closed)}
    url = address(ledger, **of, due="record")
    yield Cell(head, thousands(row.hazards), url, closed, address(ledger, **of, state=HazardStatus.CLOSED))


def in_order(rows: list[Compared], key: str, *, descending: bool) -> list[Compared]:
    """Sorted by one of SORTS, names by the order of the codes that they come in; what is unknown stands last."""
    if key == "name":
        return rows[::-1] if descending else rows
    value = attrgetter(key)
    known = [row for row in rows if value(row) is not None]
    unknown = [row for row in rows if value(row) is None]
    return sorted(known, key=value, reverse=descending) + unknown


class InsurerCompareView(TableExport):
    """One sortable row for each insurer with business in the place; every number opens its rows."""

    permission = WorkbenchPermission.INSURER_COMPARE
    http_method_names = ["get", "head", "options"]
    sheet = Sheet(
        "保险机构对照表",
        "件、元、次、户、项",
        frozenset({"policies", "premium", "promises", "done", "late", "budget", "booked", "asked", "units", "lacking"})
        | {"hazards", "closed", "complaints", "cases"},
    )
    columns = (
        (gettext_lazy("Insurer"), "name"),
        (pgettext_lazy("compared", "Policies"), "policies"),
        (gettext_lazy("Premium paid (yuan)"), "premium", "money"),
        (pgettext_lazy("services", "Promised"), "promises"),
        (pgettext_lazy("services", "Done"), "done"),
        (gettext_lazy("Late"), "late"),
        (gettext_lazy("Promises kept"), "rate", "percent"),
        (gettext_lazy("Budget (yuan)"), "budget", "money"),
        (gettext_lazy("Booked (yuan)"), "booked", "money"),
        (gettext_lazy("Share of fees"), "fee_share", "percent"),
        (gettext_lazy("Share agreed"), "agreed", "percent"),
        (gettext_lazy("Fee flags"), "asked"),
        (gettext_lazy("Insured units"), "units"),
        (gettext_lazy("Not assisted"), "lacking"),
        (gettext_lazy("Hazards"), "hazards"),
        (gettext_lazy("Hazards closed"), "closed"),
        (pgettext_lazy("compared", "Complaints"), "complaints"),
        (gettext_lazy("Cases"), "cases"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        today = clock.today()
        key, descending = self.sort_of(request)
        campaign = current_campaign(today, self.person)
        since, named = (campaign.starts_on, {"campaign": campaign.code}) if campaign else (today, {})
        rows = in_order(compare(Look(self.person, today, since)), key, descending=descending)
        if self.wants_export():
            return self.export(rows)
        shares = shares_on(today)
        total = total_of(rows, _("Total"))
        context = {
            "heads": list(heads_of(key, descending=descending)),
            "sorted_by": next(head.label for head in HEADS if head.key == key),
            "lines": [(row, list(cells_of(row, shares, named))) for row in rows],
            "total": total,
            "total_cells": list(cells_of(total, shares, named)),
            "of_campaign": urlencode(named),
            "questions": self.questions(today),
            "ask_url": self.ask_url(),
            "question_tabs": list(question_tabs(self.person)),
            "low": shares.lowest,
            "high": shares.highest,
            "export_query": self.export_query(),
        }
        return render(request, "workbench/insurer_compare.html", context)

    def questions(self, today: date) -> list["Asked"]:
        """Those that wait for the authority first, then those whose answer is due first."""
        rows = Inquiry.objects.visible_to(self.person).open().select_related("insurer", "policy", "activity", "plan")
        listed = rows.order_by("state", F("due_on").asc(nulls_first=True), "pk")[:SHOWN]
        return [Asked(row, days_for(row, today)) for row in listed]

    def ask_url(self) -> str:
        """Where an insurer is asked: at the rows that raise a question; for those who may ask."""
        may = self.person.may(QuestionPermission.QUESTION_SETTLE)
        return address("expenses:fee-policy-list", flag=ANY_FLAG) if may else ""

    def sort_of(self, request: HttpRequest) -> tuple[str, bool]:
        """The column that the address names and whether it descends; the rate upwards for none or nonsense."""
        key = request.GET.get("sort", DEFAULT_SORT)
        return (key, request.GET.get("dir") == DESCENDING) if key in SORTS else (DEFAULT_SORT, False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits; `left` days to its answer, None where the answer is there or no day was set."""

    row: Inquiry
    left: int | None

    @property
    def tag(self) -> str:
        if self.left is None or self.left > DUE_SOON:
            return ""
        return "over" if self.left < 0 else "warn"


def days_for(row: Inquiry, today: date) -> int | None:
    return None if row.state != InquiryState.ASKED or row.due_on is None else (row.due_on - today).days


def question_tabs(user: User) -> Iterator[tuple[str, int, str]]:
    """Words, number and address of the questions that wait: all, answers to look at, those to be answered; one query."""
    answered, asked = Q(state=InquiryState.ANSWERED), Q(state=InquiryState.ASKED)
    counts = {"answered": Count("pk", filter=answered), "asked": Count("pk", filter=asked)}
    found = Inquiry.objects.visible_to(user).aggregate(**counts)
    listed = "crosschecks:question-list"
    yield _("All"), found["answered"] + found["asked"], address(listed, standing="open")
    yield str(InquiryState.ANSWERED.label), found["answered"], address(listed, standing=InquiryState.ANSWERED)
    yield str(InquiryState.ASKED.label), found["asked"], address(listed, standing=InquiryState.ASKED)


def heads_of(key: str, *, descending: bool) -> Iterator[dict[str, object]]:
    """Each column with the address that sorts by it; the one in force turns round, others begin with the most."""
    for head in HEADS:
        is_current = head.key == key
        turns = not descending if is_current else head.key not in {"name", DEFAULT_SORT}
        yield {
            "head": head,
            "sort": ("descending" if descending else "ascending") if is_current else "",
            "url": f"?sort={head.key}{f'&dir={DESCENDING}' if turns else ''}",
        }
