"""Forms of cases: opening, each measure with the fields it needs, the answer of the other side, the end."""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from typing_extensions import Unpack

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from accounts.querysets import OrganisationQuerySet
from core.attachments.uploading import FilesField
from core.forms import AmountField, DayField, DayInput, PickerInput, StyledSelect
from core.forms.arguments import Data, Files, FormArguments
from core.forms.judged import JudgedChoice
from core.plain import Label, Plain
from dispositions.choices import Article, FineStage
from dispositions.rules import BY_KIND, stages_after
from dispositions.services import Answer, Decision, Draft, Filing
from enterprises.forms import YES_NO, PlainText, text_field, yes
from inspections.choices import Disposition, FindingKind, FindingSubject
from inspections.rules import kinds_of


def day_field(label: Label, *, required: bool = True, text: Label = "") -> DayField:
    return DayField(label=label, required=required, help_text=text, widget=DayInput)


class OpenForm(forms.Form):
    title = PlainText(pgettext_lazy("disposition", "Matter"), 200)
    facts = text_field(_("Facts established"), 2000)
    basis = PlainText(_("Basis"), 300, required=False)


#: Whose business a letter to a regulator may be about.
INSURERS: Final = (OrganisationKind.INSURER, OrganisationKind.INSURER_BRANCH)


class OutsideForm(OpenForm):
    """A report from outside: for departments on an enterprise by its code or on an agency, for regulators on an insurer
    or its branch."""

    reference = PlainText(_("Number of the letter or entry"), 60)
    uscc = forms.CharField(
        label=_("Credit code of the enterprise"), max_length=18, required=False, widget=PickerInput("enterprise")
    )
    agency = forms.ModelChoiceField(
        label=_("Or a service agency"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Please choose"),
        widget=StyledSelect,
    )
    insurer = forms.ModelChoiceField(
        label=_("Insurer"),
        queryset=Organisation.objects.none(),
        empty_label=_("Please choose"),
        widget=StyledSelect,
    )
    kind = JudgedChoice(label=_("Kind"), widget=StyledSelect)
    field_order = ("reference", "uscc", "agency", "insurer", "kind", "title", "facts", "basis")

    def __init__(
        self,
        data: Data = None,
        files: Files = None,
        *,
        is_regulator: bool,
        bodies: OrganisationQuerySet[Organisation],
        known: OrganisationQuerySet[Organisation],
        **rest: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **rest)
        if is_regulator:
            del self.fields["uscc"], self.fields["agency"]
            self._offer_insurers(bodies, known)
        else:
            del self.fields["insurer"]
            self.fields["agency"].queryset = bodies.agencies()  # type: ignore[attr-defined]
        about = (FindingSubject.INSURER,) if is_regulator else (FindingSubject.ENTERPRISE, FindingSubject.AGENCY)
        fitting = frozenset[str]().union(*(kinds_of(one) for one in about))
        kinds = [(one.value, one.label) for one in FindingKind if one in fitting]
        self.fields["kind"].choices = [("", _("Please choose")), *kinds]  # type: ignore[attr-defined]

    def _offer_insurers(
        self, bodies: OrganisationQuerySet[Organisation], known: OrganisationQuerySet[Organisation]
    ) -> None:
        """Offer those of the place; of another known one the service says whose it is, and keeps that it was sent."""
        field = self.fields["insurer"]
        field.queryset = known  # type: ignore[attr-defined]
        offered = [(one.pk, str(one)) for one in bodies.select_related("parent").order_by("code")]
        field.choices = [("", _("Please choose")), *offered]  # type: ignore[attr-defined]

    def clean(self) -> Plain:
        """Whom it is about, the one or the other, and what of: a kind that fits."""
        given: Plain = super().clean() or self.cleaned_data
        is_regulator = "uscc" not in self.fields
        if not is_regulator and bool(given.get("uscc")) == bool(given.get("agency")):
            self.add_error("uscc", "请填写企业代码或者选择服务机构，二者填一项。")
        department = FindingSubject.AGENCY if given.get("agency") else FindingSubject.ENTERPRISE
        subject, kind = FindingSubject.INSURER if is_regulator else department, given.get("kind")
        if kind and kind not in kinds_of(subject):
            named = f"「{FindingKind(kind).official}」不是" if kind in FindingKind.values else "所选的类型不是"
            self.add_error("kind", f"{named}{subject.official}的问题，请重新选择。")
        return given


class StepForm(forms.Form):
    """One measure: only the fields that its line of the table needs."""

    addressee = PlainText(_("Receiving authority"), 200)
    text = text_field(_("What is required"), 2000)
    basis = PlainText(_("Basis"), 300, required=False)
    due_on = day_field(pgettext_lazy("disposition", "Due on"))
    met_on = day_field(_("Interview on"))
    met_at = PlainText(_("Time and place"), 200)
    first_officer = PlainText(_("First interviewer"), 50)
    second_officer = PlainText(_("Second interviewer"), 50)
    doc_no = PlainText(_("Number of the document"), 60)
    issued_on = day_field(_("Issued on"))

    def __init__(self, data: Data = None, files: Files = None, *, kind: str, **rest: Unpack[FormArguments]) -> None:
        super().__init__(data, files, **rest)
        self.kind, measure = kind, BY_KIND[Disposition(kind)]
        gone: set[str] = set()
        if kind == Disposition.INTERVIEW:
            self.fields["addressee"].label = _("Whom the interview is with")
        elif kind != Disposition.TRANSFER:
            gone.add("addressee")
        if kind != Disposition.INTERVIEW:
            gone |= {"met_on", "met_at", "first_officer", "second_officer"}
        if measure.letter:
            gone |= {"doc_no", "issued_on"}
        if not (measure.needs_due or measure.may_due):
            gone.add("due_on")
        for name in gone:
            del self.fields[name]
        if "due_on" in self.fields:
            self.fields["due_on"].required = measure.needs_due
        self.fields["basis"].required = kind in {Disposition.REGULATORY, Disposition.SUSPEND}

    def value(self) -> Draft:
        return Draft(kind=self.kind, **self.cleaned_data)


class FilingForm(forms.Form):
    """A penalty as filed."""

    article = JudgedChoice(label=_("Article"), widget=StyledSelect)
    text = text_field(_("Facts of the violation"), 2000)
    first_officer = PlainText(pgettext_lazy("penalty", "First officer"), 50)
    second_officer = PlainText(pgettext_lazy("penalty", "Second officer"), 50)
    number = PlainText(_("Number of the filing"), 60)
    filed_on = day_field(_("Filed on"))

    def __init__(
        self, data: Data = None, files: Files = None, *, articles: Sequence[Article], **rest: Unpack[FormArguments]
    ) -> None:
        super().__init__(data, files, **rest)
        self.fields["article"].choices = [(one.value, one.label) for one in articles]  # type: ignore[attr-defined]

    def value(self) -> Filing:
        return Filing(**self.cleaned_data)


#: Stages that are recorded by themselves: filing and decision come with their own forms.
RECORDED = [(one.value, one.label) for one in FineStage if one not in {FineStage.FILED, FineStage.DECIDED}]


class StageForm(forms.Form):
    stage = JudgedChoice(label=pgettext_lazy("penalty", "Stage"), choices=RECORDED, widget=StyledSelect)
    number = PlainText(_("Number of the document"), 60)
    reached_on = day_field(_("Day"))
    note = PlainText(_("Note"), 500, required=False)

    def offer(self, recorded: AbstractSet[str]) -> None:
        """Offer those alone that can follow the recorded ones."""
        fitting = [(one.value, one.label) for one in stages_after(recorded) if one.value in dict(RECORDED)]
        self.fields["stage"].choices = fitting  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    number = PlainText(_("Number of the penalty decision"), 60)
    decided_on = day_field(_("Decision of"))
    amount = AmountField(label=_("Fine (yuan)"), max_digits=14, decimal_places=2)
    overdue = forms.TypedChoiceField(
        label=_("Not corrected in time"),
        choices=YES_NO[::-1],
        coerce=yes,
        required=False,
        help_text=_("For an article that has a range of its own for it, as 109 has."),
        widget=StyledSelect,
    )

    def value(self) -> dict[str, Decision]:
        given = self.cleaned_data
        return {"decision": Decision(**{**given, "overdue": bool(given["overdue"])})}


class SecondForm(forms.Form):
    approve = forms.TypedChoiceField(
        label=_("Conclusion"),
        choices=(("yes", _("Agree")), ("no", _("Do not agree"))),
        coerce=yes,
        widget=StyledSelect,
    )
    note = text_field(_("Opinion"), required=False)


class ProposalForm(SecondForm):
    """The second person's word on a proposal, with the mark of the one that the page shows."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class AnswerForm(forms.Form):
    """An answer of the subject."""

    number = PlainText(_("Number of the document"), 60, required=False)
    text = text_field(_("Answer"), 4000)
    sent = FilesField(label=_("Files"), required=False)

    def value(self) -> dict[str, object]:
        given = self.cleaned_data
        return {
            "answer": Answer(text=given["text"], number=given["number"]),
            "files": [(file, file.name) for file in given["sent"] or ()],
        }


class PaperAnswerForm(AnswerForm):
    """An answer on paper, filed by the authority."""

    given_on = day_field(_("Answered on"))
    field_order = ("given_on", "number", "text", "sent")

    def value(self) -> dict[str, object]:
        return {**super().value(), "given_on": self.cleaned_data["given_on"]}


class ReviewForm(forms.Form):
    accepted = forms.TypedChoiceField(
        label=_("Conclusion"),
        choices=(("yes", _("Accept the answer")), ("no", _("Do not accept it, go further"))),
        coerce=yes,
        widget=StyledSelect,
    )
    note = text_field(pgettext_lazy("answer", "Opinion"))


class ExtensionForm(forms.Form):
    until = day_field(_("Asked until"))
    reason = text_field(_("Why an extension"))


class ExtensionAnswerForm(forms.Form):
    granted = forms.TypedChoiceField(
        label=_("Conclusion"),
        choices=(("yes", _("Grant")), ("no", _("Do not grant"))),
        coerce=yes,
        widget=StyledSelect,
    )
    note = text_field(_("Opinion"), required=False)


class FulfilForm(forms.Form):
    done_on = day_field(_("Done on"))
    note = text_field(pgettext_lazy("disposition", "What was done"))


class MinutesForm(forms.Form):
    met_on = day_field(_("Interview on"))
    text = text_field(pgettext_lazy("disposition", "Minutes"), 4000)


class NoteForm(forms.Form):
    note = text_field(_("Reason"))


class ReferForm(forms.Form):
    reason = text_field(_("Contract that the provincial branch signed, and reason"))


class CloseForm(forms.Form):
    """How the case ends: by a measure taken in it, or as unfounded where none was."""

    outcome = JudgedChoice(label=_("Ended by"), widget=StyledSelect)
    note = text_field(_("Handling and outcome"), 2000)

    def __init__(
        self, data: Data = None, files: Files = None, *, kinds: Collection[str], **rest: Unpack[FormArguments]
    ) -> None:
        super().__init__(data, files, **rest)
        self.is_unfounded = not kinds
        fitting = [Disposition(kind) for kind in kinds] or [Disposition.UNFOUNDED]
        self.fields["outcome"].choices = [(one.value, one.label) for one in fitting]  # type: ignore[attr-defined]


#: Words of subjects in the order of the list.
SUBJECTS = FindingSubject.choices
