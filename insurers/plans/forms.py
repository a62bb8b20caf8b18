"""Forms of service plans."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from django import forms
from django.core.files.base import File
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from typing_extensions import Unpack

from accounts.models import Organisation
from core.forms import AmountField, AmountInput, CountField, DayField, DayInput, StyledSelect
from core.forms.arguments import Data, Files, FormArguments
from core.languages import shown_lazy
from core.views.writes import add_reasons
from core.writing import Refused
from enterprises.forms import YES_NO, DocumentField, PlainText, text_field, yes
from insurers.agencies.forms import AgencyField
from insurers.base.choices import ServiceForm, ServiceKind
from insurers.base.fields import Label
from insurers.base.forms import TOPICS_BY_KIND, ticks
from insurers.plans.choices import MONTHS, ConfirmationWay, PlanStandard
from insurers.plans.models import PlanItem, ServicePlan
from insurers.plans.rules import BASES, BEST_SCORE, NO_HISTORY, PLAN_NUMBER, Values
from insurers.plans.services import HEAD, Confirmation, Document, values_of
from insurers.plans.sheets import ITEM_KEYS

MOST_ITEMS = 50

SPARE_ITEMS = 3


def optional_file(label: Label) -> DocumentField:
    return DocumentField(label=label, required=False)


class PlanForm(forms.Form):
    """All of domain.md 4.3 but the items; the plan's number stays as it was once written."""

    SECTIONS = (
        (_("Plan and period"), ("plan_no", "start_on", "end_on", "fee_estimate", "fee_reason", "fewer_reason")),
        (_("What the plan rests on"), BASES),
        (_("Measures and safeguards"), ("standards", "special_measures", "safeguards", "note")),
        (_("Talk with the insured unit"), ("talk_on", "talk_people", "talk_file")),
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    plan_no = PlainText(_("Plan number"), 40, required=False)
    start_on = DayField(label=_("Plan begins on"), widget=DayInput)
    end_on = DayField(label=_("Plan ends on"), widget=DayInput)
    fee_estimate = AmountField(
        label=_("Fee estimate (yuan)"), max_digits=14, decimal_places=2, min_value=0, widget=AmountInput
    )
    fee_reason = PlainText(_("Reason for exceeding the budget"), 500, required=False)
    fewer_reason = PlainText(_("Reason for fewer services than the template"), 500, required=False)
    basis_sector = text_field(_("Features of the sector"), 1000)
    basis_scale = text_field(_("Scale of production"), 1000)
    basis_risk = text_field(_("Distribution of risks"), 1000)
    basis_people = text_field(_("Situation of the staff"), 1000)
    basis_mgmt = text_field(_("Basis of safety management"), 1000)
    basis_history = text_field(_("Accident history"), 1000)
    standards = ticks(_("Rules followed"), PlanStandard.choices)
    special_measures = text_field(_("Refined measures"), 2000, required=False)
    safeguards = text_field(_("Safeguards of the service"), 2000)
    note = PlainText(_("Note"), 500, required=False)
    talk_on = DayField(label=_("Date of the talk"), widget=DayInput, required=False)
    talk_people = PlainText(_("People in the talk"), 200, required=False)
    talk_file = optional_file(_("Record of the talk"))

    def __init__(
        self,
        data: Data = None,
        files: Files = None,
        *,
        plan: ServicePlan | None = None,
        letter_code: str = "",
        **rest: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **rest)
        self.fields["plan_no"].validators.append(
            RegexValidator(rf"^{PLAN_NUMBER}$", _("4 to 40 Chinese characters, capitals, digits, hyphens and 〔〕"))
        )
        told = _("Left empty, the portal gives the next one; a number of your own begins with “%(code)s”")
        self.fields["plan_no"].help_text = told % {"code": letter_code}
        self.fields["basis_history"].help_text = _("“%(word)s” where there was no accident") % {"word": NO_HISTORY}
        if plan is not None:
            del self.fields["plan_no"]

    @property
    def sections(self) -> list[dict[str, object]]:
        """The form in parts: title and bound fields."""
        return [
            {"title": title, "fields": [self[name] for name in names if name in self.fields]}
            for title, names in self.SECTIONS
        ]

    def head(self) -> Values:
        return {key: self.cleaned_data[key] for key in HEAD}

    def talk(self) -> Document | None:
        return document_of(self.cleaned_data.get("talk_file"))


def document_of(sent: "File[bytes] | None") -> Document | None:
    return Document(sent, str(sent.name)) if sent else None


class ItemForm(forms.Form):
    """One item of a plan; an untouched empty line is none."""

    kind = forms.ChoiceField(label=_("Service"), choices=[("", "—"), *ServiceKind.choices], widget=StyledSelect)
    form = forms.ChoiceField(label=_("Form"), choices=[("", "—"), *ServiceForm.choices], widget=StyledSelect)
    frequency = CountField(
        label=_("Times a year"),
        min_value=1,
        max_value=366,
    )
    campaign_assist = forms.TypedChoiceField(
        label=_("Campaign assistance"), choices=YES_NO[::-1], coerce=yes, widget=StyledSelect, initial="no"
    )
    months = ticks(_("Months"), [(month, shown_lazy(label, "month")) for month, label in MONTHS])
    topics = ticks(_("Topics"), TOPICS_BY_KIND, required=False)
    measures = text_field(_("Measures"), 2000)
    agency = AgencyField(label=_("Agency"), required=False, help_text=_("Leave empty for own staff"))
    staff = PlainText(_("Staff"), 200, pick="staff")
    experts = PlainText(_("Experts"), 200, required=False, pick="staff")
    goal = PlainText(_("Expected goal"), 200)

    def __init__(
        self, data: Data = None, files: Files = None, *, agencies: QuerySet[Organisation], **rest: Unpack[FormArguments]
    ) -> None:
        super().__init__(data, files, **rest)
        cast("AgencyField", self.fields["agency"]).offered = agencies

    def item(self) -> Values:
        return {key: self.cleaned_data[key] for key in ITEM_KEYS}


if TYPE_CHECKING:
    ItemFormSet = forms.BaseFormSet[ItemForm]
else:
    ItemFormSet = forms.BaseFormSet


class BaseItems(ItemFormSet):
    """The items in their order; a line may be struck out."""

    def add_fields(self, form: ItemForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Strike this item out")
            form.fields["DELETE"].widget.attrs["class"] = "form-check-input"

    @property
    def kept(self) -> list[ItemForm]:
        return [form for form in self.forms if form.has_changed() and form not in self.deleted_forms]

    def items(self) -> list[Values]:
        return [form.item() for form in self.kept]


_LINES = forms.formset_factory(
    ItemForm, formset=BaseItems, extra=SPARE_ITEMS, can_delete=True, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS
)

#: The factory makes a subclass of `formset`, which its types do not say.
ItemLines = cast("type[BaseItems]", _LINES)


def item_lines(
    data: Mapping[str, object] | None,
    plan: ServicePlan | None,
    *,
    offered: QuerySet[Organisation],
    drafted: Sequence[Values] = (),
) -> BaseItems:
    """The lines of a plan, and empty ones below. All are bound as changed, so that those kept are stored again.

    Besides those `offered` the agencies that the plan names already can be chosen. `drafted` are items that the form
    begins with besides the plan's own: those of services that it does not have yet.
    """
    named = plan.items.exclude(agency=None).values("agency") if plan else PlanItem.objects.none().values("agency")
    known = Q(pk__in=offered.order_by().values("pk")) | Q(pk__in=named)
    agencies = Organisation.objects.agencies().filter(known).order_by("code")
    items = [values_of(item) for item in plan.items.select_related("agency")] if plan else []
    kinds = {item["kind"] for item in items}
    items += [item for item in drafted if item["kind"] not in kinds]
    initial = [shown(item) for item in items] if items and data is None else None
    return ItemLines(data, prefix="item", initial=initial, form_kwargs={"agencies": agencies})


def shown(values: Values) -> dict[str, object]:
    """An item as the form shows it."""
    return {
        **values,
        "campaign_assist": "yes" if values["campaign_assist"] else "no",
        "months": [str(month) for month in values["months"]],
    }


class ConfirmForm(forms.Form):
    way = forms.ChoiceField(label=_("Way of confirmation"), choices=ConfirmationWay.choices, widget=StyledSelect)
    confirmed_by = PlainText(_("Confirmed by"), 100, help_text=_("Who signed for the insured unit, and in which post"))
    on = DayField(label=_("Confirmed on"), widget=DayInput)
    document = DocumentField(label=_("Document of the confirmation"))
    talk_on = DayField(label=_("Date of the talk"), widget=DayInput, required=False)
    talk_people = PlainText(_("People in the talk"), 200, required=False)
    talk_file = optional_file(_("Record of the talk"))

    def confirmation(self) -> Confirmation:
        data = self.cleaned_data
        sent = data["document"]
        return Confirmation(
            way=data["way"],
            confirmed_by=data["confirmed_by"],
            on=data["on"],
            document=Document(sent, sent.name),
            talk_on=data["talk_on"],
            talk_people=data["talk_people"],
            talk_file=document_of(data.get("talk_file")),
        )


class NothingForm(forms.Form):
    """A move that asks nothing."""


class RecallForm(forms.Form):
    opinion = text_field(_("Opinion of the insured unit"))


class AmendForm(forms.Form):
    reason = text_field(_("Reason for the change"))


class EvaluateForm(forms.Form):
    score = CountField(label=_("Score of the effect (0 to 100)"), min_value=0, max_value=BEST_SCORE, widget=AmountInput)
    evaluation = text_field(_("Evaluation of the year"), 2000)


class GuidanceForm(forms.Form):
    text = text_field(_("Guidance"), 1000)


#: The form of each move of a plan.
PLAN_FORMS: dict[str, type[forms.Form]] = {
    "send": NothingForm,
    "recall": RecallForm,
    "confirm": ConfirmForm,
    "activate": NothingForm,
    "finish": NothingForm,
    "evaluate": EvaluateForm,
    "amend": AmendForm,
    "discard": NothingForm,
    "guide": GuidanceForm,
}


def add_plan_reasons(form: forms.Form, refused: Refused, lines: BaseItems) -> None:
    """Put each sentence at the field of its line, the others at the form's own fields or over it."""
    own = []
    for place, sentence in refused.reasons:
        line, _dot, key = place.rpartition(".")
        if line.isdigit() and int(line) < len(lines.kept):
            at = lines.kept[int(line)]
            at.add_error(key if key in at.fields else None, f"{sentence.rstrip('。')}。")
        else:
            own.append((place, sentence))
    add_reasons(form, Refused(*own))
