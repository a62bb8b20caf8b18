"""The two forms and the finding, checked field by field with sentences in the user's language."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from core.forms import DayInput, StyledSelect, field_of_model
from core.plain import Plain
from inspections.choices import FindingKind, FindingSubject, InsuredState, Violation, articles
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, Item, Task
from inspections.rules import CONFORMITY_TOPICS, OF_SERVICE, kinds_of, reason_of
from inspections.services import agencies_there, files_to_draw
from inspections.words import label_of

YES_NO = (("true", gettext_lazy("Yes")), ("false", gettext_lazy("No")))


class Radios(forms.RadioSelect):
    """Big buttons in a row (p-radios)."""

    template_name = "inspections/_radios.html"


class Ticks(forms.CheckboxSelectMultiple):
    """The same buttons, several of which may be chosen."""

    template_name = "inspections/_radios.html"


def answer(value: object) -> bool | None:
    """A radio's text as yes, no or not yet."""
    return {"true": True, "True": True, True: True, "false": False, "False": False, False: False}.get(value)


def day_in_campaign(day: date, task: Task, today: date) -> date:
    """The day itself; ValidationError for one in the future or outside the campaign."""
    if day > today:
        raise ValidationError(_("The day lies in the future."))
    if not task.campaign.starts_on <= day <= task.campaign.ends_on:
        raise ValidationError(_("The day lies outside the campaign."))
    return day


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """What both forms share: nothing is mandatory in a draft, everything given must be right.

    A page carries each answer as it showed it (`show_hidden_initial`), so that a save knows which ones were touched;
    a packet names the answers it is about (`names`), and the form has no others.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    yes_no: tuple[str, ...] = ()
    #: The keys of the sections, each with the names of its fields.
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        instance: Item | None = None,
        task: Task,
        today: date,
        names: Collection[str] | None = None,
    ) -> None:
        super().__init__(data, instance=instance)
        self.task, self.today, self.is_packet = task, today, names is not None
        self.fields["version"].initial = self.instance.version
        for name, field in list(self.fields.items()):
            field.required = False
            if name in self.yes_no:
                label = field.label
                self.fields[name] = forms.TypedChoiceField(
                    label=label, choices=YES_NO, coerce=answer, empty_value=None, required=False, widget=Radios
                )
                current = getattr(self.instance, name)
                self.initial[name] = None if current is None else str(current).lower()
            elif isinstance(field, forms.DecimalField):
                field.validators.append(MinValueValidator(0))
                field.widget.attrs["class"] = "form-control"
            elif isinstance(field.widget, forms.Textarea | forms.NumberInput | forms.TextInput):
                field.widget.attrs["class"] = "form-control"
        self.fields["remark"].widget.attrs["rows"] = 3
        self.fields["checked_on"].widget = DayInput()
        self.dress()
        for name in set(self.fields) - {"version"}:
            self.fields[name].show_hidden_initial = names is None
            if names is not None and name not in names:
                del self.fields[name]

    def dress(self) -> None:
        """Give the fields of one of the two forms their widgets."""

    def clean_checked_on(self) -> date | None:
        day: date | None = self.cleaned_data.get("checked_on")
        return None if day is None else day_in_campaign(day, self.task, self.today)

    def values(self) -> dict[str, object]:
        """The cleaned answers that the page touched; of a packet all it is about."""
        touched = set(self.fields if self.is_packet else self.changed_data)
        return {name: value for name, value in self.cleaned_data.items() if name in touched - {"version"}}

    def either(self, name: str) -> Any:
        """An answer as sent, else as stored."""
        return self.cleaned_data.get(name) if name in self.fields else getattr(self.instance, name)


class EnterpriseForm(ItemForm):
    yes_no = tuple(OF_SERVICE)
    sections = (
        ("base", ("checked_on",)),
        ("cover", ("insured", "policy_no", "people", "insured_people", "limit", "reason_insured")),
        ("service", tuple(name for question in OF_SERVICE for name in (question, reason_of(question)))),
        ("work", CONFORMITY_TOPICS),
        ("hazards", ("notices_seen", "hazards_total", "hazards_closed")),
        ("end", ("satisfaction", "remark")),
    )

    class Meta:
        model = InspectedEnterprise
        formfield_callback = field_of_model
        fields = (
            "checked_on",
            "insured",
            "policy_no",
            "people",
            "insured_people",
            "limit",
            "plan_seen",
            "train",
            "haz",
            "drill",
            "assist",
            *CONFORMITY_TOPICS,
            "notices_seen",
            "hazards_total",
            "hazards_closed",
            "satisfaction",
            "remark",
            *(reason_of(question) for question in ("insured", *OF_SERVICE)),
        )

    def dress(self) -> None:
        for name in ("insured", *CONFORMITY_TOPICS):
            self.fields[name].widget = Radios(
                choices=[c for c in self.fields[name].choices if c[0]]  # type: ignore[attr-defined]
            )
        self.fields["insured"].widget.choices = list(InsuredState.choices)
        self.fields["insured"].help_text = _("Give the reason in the remark where it does not apply")

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        total, closed = self.either("hazards_total"), self.either("hazards_closed")
        sent = [name for name in ("hazards_closed", "hazards_total") if name in self.fields]
        if sent and total is not None and closed is not None and closed > total:
            self.add_error(sent[0], _("More hazards closed than are on record."))
        return data


#: The questions of the form on an insurer, part by part.
INSURER_SECTIONS: Final = (
    ("base", ("checked_on", "branch", "files_drawn")),
    ("service", ("plan_ok", "services_planned", "services_done", "records_ok", "confirm_ok")),
    ("fees", ("budget", "booked", "vouchers_ok")),
    ("files", ("agency_ok", "ledger_ok", "notices_ok", "refusals_ok", "complaints_ok", "archive_ok")),
    ("end", ("violations", "remark")),
)
INSURER_FIELDS: Final = tuple(name for _part, names in INSURER_SECTIONS for name in names)


class InsurerForm(ItemForm):
    yes_no = tuple(name for name in INSURER_FIELDS if name.endswith("_ok"))
    sections = INSURER_SECTIONS
    files_drawn = forms.MultipleChoiceField(label="", choices=(), required=False, widget=Ticks)
    violations = forms.MultipleChoiceField(label="", choices=Violation.choices, required=False, widget=Ticks)

    class Meta:
        model = InspectedInsurer
        formfield_callback = field_of_model
        fields = INSURER_FIELDS

    def dress(self) -> None:
        for name in ("files_drawn", "violations"):
            self.fields[name].label = label_of(InspectedInsurer, name)
        drawn = self.fields["files_drawn"]
        drawn.choices = [(number, number) for number in self.offered()]  # type: ignore[attr-defined]
        drawn.help_text = _("Tick the policies whose files were looked at; where there is none, say so in the remark.")
        drawn.error_messages["invalid_choice"] = _("%(value)s is none of the policies of the list.")

    def offered(self) -> list[str]:
        """The policies to tick: those that the seed offers on the day of inspection, and those ticked already."""
        ticked = list(self.instance.files_drawn)
        found = files_to_draw(self.instance, self.instance.checked_on or self.today)
        return [*found, *(number for number in ticked if number not in found)]


class FindingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A finding; its kinds follow from the subject. `seen`: when the version on the page was recorded."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Finding
        formfield_callback = field_of_model
        fields = ("subject", "agency", "kind", "fact", "basis", "on_spot", "found_on")

    #: Who wrote the finding anew since, and label, stored and typed answer; set where a save came from an old page.
    compared: dict[str, object]

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        instance: Finding | None = None,
        subjects: tuple[str, ...],
        task: Task,
        today: date,
    ) -> None:
        super().__init__(data, instance=instance, auto_id="finding_%s")
        self.task, self.today = task, today
        labels, kinds = dict(FindingSubject.choices), dict(FindingKind.choices)
        usable = set().union(*(kinds_of(subject) for subject in subjects))
        self.fields["subject"] = forms.ChoiceField(
            label=self.fields["subject"].label,
            choices=[*([("", _("Please choose"))] if len(subjects) > 1 else []), *((s, labels[s]) for s in subjects)],
            widget=forms.Select({"class": "form-select"}),
        )
        if FindingSubject.AGENCY in subjects:
            self.fields["agency"] = forms.ModelChoiceField(
                label=self.fields["agency"].label,
                queryset=Organisation.objects.filter(pk__in=self._agencies()).order_by("name"),
                required=False,
                empty_label="—",
                widget=StyledSelect,
                help_text=_("For a finding on an agency: those with services in the inspected city."),
            )
        else:
            del self.fields["agency"]
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label,
            choices=[("", _("Please choose")), *((k, kinds[k]) for k in kinds if k in usable)],
            widget=forms.Select({"class": "form-select"}),
        )
        self.fields["fact"].widget = forms.Textarea({"class": "form-control", "rows": 3, "maxlength": 2000})
        self.fields["basis"] = forms.ChoiceField(
            label=self.fields["basis"].label,
            choices=articles(task.inspected_id, self.instance.basis),
            required=False,
            widget=StyledSelect,
            help_text=_("Only articles that were held against their text are offered."),
        )
        self._say_what_fits()
        self.fields["on_spot"].widget.attrs["class"] = "form-check-input"
        self.fields["found_on"].widget = DayInput()
        self.fields["found_on"].initial = today
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.recorded_at.isoformat()

    def _agencies(self) -> list[int]:
        """Those that work in the inspected city, and the one that the finding names already."""
        return [*agencies_there(self.task), *([self.instance.agency_id] if self.instance.agency_id else [])]

    def _say_what_fits(self) -> None:
        """What is not on the lists is refused with what to do, and without its code."""
        for name, told in (
            ("subject", _("Choose one of the subjects of this form.")),
            ("kind", _("This kind does not fit the subject.")),
            ("agency", _("Choose one of the agencies that work in the inspected city.")),
            ("basis", _("Choose one of the articles of the list.")),
        ):
            if name in self.fields:
                self.fields[name].error_messages["invalid_choice"] = told

    def clean_fact(self) -> str:
        fact: str = self.cleaned_data["fact"].strip()
        if len(fact) < 6:
            raise ValidationError(_("Please state the facts in at least 6 characters."))
        return fact

    def clean_found_on(self) -> date:
        return day_in_campaign(self.cleaned_data["found_on"], self.task, self.today)

    def clean_seen(self) -> datetime | None:
        """An unreadable instant counts as none: the save is then refused as one from an old page."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except (ValueError, OverflowError):
            return None

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("kind") and data.get("subject") and data["kind"] not in kinds_of(data["subject"]):
            self.add_error("kind", _("This kind does not fit the subject."))
        if data.get("subject") == FindingSubject.AGENCY and not data.get("agency") and "agency" not in self.errors:
            self.add_error("agency", _("Choose the agency that the finding is about."))
        return data

    def values(self) -> Plain:
        """The cleaned entries, without the instant."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
