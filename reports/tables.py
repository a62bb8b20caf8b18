"""The columns under which the rows behind a figure are listed: one declaration for each ledger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.templatetags.portal import dash, day, thousands, yuan
from core.views.addresses import row_address
from core.views.tables import value_at
from enterprises.models import Enterprise
from hazards.models import Hazard
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer
from insurers.activities.models import Activity
from insurers.expenses.models import Expense
from insurers.policies.models import Policy

Form = Literal["text", "day", "count", "money"]
_SHOW: Final = {"text": dash, "day": day, "count": thousands, "money": yuan}
_STYLE: Final[Mapping[Form, str]] = {
    "text": "is-meta",
    "day": "nowrap is-meta",
    "count": "num is-meta",
    "money": "num is-meta",
}


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A column: its title, the path of its value from the row, the form in which it is shown; `until` ends a period."""

    title: Promise
    path: str
    form: Form = "text"
    until: str = ""

    @property
    def style(self) -> str:
        """The class of its cells."""
        return _STYLE[self.form]

    @property
    def is_number(self) -> bool:
        """Whether its values stand to the right."""
        return self.form in {"count", "money"}

    def text(self, row: Model) -> str:
        """What its cell shows for the row."""
        show = _SHOW[self.form]
        first = show(value_at(row, self.path))
        return f"{first} — {show(value_at(row, self.until))}" if self.until else str(first)


class RowCell(NamedTuple):
    """One cell of a listed row."""

    column: RowColumn
    text: str


class RowLine(NamedTuple):
    """One listed row: what leads to its page, a second line under it, the other cells."""

    address: str
    title: str
    subtitle: str
    cells: Sequence[RowCell]


@dataclass(frozen=True, slots=True)
class RowTable:
    """How the rows of one ledger are listed; `address` names the page that `key` of a row leads to."""

    lead: Promise
    title: str
    address: str
    columns: tuple[RowColumn, ...]
    key: str = "pk"
    subtitle: str = ""
    related: tuple[str, ...] = ()

    def lines(self, rows: Iterable[Model]) -> Iterator[RowLine]:
        """The rows as the page shows them."""
        for row in rows:
            yield RowLine(
                address=row_address(self.address, value_at(row, self.key)),
                title=str(value_at(row, self.title)),
                subtitle=str(value_at(row, self.subtitle)) if self.subtitle else "",
                cells=[RowCell(column, column.text(row)) for column in self.columns],
            )


ENTERPRISE = RowColumn(_("Enterprise"), "enterprise.name")
INSURER = RowColumn(_("Insurer"), "insurer.name")
INSPECTED_CITY = RowColumn(_("Inspected city"), "task.inspected.name")


def _task_table(day_path: str, *related: str) -> RowTable:
    """What belongs to a task of cross-inspection opens the task."""
    return RowTable(
        lead=_("Subject"),
        title="__str__",
        address="inspections:task-detail",
        key="task_id",
        columns=(INSPECTED_CITY, RowColumn(_("Day"), day_path, "day")),
        related=("task__inspected", *related),
    )


ROW_TABLES: Final[Mapping[type[Model], RowTable]] = {
    Enterprise: RowTable(
        lead=_("Enterprise / credit code"),
        title="name",
        subtitle="uscc",
        address="workbench:enterprise-detail",
        columns=(RowColumn(_("County"), "county.name"), RowColumn(_("Employees"), "employees", "count")),
        related=("county",),
    ),
    Policy: RowTable(
        lead=_("Policy number"),
        title="policy_no",
        address="policies:policy-detail",
        columns=(
            ENTERPRISE,
            INSURER,
            RowColumn(_("Period"), "start_on", "day", until="end_on"),
            RowColumn(_("Premium paid (yuan)"), "premium_paid", "money"),
        ),
        related=("enterprise", "insurer"),
    ),
    Activity: RowTable(
        lead=_("Service number"),
        title="activity_no",
        address="activities:activity-detail",
        columns=(
            ENTERPRISE,
            INSURER,
            RowColumn(_("Day"), "start_on", "day"),
            RowColumn(_("Participants"), "participants", "count"),
        ),
        related=("enterprise", "insurer"),
    ),
    Hazard: RowTable(
        lead=_("Hazard number"),
        title="__str__",
        address="hazards:hazard-detail",
        columns=(
            ENTERPRISE,
            INSURER,
            RowColumn(_("Found on"), "found_on", "day"),
            RowColumn(_("Deadline"), "deadline", "day"),
            RowColumn(_("State"), "get_state_display"),
        ),
        related=("enterprise", "insurer"),
    ),
    Expense: RowTable(
        lead=_("Voucher number"),
        title="voucher_no",
        address="expenses:expense-detail",
        columns=(
            RowColumn(_("Policy number"), "policy.policy_no"),
            ENTERPRISE,
            INSURER,
            RowColumn(_("Booked on"), "booked_on", "day"),
            RowColumn(_("Amount (yuan)"), "amount", "money"),
        ),
        related=("enterprise", "insurer", "policy"),
    ),
    InspectedEnterprise: _task_table("checked_on", "enterprise__county"),
    InspectedInsurer: _task_table("checked_on", "insurer"),
    Finding: _task_table("found_on", "enterprise_item__enterprise", "insurer_item__insurer"),
}
