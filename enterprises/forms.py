"""Forms of the register."""

from dataclasses import fields
from typing import TYPE_CHECKING, TypeAlias

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Division
from accounts.scope import scope_for
from core.forms import DayField, DayInput, PickerInput, StyledSelect, field_of_model
from core.forms.files import FileInput
from core.people import User
from core.writing import SEEN, version_of
from enterprises.choices import ExemptionKind, OutsourcingKind, Sector
from enterprises.models import Enterprise, Outsourcing
from enterprises.rules import faults, new_faults
from enterprises.services.documents import MAGIC, complain_document
from enterprises.services.entries import ENTRIES, PERSONAL, tidied
from enterprises.services.exemptions import Ground
from enterprises.services.outsourcing import Agreement, Contract

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: A text that may be translated when it is shown.
Label: TypeAlias = "str | _StrPromise"
YES_NO = (("yes", _("Yes")), ("no", _("No")))
#: The choice that stands for a stored truth.
WORDS = {True: "yes", False: "no"}


def yes(text: str) -> bool:
    return text == "yes"


def text_field(label: Label, length: int = 500, *, required: bool = True) -> forms.CharField:
    """A text of several lines; one without visible characters counts as empty."""
    widget = forms.Textarea({"class": "form-control", "rows": 3})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget)


class DocumentField(forms.FileField):
    """A document of a known format."""

    def __init__(self, *, label: Label, required: bool = True) -> None:
        super().__init__(
            max_length=200,
            allow_empty_file=True,
            widget=FileInput({"accept": ",".join(MAGIC)}),
            label=label,
            required=required,
            help_text=_("PDF, DOCX, JPG or PNG, at most 10 MiB"),
        )

    def clean(self, data: object, initial: object = None) -> object:
        sent = super().clean(data, initial)
        complaint = complain_document(sent, sent.name) if sent else None
        if complaint:
            raise ValidationError(complaint)
        return sent


class ExemptionForm(forms.Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("exemption", "Ground"), choices=ExemptionKind.choices, widget=StyledSelect
    )
    reason = text_field(_("Facts and basis"))
    starts_on = DayField(label=_("From"), widget=DayInput)
    ends_on = DayField(
        label=_("To"), widget=DayInput, required=False, help_text=_("Leave empty where the end is not known")
    )
    document = DocumentField(label=_("Document"))

    def ground(self) -> Ground:
        data = self.cleaned_data
        return Ground(data["kind"], data["reason"], data["starts_on"], data["ends_on"])


class PlainText(forms.CharField):
    """One line of text; `pick` names a source of numbers that are offered as one types."""

    def __init__(
        self, label: Label, length: int, *, required: bool = True, help_text: Label = "", pick: str = ""
    ) -> None:
        widget = PickerInput(pick) if pick else forms.TextInput({"class": "form-control", "autocomplete": "off"})
        super().__init__(label=label, max_length=length, required=required, widget=widget, help_text=help_text)


class EnterpriseForm(forms.ModelForm):  # type: ignore[type-arg]
    """All of domain.md 4.1. On an existing entry contact data is not shown, and stays where nothing is typed."""

    SECTIONS = (
        (_("Identity and place"), ("name", "uscc", "county", "address", "zone", "lon", "lat")),
        (
            _("Sector and people"),
            (
                "sectors",
                "main_sector",
                "industry_code",
                "status",
                "scale",
                "employees",
                "high_risk_posts",
                "risk_grade",
                "key_enterprise",
                "outsourcing",
            ),
        ),
        (_("Contact"), ("principal", "phone", "legal_rep", "safety_head")),
        (_("Licence"), ("licence_kind", "licence_no", "licence_expiry", "note")),
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    sectors = forms.MultipleChoiceField(label=_("High-risk sectors"), choices=Sector.choices)

    class Meta:
        model = Enterprise
        formfield_callback = field_of_model
        fields = ENTRIES

    def __init__(self, data: QueryDict | None = None, *, instance: Enterprise | None = None, user: User) -> None:
        super().__init__(data, instance=instance)
        exists = self.instance.pk is not None
        for name, field in self.fields.items():
            self._style(name, field)
            if exists and name in PERSONAL:
                self.initial[name], field.required = "", False
                field.help_text = _("Not shown here; leave empty to keep it")
        self.fields["county"].queryset = own_counties(user)  # type: ignore[attr-defined]
        self.fields["county"].label_from_instance = lambda row: row.name  # type: ignore[attr-defined]
        self.fields["sectors"].widget.attrs["size"] = "5"
        self.fields["licence_expiry"].widget = DayInput()
        if exists:
            self.initial[SEEN] = version_of(self.instance)

    def _style(self, name: str, field: forms.Field) -> None:
        kind = {forms.Select: "form-select", forms.SelectMultiple: "form-select"}.get(type(field.widget))
        if isinstance(field, forms.BooleanField):
            self.fields[name] = forms.TypedChoiceField(
                label=field.label,
                choices=(("False", _("No")), ("True", _("Yes"))),
                coerce=lambda text: text == "True",
                widget=StyledSelect,
            )
        elif name != "seen":
            field.widget.attrs.update({"class": kind or "form-control", "autocomplete": "off"})

    @property
    def sections(self) -> list[dict[str, object]]:
        """The form in parts: title and bound fields."""
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.SECTIONS]

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        for name in ENTRIES:
            if name in data:
                data[name] = tidied(name, data[name])
        check = faults if self.instance.pk else new_faults
        for name, sentence in check(data):
            if name not in self.errors:
                self.add_error(name, sentence)
        return data

    def values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in ENTRIES}

    def validate_unique(self) -> None:
        """Left to the service, which names the city that has the code."""

    def _post_clean(self) -> None:
        """The stored row is not touched by the form: the service compares and writes."""


def own_counties(user: User) -> QuerySet[Division]:
    """The counties that a bureau may write."""
    scope, rows = scope_for(user), Division.objects.counties()
    return rows.filter(code=scope.county) if scope.county else rows.filter(parent__code=scope.city)


def yes_no_field(label: Label) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=YES_NO, coerce=yes, widget=StyledSelect)


class OutsourcingForm(forms.Form):
    """A contract; its fields are called as the columns of the workbook."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Outsourced or leased"), choices=OutsourcingKind.choices, widget=StyledSelect)
    counterparty = PlainText(_("Contractor or tenant"), 200)
    counterparty_uscc = PlainText(_("Credit code of the contractor or tenant"), 18, required=False)
    project = PlainText(_("Project or place"), 200)
    qualified = yes_no_field(_("Qualification in order"))
    agreement = yes_no_field(_("Safety agreement signed"))
    managed = yes_no_field(_("In the firm's own safety management"))
    checked_on = DayField(label=_("Last check"), widget=DayInput, required=False)
    note = text_field(_("Note"), 500, required=False)
    document = DocumentField(label=_("Safety agreement"), required=False)

    @classmethod
    def of(cls, row: Outsourcing) -> "OutsourcingForm":
        """The form with what is stored."""
        stored = {field.name: getattr(row, field.name) for field in fields(Contract)}
        shown = {name: WORDS[value] if isinstance(value, bool) else value for name, value in stored.items()}
        return cls(initial={**shown, SEEN: version_of(row)})

    def contract(self) -> Contract:
        return Contract(**{field.name: self.cleaned_data[field.name] for field in fields(Contract)})

    def agreement_file(self) -> Agreement | None:
        sent = self.cleaned_data["document"]
        return Agreement(sent, sent.name) if sent else None


class ReasonForm(forms.Form):
    reason = text_field(_("Reason"), 200)


class FindEntryForm(forms.Form):
    """Which entry a double is compared with."""

    q = PlainText(_("Name, credit code or initials of the entry to keep"), 100)


class MergeForm(forms.Form):
    """Which entry is kept, by its credit code, and why both are one."""

    uscc = forms.CharField(widget=forms.HiddenInput, max_length=40)
    reason = text_field(_("Why both are one enterprise"))


class TransferForm(forms.Form):
    to_city = forms.ModelChoiceField(label=_("To city"), queryset=Division.objects.none(), widget=StyledSelect)
    reason = text_field(_("Reason"))

    def __init__(self, data: QueryDict | None = None, *, own: str) -> None:
        super().__init__(data)
        cities = Division.objects.cities().exclude(code=own)
        self.fields["to_city"].queryset = cities  # type: ignore[attr-defined]
        self.fields["to_city"].label_from_instance = lambda row: row.name  # type: ignore[attr-defined]
