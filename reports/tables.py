"""The columns under which the rows behind a figure are listed: one declaration for each ledger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.templatetags.portal import day
from core.views.addresses import row_address
from core.views.tables import value_at
from core.workbooks.formats import Form, printed
from enterprises.models import Enterprise
from hazards.models import Hazard
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer
from insurers.activities.models import Activity
from insurers.expenses.models import Expense
from insurers.policies.models import Policy

_STYLE: Final[Mapping[Form, str]] = {
    Form.TEXT: "is-meta",
    Form.DAY: "nowrap is-meta",
    Form.COUNT: "num is-meta",
    Form.MONEY: "num is-meta",
    Form.RATE: "num is-meta",
}


def _shown(form: Form, value: object) -> str:
    return day(value) if form == Form.DAY and isinstance(value, date) else printed(form, value)


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A column: its title, the path of its value from the row, the form in which it is shown; `until` ends a period."""

    title: Promise
    path: str
    form: Form = Form.TEXT
    until: str = ""

    @property
    def style(self) -> str:
        """The class of its cells."""
        return _STYLE[self.form]

    @property
    def is_number(self) -> bool:
        """Whether its values stand to the right."""
        return self.form in {Form.COUNT, Form.MONEY, Form.RATE}

    def text(self, row: Model) -> str:
        """What its cell shows for the row."""
        first = _shown(self.form, value_at(row, self.path))
        return f"{first} — {_shown(self.form, value_at(row, self.until))}" if self.until else first


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
        columns=(INSPECTED_CITY, RowColumn(_("Day"), day_path, Form.DAY)),
        related=("task__inspected", *related),
    )


ROW_TABLES: Final[Mapping[type[Model], RowTable]] = {
    Enterprise: RowTable(
        lead=_("Enterprise / credit code"),
        title="name",
        subtitle="uscc",
        address="workbench:enterprise-detail",
        columns=(RowColumn(_("County"), "county.name"), RowColumn(_("Employees"), "employees", Form.COUNT)),
        related=("county",),
    ),
    Policy: RowTable(
        lead=_("Policy number"),
        title="policy_no",
        address="policies:policy-detail",
        columns=(
            ENTERPRISE,
            INSURER,
            RowColumn(_("Period"), "start_on", Form.DAY, until="end_on"),
            RowColumn(_("Premium paid (yuan)"), "premium_paid", Form.MONEY),
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
            RowColumn(_("Day"), "start_on", Form.DAY),
            RowColumn(_("Participants"), "participants", Form.COUNT),
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
            RowColumn(_("Found on"), "found_on", Form.DAY),
            RowColumn(_("Deadline"), "deadline", Form.DAY),
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
            RowColumn(_("Booked on"), "booked_on", Form.DAY),
            RowColumn(_("Amount (yuan)"), "amount", Form.MONEY),
        ),
        related=("enterprise", "insurer", "policy"),
    ),
    InspectedEnterprise: _task_table("checked_on", "enterprise__county"),
    InspectedInsurer: _task_table("checked_on", "insurer"),
    Finding: _task_table("found_on", "enterprise_item__enterprise", "insurer_item__insurer"),
}
