"""The form by which a campaign is set up, and the one that dates the use of a code."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from typing_extensions import Unpack

from campaigns import parts
from campaigns.choices import CampaignSectorName, ListedKind, Recipient, Reporter
from campaigns.forms.joint import choice, line
from campaigns.models import Campaign, LibraryDocument, ListedCode
from campaigns.services.listed import Days
from campaigns.services.setup import ROADS, CampaignText, ReportLine, cities
from core.forms import StyledSelect, day_field
from core.forms.arguments import Data, Files, FormArguments
from core.plain import Label, Plain
from core.writing import SEEN, version_of

BESIDE: Final = (("yes", _("Campaign of the year")), ("no", _("Runs beside the campaign of the year")))


def boxes(label: Label, choices: Any, *, required: bool = False) -> forms.MultipleChoiceField:
    """Several of a list."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, widget=forms.CheckboxSelectMultiple
    )


class NumberForm(forms.Form):
    """The number that the paper got after the campaign was approved, and the paper, where the library has it."""

    document_no = line(_("Document number"), 60)
    document = forms.ModelChoiceField(
        label=_("Basis document to be added"),
        queryset=LibraryDocument.objects.all(),
        required=False,
        empty_label=_("None"),
        widget=StyledSelect,
    )


class CampaignForm(forms.Form):
    """A campaign with its parts; lines of reports without a day do not count."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = line(pgettext_lazy("campaign", "Name"), 100)
    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9-]{1,29}$",
        label=_("Code"),
        help_text=_("Capital letters, digits and hyphens, such as 2024 or ZBGJ-2024-2026."),
        error_messages={"invalid": "代码只能由大写字母、数字和短横线组成，2 至 30 位，例如 2024 或 ZBGJ-2024-2026。"},
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )
    is_yearly = choice(_("How it runs"), BESIDE)
    document_no = line(_("Document number"), 60, help_text=_("Write 文号待补 where it is not given yet."))
    starts_on = day_field(_("From"))
    ends_on = day_field(_("To"))
    inspections_by = day_field(_("Cross-inspections to be completed by"), required=False)
    sectors = boxes(_("Sectors of this campaign"), CampaignSectorName.choices)
    topics = boxes(pgettext_lazy("campaign", "Topics"), ())
    cities_off = boxes(_("Cities left out"), ())
    documents = boxes(_("Basis documents"), ())

    def __init__(self, data: Data = None, files: Files = None, **rest: Unpack[FormArguments]) -> None:
        super().__init__(data, files, **rest)
        self.groups = parts.topics()
        self._choose("topics", [pair for group in self.groups for pair in group.choices])
        self._choose("cities_off", [(city.code, city.name) for city in cities()])
        self._choose("documents", list(LibraryDocument.objects.values_list("pk", "title")))
        for code, label in Reporter.choices:
            self.fields[f"due_{code}"] = day_field(label, required=False)
            self.fields[f"to_{code}"] = choice(label, Recipient.choices)
            self.fields[f"to_{code}"].initial = ROADS[code]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def head(self) -> list[forms.BoundField]:
        names = ("name", "code", "is_yearly", "document_no", "starts_on", "ends_on", "inspections_by")
        return [self[name] for name in names]

    @property
    def lines(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Who reports, to whom, by when."""
        for code, label in Reporter.choices:
            yield str(label), self[f"to_{code}"], self[f"due_{code}"]

    def text(self) -> CampaignText:
        data = self.cleaned_data
        reports = [
            ReportLine(code, data[f"to_{code}"], data[f"due_{code}"]) for code in Reporter.values if data[f"due_{code}"]
        ]
        names = ("code", "name", "document_no", "starts_on", "ends_on", "inspections_by", "sectors", "topics")
        return CampaignText(
            **{name: data[name] for name in names},
            is_yearly=data["is_yearly"] == "yes",
            cities_off=data["cities_off"],
            documents=[int(key) for key in data["documents"]],
            reports=reports,
        )

    @classmethod
    def of(cls, row: Campaign) -> "CampaignForm":
        names = ("name", "code", "document_no", "starts_on", "ends_on", "inspections_by", "topics", "cities_off")
        stored = {name: getattr(row, name) for name in names}
        return cls(initial={**stored, **_parts_of(row), SEEN: version_of(row)})

    @classmethod
    def copy_of(cls, row: Campaign, year: int) -> "CampaignForm":
        """The same campaign moved to another year, to be looked through."""
        ahead = year - row.starts_on.year
        names = ("inspections_by", "topics", "cities_off")
        stored: Plain = {name: getattr(row, name) for name in names}
        moved = {name: moved_by(day, ahead) for name, day in _parts_of(row).items() if isinstance(day, date)}
        return cls(
            initial={
                **stored,
                **_parts_of(row),
                **moved,
                "inspections_by": moved_by(row.inspections_by, ahead),
                "name": row.name.replace(str(row.starts_on.year), str(year)),
                "code": row.code.replace(str(row.starts_on.year), str(year)),
                "document_no": "文号待补",
                "starts_on": date(year, 1, 1),
                "ends_on": moved_by(row.ends_on, ahead),
            }
        )


def moved_by(day: date | None, years: int) -> date | None:
    """The same day so many years later; 29 February becomes the 28th."""
    if day is None:
        return None
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)


def _parts_of(row: Campaign) -> Plain:
    found: Plain = {
        "is_yearly": "yes" if row.is_yearly else "no",
        "sectors": row.enabled_sectors(),
        "documents": list(row.documents.values_list("pk", flat=True)),
    }
    for one in row.reports.all():
        found |= {f"due_{one.reporter}": one.due_on, f"to_{one.reporter}": one.recipient}
    return found


class DaysForm(forms.Form):
    """From when to when a code is in use."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    valid_from = day_field(_("In use from"))
    valid_to = day_field(_("In use until"), required=False)
    source = line(_("Basis"), 200)

    @classmethod
    def of(cls, row: ListedCode) -> "DaysForm":
        stored = {name: getattr(row, name) for name in ("valid_from", "valid_to", "source")}
        return cls(initial={**stored, SEEN: version_of(row)})

    def days(self) -> Days:
        data = self.cleaned_data
        return Days(data["valid_from"], data["valid_to"], data["source"])


class CodeForm(DaysForm):
    """A code that comes into use."""

    kind = choice(_("List"), ListedKind.choices)
    code = line(_("Code"), 20)
    label = line(pgettext_lazy("campaign", "Name"), 100)
    field_order = ("kind", "code", "label", "valid_from", "valid_to", "source")
