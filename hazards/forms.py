"""Forms of the hazard ledger and of every step of a hazard's life."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias, cast

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from typing_extensions import Unpack

from accounts.models import User
from accounts.roles import INSURING
from core.attachments.uploading import FilesField
from core.forms import AmountField, DayField, DayInput, StyledSelect
from core.forms.arguments import Data, Files, FormArguments
from core.forms.files import FileInput
from core.languages import put, shown, shown_lazy
from enterprises.forms import PlainText, text_field
from hazards.choices import (
    UNCHECKED,
    CriterionField,
    EnforcementKind,
    HazardCategory,
    HazardLevel,
    HazardSource,
    HazardTopic,
    ReceiverCapacity,
    Supervision,
)
from hazards.models import Criterion
from hazards.rules.plans import FIVE, SIX, StoredPoint
from hazards.services.catalogue import VersionEntry
from hazards.services.enforcement import Consent, Entry
from hazards.services.judgement import DEPARTMENTS, INSURERS, Found
from hazards.services.notices import Receipt
from hazards.services.rectification import Decision, Done
from hazards.sheets import OTHER_CRITERION
from rulebook.choices import Certainty

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: Clauses offered at most, of all versions in force on a day.
MOST_CLAUSES = 2000
#: A text that may be translated when it is shown.
Label: TypeAlias = "str | _StrPromise"


def day(label: Label, *, required: bool = True, help_text: Label = "") -> DayField:
    return DayField(label=label, required=required, widget=DayInput, help_text=help_text)


def choice(label: Label, choices: Iterable[tuple[str, Label]], *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=StyledSelect)


def choices_in(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """The field of a form that was made with `choice`."""
    return cast(forms.ChoiceField, form.fields[name])  # a form knows its fields by name alone


def money(label: Label, *, required: bool = False) -> AmountField:
    widget = forms.TextInput({"class": "form-control", "inputmode": "decimal"})
    return AmountField(label=label, max_digits=14, decimal_places=2, min_value=0, required=required, widget=widget)


def clauses(user: User, on: date, sectors: Collection[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """The clauses in force on the day, in groups by their version; those of the enterprise's sectors come first."""
    rows = Criterion.objects.visible_to(user).in_force(on).select_related("version").order_by("version", "pk")
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in sorted(rows[:MOST_CLAUSES], key=lambda one: one.version.field not in sectors):
        version = row.version
        name = put("{}：{}（{}）", version.get_field_display(), version.title, version.document_no)
        mark = "" if row.checked_against else shown(UNCHECKED, "step")
        groups.setdefault(name, []).append((row.text, f"{row.number} {row.label}{mark}"))
    return list(groups.items())


class BasisForm(forms.Form):
    """Judged by a clause in force on a day, else by another basis with its reason."""

    clause = choice(_("Criterion"), [("", "—")], required=False)
    basis_reason = PlainText(_("Other basis, with the reason"), 280, required=False)

    def offer(self, user: User, on: date, sectors: Collection[str] = ()) -> None:
        """Offer the clauses in force on the day, those of the sectors first."""
        choices_in(self, "clause").choices = [("", "—"), *clauses(user, on, sectors)]

    def basis(self) -> str:
        reason = self.cleaned_data["basis_reason"]
        return self.cleaned_data["clause"] or (f"{OTHER_CRITERION}{reason}" if reason else "")


class HazardForm(BasisForm):
    """The facts. `on` is the day found: the clauses offered are those in force then."""

    uscc = PlainText(
        _("Credit code of the enterprise"),
        18,
        help_text=_("18 characters; the enterprise is on the register"),
        pick="enterprise",
    )
    source = choice(_("Origin"), HazardSource.choices)
    source_no = PlainText(
        _("Number of the origin"),
        60,
        required=False,
        help_text=_("Number of the service, of the finding, of the check or of the report"),
        pick="activity",
    )
    found_on = day(_("Found on"))
    found_by = PlainText(_("Found by"), 100)
    place = PlainText(_("Part or place"), 200)
    category = choice(_("Hazard category"), HazardCategory.choices)
    topic = choice(_("Special topic"), [("", "—"), *HazardTopic.choices], required=False)
    description = text_field(_("Description"), 2000)
    level = choice(_("Level"), HazardLevel.choices)
    measures = text_field(_("Advice"), 2000, required=False)
    deadline = day(_("Deadline"), required=False, help_text=_("Proposed here, fixed by the notice"))
    note = PlainText(_("Note"), 500, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    #: Headings with their fields and the width of each in columns of four.
    GROUPS = (
        (_("Enterprise and origin"), (("uscc", 2), ("source", 1), ("source_no", 1))),
        (
            _("Discovery and description"),
            (("found_on", 1), ("found_by", 1), ("place", 2), ("category", 2), ("topic", 2), ("description", 4)),
        ),
        (_("Level and basis"), (("level", 1), ("clause", 3), ("basis_reason", 4))),
        (_("Advice to the enterprise"), (("measures", 4), ("deadline", 1), ("note", 3))),
    )

    def __init__(
        self,
        data: Data = None,
        files: Files = None,
        *,
        user: User,
        on: date,
        sectors: Collection[str] = (),
        **rest: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **rest)
        allowed = INSURERS if user.role in INSURING else DEPARTMENTS
        choices_in(self, "source").choices = [(code, label) for code, label in HazardSource.choices if code in allowed]
        # Another day, other clauses: fetched where scripts run, else by the button beside.
        self.fields["found_on"].widget.attrs |= {
            "hx-get": reverse("hazards:clause-options"),
            "hx-trigger": "change, change from:#id_uscc",
            "hx-include": "#id_uscc",
            "hx-target": "#id_clause",
        }
        if user.role not in INSURING:  # a department's own checks have no ledger to pick from
            self.fields["source_no"].widget = forms.TextInput({"class": "form-control", "autocomplete": "off"})
        self.offer(user, on, sectors)

    @property
    def groups(self) -> list[tuple[object, list[tuple[forms.BoundField, str]]]]:
        return [(title, [(self[name], f"w{width}") for name, width in names]) for title, names in self.GROUPS]

    def value(self) -> Found:
        left_out = {"uscc", "seen", "clause", "basis_reason"}
        data = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        return Found(basis=self.basis(), **data)


class FilesForm(forms.Form):
    slot = choice(_("Kind of file"), [])
    sent = FilesField(label=_("Files"), help_text=_("JPG, PNG up to 10 MiB; PDF, DOCX, XLSX up to 20 MiB"))


class PlainForm(forms.Form):
    """A step without words of its own."""


class SubmitForm(forms.Form):
    rectified_on = day(_("Rectified on"))
    cost = money(_("Money spent (yuan)"))
    note = text_field(_("What was done"), 500, required=False)
    sent = FilesField(label=_("Photos or documents after rectification"), required=False)

    def value(self) -> Done:
        data = self.cleaned_data
        return Done(data["rectified_on"], data["cost"], data["note"])


RESULTS = (("pass", _("Passed")), ("return", _("Not passed")))


class ReviewForm(forms.Form):
    result = choice(_("Result"), RESULTS)
    reviewed_on = day(_("Reviewed on"))
    opinion = text_field(_("Review opinion"), 500)
    deadline = day(_("New deadline"), required=False, help_text=_("Where it is not passed"))

    def narrow(self, given: Collection[str], reason: str) -> None:
        """Offer only the results that the reviewer may give; the reason why not the other stands below."""
        field = choices_in(self, "result")
        field.choices = [(code, label) for code, label in RESULTS if code in given]
        if reason and given:
            other = "通过" if "pass" not in given else "不通过"
            field.help_text = f"不能选择「{other}」：{reason}"

    def value(self) -> Decision:
        data = self.cleaned_data
        return Decision(data["result"] == "pass", data["opinion"], data["reviewed_on"], data["deadline"])


class OpinionForm(forms.Form):
    opinion = text_field(_("Review opinion"), 500)


class ReasonForm(forms.Form):
    reason = text_field(_("Reason"), 500)


class RefuseForm(forms.Form):
    ground = text_field(_("Ground of the refusal"), 1000)
    is_written = forms.BooleanField(
        label=_("The enterprise refused in writing"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    sent = FilesField(label=_("Evidence"))
    evidence_note = text_field(_("What the evidence shows, as the report names it"), 500, required=False)


class EnforceForm(forms.Form):
    kind = choice(_("Measure"), EnforcementKind.choices)
    number = PlainText(_("Document number"), 60, required=False)
    decided_on = day(_("Day"))
    fine = money(_("Fine (yuan)"))
    of_refusal = forms.BooleanField(
        label=_("The fine is for the refusal"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    text = text_field(_("Text of the entry"), 1000, required=False)
    sent = FilesField(label=_("Document"), required=False)

    def value(self) -> Entry:
        return Entry(**{name: value for name, value in self.cleaned_data.items() if name != "sent"})


class PublishForm(forms.Form):
    entry = choice(_("Measure"), [])
    published_on = day(_("Published on"))


class AcceptanceForm(forms.Form):
    sent = FilesField(label=_("Acceptance report"))


class ReopenForm(forms.Form):
    number = PlainText(_("Document number"), 60)
    agreed_on = day(_("Agreed on"))
    officers = PlainText(_("Officers who checked on site"), 100)
    opinion = text_field(_("Review opinion"), 500)

    def value(self) -> Consent:
        return Consent(**self.cleaned_data)


class LevelForm(BasisForm):
    level = choice(_("Level"), HazardLevel.choices)
    reason = text_field(_("Reason"), 500)
    field_order = ("level", "clause", "basis_reason", "reason")

    def value(self) -> dict[str, str]:
        return {"level": self.cleaned_data["level"], "basis": self.basis(), "reason": self.cleaned_data["reason"]}


class ExtendForm(forms.Form):
    deadline = day(_("New deadline"))
    reason = text_field(_("Reason"), 500)


class ResumeForm(forms.Form):
    deadline = day(_("New deadline"))


class SuperviseForm(forms.Form):
    level = choice(_("Supervision level"), Supervision.choices)


class TreatmentForm(forms.Form):
    """Five points, six elements, interim measures, both reports of a major hazard."""

    def __init__(self, data: Data = None, files: Files = None, **rest: Unpack[FormArguments]) -> None:
        super().__init__(data, files, **rest)
        for key, label in FIVE.items():
            self.fields[f"{key}_settled"] = forms.BooleanField(
                label=shown_lazy(label, "step"),
                required=False,
                widget=forms.CheckboxInput({"class": "form-check-input"}),
            )
            self.fields[f"{key}_text"] = PlainText(shown_lazy(f"{label}：内容", "step"), 300, required=False)
            self.fields[f"{key}_person"] = PlainText(shown_lazy(f"{label}：责任人", "step"), 50, required=False)
        self.fields["funds_amount"] = money(shown_lazy("资金落实：金额（元）", "step"))
        for key, label in SIX.items():
            self.fields[f"plan_{key}"] = text_field(shown_lazy(label, "step"), 500, required=False)
        self.fields["interim"] = text_field(_("Interim measures"), 1000, required=False)
        self.fields["authority_on"] = day(_("Told to the authority on"), required=False)
        self.fields["workers_on"] = day(_("Told to the workers' congress on"), required=False)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def points(self) -> dict[str, StoredPoint]:
        data = self.cleaned_data
        found: dict[str, StoredPoint] = {
            key: {"settled": data[f"{key}_settled"], "text": data[f"{key}_text"], "person": data[f"{key}_person"]}
            for key in FIVE
        }
        amount = data["funds_amount"]
        found["funds"]["amount"] = None if amount is None else str(amount)
        return found

    def elements(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"plan_{key}"] for key in SIX}


class ReceiptForm(forms.Form):
    served_on = day(_("Notified on"))
    receiver = PlainText(_("Signed by"), 100)
    capacity = choice(_("Capacity"), ReceiverCapacity.choices)
    receipt = forms.FileField(label=_("Signed receipt"), widget=FileInput({"accept": "image/*,.pdf"}))

    def value(self) -> Receipt:
        data = self.cleaned_data
        return Receipt(data["served_on"], data["receiver"], data["capacity"])


class VersionForm(forms.Form):
    field = choice(_("Applies to"), CriterionField.choices)
    title = PlainText(_("Title"), 150)
    document_no = PlainText(_("Document number"), 60)
    valid_from = day(_("In force from"))
    valid_to = day(_("In force until"), required=False)
    certainty = choice(_("Certainty"), Certainty.choices)
    note = PlainText(_("Note"), 300, required=False)

    def value(self) -> VersionEntry:
        return VersionEntry(**self.cleaned_data)


class ClauseForm(forms.Form):
    number = PlainText(_("Clause"), 30)
    label = PlainText(_("Short label"), 100)
    checked_against = PlainText(
        _("Held against the text"),
        100,
        required=False,
        help_text=_(
            "The copy that the label was compared with; while this is empty, documents do not print the clause"
        ),
    )
