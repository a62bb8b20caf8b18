"""The columns under which the rows behind a figure are listed: one declaration for each ledger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from django.db.models import F, Model, Value
from django.db.models.expressions import Combinable
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat, JSONObject, LPad
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.templatetags.portal import day
from core.views.addresses import row_address
from core.views.tables import Kind, Shown, value_at
from core.workbooks.formats import Form, printed
from enterprises.models import Enterprise, Outsourcing
from hazards.choices import HazardStatus
from hazards.models import Hazard, Refusal
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, PlanVersion
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


#: The kinds of values as workbooks of pages name them.
SHEET_KINDS: Final[Mapping[Form, Kind]] = {
    Form.TEXT: "text",
    Form.DAY: "date",
    Form.COUNT: "int",
    Form.MONEY: "money",
    Form.RATE: "percent",
}
#: The key of a row, which digests are made of, and what workbooks call it.
ROW_KEY: Final = "pk"
ROW_NUMBER: Final = "台账行号"
#: What a row shows, as it was frozen: {path: value as JSON}.
Frozen = Mapping[str, object]


def _thawed(form: Form, value: object) -> object:
    """A frozen value as the ledger holds it."""
    if form == Form.DAY and isinstance(value, str):
        return date.fromisoformat(value)
    return Decimal(str(value)) if form == Form.MONEY and value is not None else value


def _shown(form: Form, value: object) -> str:
    return day(value) if form == Form.DAY and isinstance(value, date) else printed(form, value)


def _joined(texts: Sequence[str]) -> str:
    """One value, or the two ends of a period; what is markup stays markup."""
    return texts[0] if len(texts) == 1 else format_html("{} — {}", *texts)


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
        return _joined([_shown(self.form, value_at(row, path)) for path in self.paths])

    @property
    def paths(self) -> list[str]:
        """The paths of all its values."""
        return [self.path, self.until] if self.until else [self.path]

    def frozen_text(self, frozen: Frozen) -> str:
        """The same of a frozen row."""
        return _joined([_shown(self.form, _thawed(self.form, frozen.get(path))) for path in self.paths])

    def sheet_value(self, frozen: Frozen) -> object:
        """The same as a cell of a workbook takes it: numbers and days as themselves."""
        value = frozen.get(self.path)
        if self.until or (value is not None and self.form == Form.TEXT):
            return str(self.frozen_text(frozen))
        return _thawed(self.form, value)


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
    """How the rows of one ledger are listed; `address` names the page that `key` of a row leads to.

    `stored` says how the database makes the values of paths that only Python knows, or which attribute of the row holds
    them; `words` are the labels of codes that
    it stores in their place.
    """

    lead: Promise
    title: str
    address: str
    columns: tuple[RowColumn, ...]
    key: str = "pk"
    subtitle: str = ""
    related: tuple[str, ...] = ()
    stored: Mapping[str, Combinable | str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    #: What the first line and the second one are called by themselves, where there is a second one.
    leads: tuple[Promise, ...] = ()

    def with_amount(self, total: str, form: Form) -> "RowTable":
        """With the column that a figure adds up, where none of its own shows it: premiums with what endorsements gave."""
        if not total or total in self.frozen_paths:
            return self
        title = _("Amount counted (yuan)") if form == Form.MONEY else _("Number counted")
        return replace(self, columns=(*self.columns, RowColumn(title, total, form)))

    @property
    def frozen_paths(self) -> list[str]:
        """The paths of what is frozen of a row."""
        paths = [self.title, self.key, *[path for column in self.columns for path in column.paths]]
        return list(dict.fromkeys([*paths, self.subtitle] if self.subtitle else paths))

    def frozen_value(self, path: str) -> Combinable:
        """What is frozen of a row under a path, as the database makes it."""
        stored = self.stored.get(path, path.replace(".", "__"))
        return F(stored) if isinstance(stored, str) else stored

    def origin(self, path: str) -> str:
        """The attribute of the row that a path reads; empty for what is made of several."""
        stored = self.stored.get(path, path)
        return stored if isinstance(stored, str) else ""

    def frozen_values(self) -> JSONObject:
        """All of it."""
        return JSONObject(**{path: self.frozen_value(path) for path in self.frozen_paths})

    def frozen_lines(self, rows: Iterable[Frozen]) -> Iterator[RowLine]:
        """Frozen rows as the page shows them."""
        for row in rows:
            frozen = {path: self.words.get(path, {}).get(str(value), value) for path, value in row.items()}
            yield RowLine(
                address=row_address(self.address, int(str(frozen[self.key]))),
                title=str(frozen[self.title]),
                subtitle=str(frozen[self.subtitle]) if self.subtitle else "",
                cells=[RowCell(column, column.frozen_text(frozen)) for column in self.columns],
            )

    def sheet_columns(self) -> list[Shown]:
        """The columns of a workbook of frozen rows: the number of the row, which digests are made of, and those of the page."""
        titles = [*(self.leads or (self.lead,)), *(column.title for column in self.columns)]
        kinds = {column.path: SHEET_KINDS[column.form] for column in self.columns if not column.until}
        wide = {Form.TEXT: 28.0}
        paths = [*self._heads, *(column.path for column in self.columns)]
        widths = [*(28.0 for _ in self._heads), *(wide.get(column.form, 16.0) for column in self.columns)]
        named = zip(map(str, titles), paths, widths, strict=True)
        return [
            Shown(ROW_NUMBER, ROW_KEY, "int", 12),
            *(Shown(title, path, kinds.get(path, "text"), width) for title, path, width in named),
        ]

    def sheet_rows(self, rows: Iterable[Frozen]) -> Iterator[dict[str, object]]:
        """Frozen rows as such a workbook takes them."""
        for row in rows:
            told = {path: self.words.get(path, {}).get(str(value), value) for path, value in row.items()}
            yield {
                ROW_KEY: row[ROW_KEY],
                **{path: str(told[path]) for path in self._heads},
                **{column.path: column.sheet_value(told) for column in self.columns},
            }

    @property
    def _heads(self) -> list[str]:
        return [self.title, self.subtitle] if self.subtitle else [self.title]

    def lines(self, rows: Iterable[Model]) -> Iterator[RowLine]:
        """The rows as the page shows them."""
        for row in rows:
            yield RowLine(
                address=row_address(self.address, value_at(row, self.key)),
                title=str(value_at(row, self.title)),
                subtitle=str(value_at(row, self.subtitle)) if self.subtitle else "",
                cells=[RowCell(column, column.text(row)) for column in self.columns],
            )


def ledger_of(model: type[Model]) -> str:
    """The name under which rows of a ledger are frozen."""
    return model._meta.label_lower


ENTERPRISE = RowColumn(_("Enterprise"), "enterprise.name")
INSURER = RowColumn(_("Insurer"), "insurer.name")
INSPECTED_CITY = RowColumn(_("Inspected city"), "task.inspected.name")


def _named(subject: str) -> Combinable:
    """The task's number and the name of who was inspected, as the forms are called."""
    return Concat(F("task__no"), Value(" "), F(f"{subject}__name"))


#: The number of a finding as printed, such as JC-2023-01-03.
_NUMBERED: Final = Concat(F("task__no"), Value("-"), LPad(Cast("seq", CharField()), 2, Value("0")))


def _task_table(day_path: str, stored: Combinable, *related: str) -> RowTable:
    """What belongs to a task of cross-inspection opens the task."""
    return RowTable(
        lead=_("Subject"),
        title="__str__",
        address="inspections:task-detail",
        key="task_id",
        columns=(INSPECTED_CITY, RowColumn(_("Day"), day_path, Form.DAY)),
        related=("task__inspected", *related),
        stored={"__str__": stored},
    )


ROW_TABLES: Final[Mapping[type[Model], RowTable]] = {
    Enterprise: RowTable(
        lead=_("Enterprise / credit code"),
        leads=(_("Enterprise"), _("Credit code")),
        title="name",
        subtitle="uscc",
        address="workbench:enterprise-detail",
        columns=(RowColumn(_("County"), "county.name"), RowColumn(_("Employees"), "employees", Form.COUNT)),
        related=("county",),
    ),
    Organisation: RowTable(
        lead=_("Insurer"),
        title="name",
        address="workbench:insurer-page",
        columns=(RowColumn(_("Code"), "code"),),
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
        stored={"__str__": "hazard_no", "get_state_display": "state"},
        words={"get_state_display": dict(HazardStatus.choices)},
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
    Refusal: RowTable(
        lead=_("Hazard number"),
        title="hazard.hazard_no",
        address="hazards:refusal-detail",
        columns=(
            RowColumn(_("Enterprise"), "hazard.enterprise.name"),
            RowColumn(_("Insurer"), "hazard.insurer.name"),
            RowColumn(_("Found on"), "hazard.found_on", Form.DAY),
        ),
        related=("hazard__enterprise", "hazard__insurer"),
    ),
    Outsourcing: RowTable(
        lead=_("Project or place"),
        title="project",
        address="workbench:enterprise-detail",
        key="enterprise_id",
        columns=(ENTERPRISE, RowColumn(_("Contractor or tenant"), "counterparty")),
        related=("enterprise",),
    ),
    PlanVersion: RowTable(
        lead=_("Task number"),
        title="task.no",
        address="inspections:plan-detail",
        columns=(
            INSPECTED_CITY,
            RowColumn(_("Enterprises to inspect"), "enterprises", Form.COUNT),
            RowColumn(_("Insurers to inspect"), "insurers", Form.COUNT),
        ),
        related=("task__inspected",),
    ),
    InspectedEnterprise: _task_table("checked_on", _named("enterprise"), "enterprise__county"),
    InspectedInsurer: _task_table("checked_on", _named("insurer"), "insurer"),
    Finding: _task_table("found_on", _NUMBERED, "enterprise_item__enterprise", "insurer_item__insurer"),
}

#: {name of the ledger: its model}
LEDGERS: Final[Mapping[str, type[Model]]] = {ledger_of(model): model for model in ROW_TABLES}
