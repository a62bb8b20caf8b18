"""Forms of the group and of the draw: what is typed, nothing decided."""

from datetime import date
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from typing_extensions import Unpack

from accounts.models import User
from accounts.roles import REGULATORS
from core.forms import CountField, DayField, DayInput, StyledSelect
from core.forms.arguments import Data, Files, FormArguments
from inspections.choices import MemberRole, RosterKind, SeedSource
from inspections.models import Task
from inspections.services import Numbers, Person

#: What an inspecting city may propose by hand.
PROPOSED: Final = [(kind.value, kind.label) for kind in (RosterKind.FIRMS, RosterKind.INSURERS)]


def text(label: object, length: int, *, required: bool = True, help_text: object = "") -> forms.CharField:
    widget = forms.TextInput({"class": "form-control"})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, help_text=help_text)  # type: ignore[arg-type]


def number(label: object, least: int, most: int, initial: int) -> CountField:
    return CountField(label=label, min_value=least, max_value=most, initial=initial)  # type: ignore[arg-type]


class DayForm(forms.Form):
    """The day that a question is about, today at the latest."""

    day = DayField(label=_("Day"), widget=DayInput)

    def __init__(self, data: Data = None, *, today: date) -> None:
        super().__init__({"day": today.isoformat()} if data is None else data)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(
                _("%(day)s lies in the future; choose a day up to %(today)s."), params={"day": day, "today": self.today}
            )
        return day


class MemberForm(forms.Form):
    """Somebody of the own body by the account, or somebody without one by name and unit."""

    user = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label=_("Account"),
        widget=StyledSelect(),
        help_text=_("Somebody without an account is entered by name and unit."),
    )
    name = text(pgettext_lazy("person", "Name"), 50, required=False)
    unit = text(_("Unit"), 100, required=False)
    post = text(_("Post"), 50)
    certificate_no = text(_("Number of the enforcement certificate"), 40, required=False)
    role = forms.ChoiceField(label=_("Comes as"), choices=MemberRole.choices, widget=StyledSelect())
    is_leader = forms.BooleanField(
        label=_("Leader of the group"), required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )

    def __init__(
        self, data: Data = None, files: Files = None, *, by: User, task: Task, **rest: Unpack[FormArguments]
    ) -> None:
        super().__init__(data, files, **rest)
        entered = task.members.current().exclude(user=None).values("user")
        own = User.objects.filter(organisation=by.organisation_id, is_active=True, role=by.role)
        self.fields["user"].queryset = own.exclude(pk__in=entered)  # type: ignore[attr-defined]
        is_regulator = by.role in REGULATORS
        roles = [(one.value, one.label) for one in MemberRole if (one == MemberRole.REGULATOR) == is_regulator]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        if is_regulator:  # its own people only, and never the leader
            del self.fields["unit"], self.fields["is_leader"]

    def person(self) -> Person:
        return Person(**self.cleaned_data)


class RecusalForm(forms.Form):
    """The declaration: nobody, or one line for each whom the person keeps away from."""

    recused = forms.CharField(
        label=_("Keeps away from"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"class": "form-control", "rows": 2}),
        help_text=_(
            "One a line: credit code or code of the insurer, a space, the reason. Empty: nobody. A declaration is not "
            "taken back; how many lines of the roster it takes out stands in the record of the draw."
        ),
    )

    def recusals(self) -> dict[str, str]:
        """{code: reason}"""
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["recused"].splitlines() if line.strip()]
        return {parts[0]: parts[1] if len(parts) > 1 else "" for parts in lines}


class FixForm(forms.Form):
    """How many are drawn; the rosters themselves come from the ledgers."""

    enterprises = number(_("Enterprises to be drawn"), 1, 999, 8)
    least = number(_("At least of each sector"), 0, 99, 1)
    insurers = number(_("Insurers to be drawn"), 0, 99, 2)
    people = number(_("Inspectors to be drawn"), 0, 99, 1)
    key_weight = number(_("Weight of key enterprises"), 1, 9, 1)
    place = text(_("Place of the draw"), 100)

    def numbers(self) -> Numbers:
        return Numbers(**{name: value for name, value in self.cleaned_data.items() if name != "place"})


class SeedForm(forms.Form):
    """The public seed, place by place, for the rosters that the page showed."""

    draw = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seed = text(
        pgettext_lazy("draw", "Seed"), 64, help_text=_("10 to 64 digits, as the dice or the numbers drawn say.")
    )
    source = forms.ChoiceField(label=_("Source of the seed"), choices=SeedSource.choices, widget=StyledSelect())
    note = text(_("How the seed was made"), 200, required=False)


class AdditionForm(forms.Form):
    """An object that was not drawn, by its code."""

    kind = forms.ChoiceField(label=pgettext_lazy("draw", "Roster"), choices=PROPOSED, widget=StyledSelect())
    code = text(_("Credit code or code of the insurer"), 40)
    reason = text(_("Reason"), 300)
