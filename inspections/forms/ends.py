"""Forms from the comments to the settlement of findings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import Unpack

from core.attachments.uploading import FilesField
from core.forms import DayField, DayInput, StyledSelect
from core.forms.arguments import Data, Files, FormArguments
from core.forms.judged import JudgedChoice
from core.plain import Label
from enterprises.forms import PlainText, text_field
from hazards.choices import HazardCategory, HazardLevel, HazardTopic
from hazards.forms import BasisForm
from hazards.services.judgement import Found
from inspections.choices import ObjectionResult, articles
from inspections.models import Finding
from inspections.rules import kinds_of, settled_beside
from inspections.services import Decision, Settlement


class TextForm(forms.Form):
    """One text of several lines, under a label of its step."""

    text = text_field(_("Text"), 2000)

    def __init__(
        self, data: Data = None, files: Files = None, *, label: Label, name: str = "text", **rest: Unpack[FormArguments]
    ) -> None:
        super().__init__(data, files, **rest)
        self.fields["text"].label = label
        self.given = name

    def value(self) -> dict[str, str]:
        """The text by the name under which its service takes it."""
        return {self.given: self.cleaned_data["text"]}


class DecisionForm(forms.Form):
    """How an objection is decided; the last three say what an amended finding says."""

    result = forms.ChoiceField(label=_("Decision"), choices=ObjectionResult.choices, widget=StyledSelect)
    ruling = text_field(_("Reasons of the decision"), 2000)
    kind = forms.ChoiceField(label=_("Kind, where amended"), required=False, widget=StyledSelect)
    basis = forms.ChoiceField(label=_("Basis, where amended"), required=False, widget=StyledSelect)
    fact = text_field(_("Facts, where amended"), 2000, required=False)

    def __init__(
        self, data: Data = None, files: Files = None, *, finding: Finding, **rest: Unpack[FormArguments]
    ) -> None:
        super().__init__(data, files, **rest)
        labels = dict(Finding._meta.get_field("kind").flatchoices)
        kinds = [(code, label) for code, label in labels.items() if code in kinds_of(finding.subject)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["basis"].choices = articles(finding.task.inspected_id, finding.basis)  # type: ignore[attr-defined]
        for name in ("kind", "basis", "fact"):
            self.fields[name].initial = getattr(finding, name)

    def value(self) -> dict[str, Decision]:
        return {"decision": Decision(**self.cleaned_data)}


class SettlementForm(forms.Form):
    """How the authority settles a finding that has no case: fines and what else needs two people are taken in a case."""

    disposition = JudgedChoice(
        label=_("Disposition"),
        widget=StyledSelect,
        help_text=_("What two people do, such as a penalty or an end as unfounded, is done in a case: open one first."),
    )
    doc_no = PlainText(_("Number of the document"), 60)
    done_on = DayField(label=_("Settled on"), widget=DayInput)
    due_on = DayField(label=_("To be corrected by"), widget=DayInput, required=False)
    feedback = text_field(_("Handling and outcome"), 2000)
    sent = FilesField(label=_("Papers of the disposition"), required=False)

    def __init__(
        self, data: Data = None, files: Files = None, *, finding: Finding, **rest: Unpack[FormArguments]
    ) -> None:
        super().__init__(data, files, **rest)
        allowed = settled_beside(finding.subject)
        self.fields["disposition"].choices = [("", _("Please choose")), *((one.value, one.label) for one in allowed)]  # type: ignore[attr-defined]

    def value(self) -> dict[str, object]:
        given = {name: value for name, value in self.cleaned_data.items() if name != "sent"}
        files = [(one, one.name or "") for one in self.cleaned_data["sent"]]
        return {"settlement": Settlement(**given), "files": files}


class FindingHazardForm(BasisForm):
    """The hazard of a finding; whose and when it was found stands in the finding."""

    level = forms.ChoiceField(label=_("Level"), choices=HazardLevel.choices, widget=StyledSelect)
    category = forms.ChoiceField(label=_("Hazard category"), choices=HazardCategory.choices, widget=StyledSelect)
    topic = forms.ChoiceField(
        label=_("Special topic"), choices=[("", "—"), *HazardTopic.choices], required=False, widget=StyledSelect
    )
    place = PlainText(_("Part or place"), 200)
    description = text_field(_("Description"), 2000)
    measures = text_field(_("Advice"), 2000, required=False)
    deadline = DayField(label=_("Deadline"), widget=DayInput, required=False)

    field_order = ("level", "clause", "basis_reason", "category", "topic", "place", "description", "measures")

    def value(self, finding: Finding, found_by: str) -> Found:
        names = ("level", "category", "topic", "place", "description", "measures", "deadline")
        return Found(
            **{name: self.cleaned_data[name] for name in names},
            basis=self.basis(),
            found_on=finding.found_on,
            found_by=found_by,
            source="",
            source_no=finding.no,
            note="",
        )
