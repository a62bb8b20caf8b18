"""Forms of what offices do together in a campaign."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from typing_extensions import Unpack

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from campaigns.choices import DocumentKind, GuidanceKind, MemberRole, TextState
from campaigns.models import GuidanceNote, LibraryDocument, Mechanism, WorkPlan
from campaigns.offices import parties, recipients
from campaigns.services.guidance import GuidanceText
from campaigns.services.joint import Decision, MeetingText, MemberText
from campaigns.services.library import DocumentText
from campaigns.services.workplans import PlanText
from core.forms import DayField, LineInput, StyledSelect, day_field
from core.forms.arguments import Data, Files, FormArguments
from core.plain import Plain
from core.writing import SEEN, version_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words

#: So many resolutions can be entered with a meeting; more go into a second entry.
MOST_RESOLUTIONS: Final = 6
NO_YES: Final = (("no", _("No")), ("yes", _("Yes")))


def line(label: "Words", length: int, *, required: bool = True, help_text: "Words" = "") -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=length, required=required, widget=LineInput, help_text=help_text)


def lines(label: "Words", length: int, *, required: bool = True, rows: int = 4) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea({"class": "form-control", "rows": rows})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget)


def choice(label: "Words", choices: Any, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=StyledSelect)


class MechanismForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    established_on = day_field(_("Established on"))
    document_no = line(_("Document number"), 60, required=False)
    duties = lines(_("Division of work"), 4000)

    @classmethod
    def of(cls, row: Mechanism | None) -> "MechanismForm":
        if row is None:
            return cls()
        stored = {name: getattr(row, name) for name in ("established_on", "document_no", "duties")}
        return cls(initial={**stored, SEEN: version_of(row)})


class MemberForm(forms.Form):
    name = line(_("Name of the person"), 50)
    post = line(_("Post"), 50, required=False)
    role = choice(_("Part in it"), MemberRole.choices)
    phone = line(_("Office telephone"), 30, required=False)

    def value(self) -> MemberText:
        return MemberText(**self.cleaned_data)


class MeetingForm(forms.Form):
    """A meeting, with up to six resolutions: a line counts where its text is filled."""

    held_on = day_field(_("Meeting of"))
    title = line(_("Title"), 200)
    place = line(pgettext_lazy("meeting", "Place"), 100, required=False)
    attendance = line(_("Units present"), 500)
    minutes = lines(_("Minutes"), 20_000, rows=8)

    def __init__(self, data: Data = None, files: Files = None, *, city: str, **rest: Unpack[FormArguments]) -> None:
        super().__init__(data, files, **rest)
        offices = parties(city)
        for number in range(1, MOST_RESOLUTIONS + 1):
            self.fields[f"text_{number}"] = line(_("What was resolved"), 500, required=False)
            self.fields[f"responsible_{number}"] = forms.ModelChoiceField(
                label=_("Responsible office"),
                queryset=offices,
                required=False,
                empty_label=_("Please choose"),
                widget=StyledSelect,
            )
            self.fields[f"due_{number}"] = day_field(_("To be done by"), required=False)

    @property
    def head(self) -> list[forms.BoundField]:
        return [self[name] for name in ("held_on", "title", "place", "attendance", "minutes")]

    @property
    def resolutions(self) -> Iterator[list[forms.BoundField]]:
        """The fields of each line."""
        for number in range(1, MOST_RESOLUTIONS + 1):
            yield [self[f"{name}_{number}"] for name in ("text", "responsible", "due")]

    def clean(self) -> Plain:
        data = super().clean() or {}
        for number in range(1, MOST_RESOLUTIONS + 1):
            given = [data.get(f"{name}_{number}") for name in ("text", "responsible", "due")]
            if any(given) and not all(given):
                self.add_error(f"text_{number}", ValidationError(_("Give text, office and day of this resolution.")))
        return data

    def meeting(self) -> MeetingText:
        names = ("held_on", "title", "place", "attendance", "minutes")
        return MeetingText(**{name: self.cleaned_data[name] for name in names})

    def decisions(self) -> list[Decision]:
        data = self.cleaned_data
        numbers = [number for number in range(1, MOST_RESOLUTIONS + 1) if data[f"text_{number}"]]
        return [Decision(data[f"text_{n}"], data[f"responsible_{n}"], data[f"due_{n}"]) for n in numbers]


class NoteForm(forms.Form):
    text = lines(_("Shared note"), 2000)


class OutcomeForm(forms.Form):
    outcome = lines(_("How it was done"), 500, rows=2)


class WorkPlanForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = line(_("Title"), 200)
    document_no = line(_("Document number"), 60, required=False)
    decided_on = day_field(_("Decided on"))
    summary = lines(_("Main measures"), 4000)

    @classmethod
    def of(cls, row: WorkPlan | None) -> "WorkPlanForm":
        if row is None:
            return cls()
        stored = {name: getattr(row, name) for name in ("title", "document_no", "decided_on", "summary")}
        return cls(initial={**stored, SEEN: version_of(row)})

    def value(self) -> PlanText:
        return PlanText(**{name: value for name, value in self.cleaned_data.items() if name != SEEN})


class GuidanceForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = choice(_("Kind"), GuidanceKind.choices)
    title = line(_("Title"), 200)
    number = line(_("Document number"), 60, required=False)
    text = lines(_("Text"), 10_000, rows=8)
    receipt_by = DayField(label=_("Receipt by"))

    @classmethod
    def of(cls, row: GuidanceNote) -> "GuidanceForm":
        stored = {name: getattr(row, name) for name in ("kind", "title", "number", "text", "receipt_by")}
        return cls(initial={**stored, SEEN: version_of(row)})

    def value(self) -> GuidanceText:
        return GuidanceText(**{name: value for name, value in self.cleaned_data.items() if name != SEEN})


class IssueForm(forms.Form):
    """Whom a document goes to: whole kinds of offices, offices one by one, or both."""

    kinds = forms.MultipleChoiceField(label=_("All of a kind"), required=False, widget=forms.CheckboxSelectMultiple)
    recipients = forms.ModelMultipleChoiceField(
        label=_("Receiving offices"),
        required=False,
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: Data = None, files: Files = None, *, user: User, kind: str, **rest: Unpack[FormArguments]
    ) -> None:
        super().__init__(data, files, **rest)
        self.offered = list(recipients(user, kind))
        of_kind = Counter(office.kind for office in self.offered)
        cast("forms.MultipleChoiceField", self.fields["kinds"]).choices = [
            (one.value, gettext("%(kind)s (all %(n)s)") % {"kind": one.label, "n": of_kind[one]})
            for one in OrganisationKind
            if one in of_kind
        ]
        field = cast("forms.ModelMultipleChoiceField[Organisation]", self.fields["recipients"])
        field.queryset = recipients(user, kind)

    def chosen(self) -> list[int]:
        """The offices that were ticked, by themselves or with their kind."""
        kinds, single = self.cleaned_data["kinds"], {office.pk for office in self.cleaned_data["recipients"]}
        return [office.pk for office in self.offered if office.kind in kinds or office.pk in single]

    def groups(self) -> list[tuple[BoundWidget, list[BoundWidget], bool]]:
        """The box of each kind with the boxes of its offices, and whether one of these is ticked."""
        kind_of = {office.pk: office.kind for office in self.offered}
        boxes: dict[str, list[BoundWidget]] = {}
        for box in self["recipients"]:
            boxes.setdefault(kind_of[int(str(box.data["value"]))], []).append(box)
        found = [(kind, boxes[str(kind.data["value"])]) for kind in self["kinds"]]
        return [(kind, of_kind, any(box.data["selected"] for box in of_kind)) for kind, of_kind in found]


class AnswerForm(forms.Form):
    answer = lines(_("Answer"), 500, required=False, rows=2)


class DocumentForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = choice(_("Kind"), DocumentKind.choices)
    title = line(_("Title"), 200)
    number = line(_("Document number"), 80, required=False)
    issuer = line(_("Issuing body"), 200)
    issued_on = day_field(_("Date of issue"), required=False)
    valid_from = day_field(_("In force from"), required=False)
    valid_to = day_field(_("In force until"), required=False)
    summary = lines(_("What it is for"), 2000)
    body = lines(_("Text"), 100_000, required=False, rows=8)
    link = line(_("Link"), 500, required=False)
    text_state = choice(_("Text at hand"), TextState.choices)
    is_checked = forms.TypedChoiceField(
        label=_("Checked against the document"), choices=NO_YES, coerce=lambda text: text == "yes", widget=StyledSelect
    )

    @classmethod
    def of(cls, row: LibraryDocument | None) -> "DocumentForm":
        if row is None:
            return cls()
        stored = {name: getattr(row, name) for name in cls.base_fields if name not in {SEEN, "is_checked"}}
        return cls(initial={**stored, "is_checked": "yes" if row.is_checked else "no", SEEN: version_of(row)})

    def value(self) -> DocumentText:
        return DocumentText(**{name: value for name, value in self.cleaned_data.items() if name != SEEN})


class ContactForm(forms.Form):
    office = line(_("Office"), 50)
    matter = line(_("Matter"), 100, required=False)
    phone = line(_("Office telephone"), 30)
