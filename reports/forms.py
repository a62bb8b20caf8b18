"""Input of the report centre."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Division, Organisation, User
from accounts.roles import Role
from campaigns.models import Campaign
from core.forms import DayField, DayInput, LineInput, StyledSelect
from core.forms.files import FileInput
from reports.choices import CITY_REPORTS, RECEIVED_STATES, ReportKind
from reports.documents.sections import section_keys
from reports.duties import has_report
from reports.guards import complain_cutoff
from reports.models import Contribution, Submission
from reports.permissions import ReportPermission

TEXT: Final = {"class": "form-control", "rows": "3"}
#: Of 64; fewer characters would fit several files one day.
SHORTEST_DIGEST: Final = 16
#: The number of the version behind a check code; whatever dash is typed, or none.
NAMED_VERSION: Final = re.compile("[-\u2010-\u2015\u2212]*v0*([1-9][0-9]{0,5})$")


def kinds_for(user: User) -> list[ReportKind]:
    """The reports that a person may build; those of a city are the province's as check copies."""
    kinds = [ReportKind.PROVINCE] if user.may(ReportPermission.PROVINCE_REPORT_BUILD) else []
    if user.may(ReportPermission.CITY_REPORT_BUILD):
        kinds += CITY_REPORTS
    if user.may(ReportPermission.REGULATOR_REPORT_BUILD):
        kinds += [ReportKind.REGULATOR]
    return [*kinds, ReportKind.REGULATOR_CITY] if user.role == Role.REG_PROV else kinds


class BuildForm(forms.Form):
    """Which report, of which city (the province only), up to which day."""

    report = forms.ChoiceField(label=gettext_lazy("Report"), widget=StyledSelect)
    city = forms.ChoiceField(label=gettext_lazy("City"), required=False, widget=StyledSelect)
    cutoff = DayField(label=gettext_lazy("Cut-off (inclusive)"), widget=DayInput)

    def __init__(
        self, data: QueryDict | None = None, *, user: User, today: date, campaign: Campaign | None = None
    ) -> None:
        super().__init__(data)
        self.begins_on = campaign.starts_on if campaign else date.min
        self.today, self.is_province = today, user.role == Role.PROV_EM
        self.user, self.campaign = user, campaign
        kinds = [kind for kind in kinds_for(user) if campaign is None or has_report(campaign, kind)]
        self._offer("report", [(kind.value, str(kind.label)) for kind in kinds])
        self.fields["cutoff"].initial = today
        if self.is_province:
            cities = Division.objects.cities()
            self._offer("city", [("", _("Whole province")), *[(city.code, city.name) for city in cities]])
        else:
            del self.fields["city"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Give a field its choices."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_cutoff(self) -> date:
        cutoff: date = self.cleaned_data["cutoff"]
        if complaint := complain_cutoff(cutoff, self.begins_on, self.today):
            raise ValidationError(complaint)
        return cutoff

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        report, city = data.get("report"), data.get("city")
        if self.is_province and report in set(CITY_REPORTS) and not city:
            self.add_error("city", _("Choose the city whose report is to be built."))
        if self.campaign and (complaint := _complain_received(self.user, self.campaign, str(report))):
            self.add_error("report", complaint)
        return data


def _complain_received(user: User, campaign: Campaign, report: str) -> str | None:
    """Why an office builds no further version by hand: nobody could take it in hand any more."""
    versions = Submission.objects.visible_to(user).filter(
        duty__organisation=user.organisation_id,
        duty__campaign=campaign,
        duty__report=report,
        state__in=RECEIVED_STATES,
    )
    received = versions.select_related("duty__organisation", "duty__campaign", "snapshot").first()
    if received is None:
        return None
    return _("%(report)s is %(state)s by %(recipient)s; no further version of it is delivered, so none is built.") % {
        "report": received,
        "state": received.get_state_display(),
        "recipient": received.duty.recipient_name,
    }


class PlainForm(forms.Form):
    """A step that asks for nothing."""


class SeenForm(forms.Form):
    """A step that goes with the mark of the text that the page shows."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class SubmitForm(SeenForm):
    """The delivery; of sentences that no longer hold whoever delivers them says to know."""

    is_known = forms.BooleanField(
        label=gettext_lazy("I know that these sentences no longer hold; the report goes out as it was signed."),
        required=False,
    )


class SignForm(SeenForm):
    """The second person's step."""

    document_no = forms.CharField(label=gettext_lazy("Document number"), max_length=60, widget=LineInput)
    copies_to = forms.CharField(
        label=gettext_lazy("Copies to, as the imprint names them"), max_length=200, required=False, widget=LineInput
    )


class ReasonForm(forms.Form):
    """A step back says why."""

    reason = forms.CharField(label=gettext_lazy("Reasons"), max_length=500, widget=forms.Textarea(TEXT))


class AnswerForm(forms.Form):
    """The recipient's answer from the board: received, or returned with the reasons."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[("receive", pgettext_lazy("report", "Receive")), ("return", pgettext_lazy("report", "Return"))],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reasons (needed for a return)"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"class": "form-control", "rows": "2"}),
    )


class SectionForm(forms.Form):
    """A section of a summary; the version that the page showed goes with it."""

    text = forms.CharField(
        label=gettext_lazy(
            "Text; a number in 【】 is bound to its figure, another one there is marked as changed by hand"
        ),
        widget=forms.Textarea({"class": "form-control", "rows": "12"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class AskForm(forms.Form):
    """A text that is asked from below."""

    section = forms.ChoiceField(label=gettext_lazy("For the section"), widget=StyledSelect)
    organisations = forms.MultipleChoiceField(
        label=gettext_lazy("Of whom (several with Ctrl)"),
        widget=forms.SelectMultiple({"class": "form-select", "size": "8"}),
    )
    wanted = forms.CharField(label=gettext_lazy("Text that is wanted"), max_length=300, widget=forms.Textarea(TEXT))
    numbers = forms.CharField(
        label=gettext_lazy("Figures that only they have, one a line"), required=False, widget=forms.Textarea(TEXT)
    )
    wants_files = forms.BooleanField(label=gettext_lazy("Files are wanted"), required=False)
    due_on = DayField(label=gettext_lazy("To be delivered by (inclusive)"), widget=DayInput)

    def __init__(
        self, data: QueryDict | None = None, *, report: str, bodies: Sequence[Organisation], initial: date | None = None
    ) -> None:
        super().__init__(data)
        self.by_code = {one.code: one for one in bodies}
        choices = {
            "section": [(key.value, str(key.label)) for key in section_keys(report)],
            "organisations": [(one.code, one.name) for one in bodies],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered
        self.fields["due_on"].initial = initial

    def clean_numbers(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["numbers"]).splitlines() if line.strip()]

    def clean_organisations(self) -> list[Organisation]:
        return [self.by_code[code] for code in self.cleaned_data["organisations"]]


class ContributionForm(forms.Form):
    """A text for the report of another, with a field for each figure that was asked for."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    body = forms.CharField(
        label=gettext_lazy("Text of the section"), widget=forms.Textarea({"class": "form-control", "rows": "10"})
    )

    def __init__(self, data: QueryDict | None = None, *, row: Contribution) -> None:
        super().__init__(data, initial={"body": row.body, "seen": row.version})
        self.names = {f"number_{place}": one["name"] for place, one in enumerate(row.numbers)}
        for (name, label), one in zip(self.names.items(), row.numbers, strict=True):
            self.fields[name] = forms.CharField(label=label, max_length=30, widget=LineInput, initial=one["value"])

    def numbers(self) -> dict[str, str]:
        """{what is counted: what was typed}"""
        return {label: self.cleaned_data[name] for name, label in self.names.items()}


#: What each step asks for; the others ask for nothing.
MOVE_FORMS: Final[Mapping[str, type[forms.Form]]] = {
    "sign": SignForm,
    "submit": SubmitForm,
    "revise": ReasonForm,
    "return": ReasonForm,
}


class CorrectionForm(forms.Form):
    """A correction of a report that was received."""

    place = forms.CharField(label=gettext_lazy("Where"), max_length=100, widget=LineInput)
    before = forms.CharField(label=pgettext_lazy("correction", "Before"), max_length=300, widget=LineInput)
    after = forms.CharField(label=pgettext_lazy("correction", "After"), max_length=300, widget=LineInput)
    reason = forms.CharField(label=gettext_lazy("Reasons"), max_length=500, widget=forms.Textarea(TEXT))


class RegisterForm(forms.Form):
    """A report that came outside of the portal."""

    document_no = forms.CharField(label=gettext_lazy("Document number"), max_length=60, widget=LineInput)
    received_on = DayField(label=gettext_lazy("Received on"), widget=DayInput)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False, widget=forms.Textarea(TEXT))


class VerifyForm(forms.Form):
    """A digest or check code, or the file itself; `version` is the number behind a code, as papers carry it."""

    digest = forms.CharField(
        label=gettext_lazy("Digest of the file, or check code"), max_length=200, required=False, widget=LineInput
    )
    sent = forms.FileField(
        label=gettext_lazy("Or the file itself"),
        required=False,
        widget=FileInput,
    )

    def clean_digest(self) -> str:
        typed = "".join(normalize("NFKC", str(self.cleaned_data["digest"])).split()).lower()
        named = NAMED_VERSION.search(typed)
        digest = typed[: named.start()] if named else typed
        self.cleaned_data["version"] = named[1] if named else ""
        if digest and not set(digest) <= set("0123456789abcdef"):
            raise ValidationError(_("A digest has the digits 0 to 9 and the letters a to f only."))
        if digest and len(digest) < SHORTEST_DIGEST:
            raise ValidationError(_("Give at least the first 16 characters of the digest."))
        return digest

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not data.get("digest") and not data.get("sent") and not self.errors:
            raise ValidationError(_("Give a digest, or choose a file."))
        return data
