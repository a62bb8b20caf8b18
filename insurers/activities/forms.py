"""Forms of services: the record, its checks, visit, confirmation, files."""

from typing import Any, Self

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.attachments.uploading import FilesField
from core.forms import AmountField, AmountInput, CountField, DayField, DayInput, StyledSelect
from core.identifiers import paper_number
from core.writing import version_of
from enterprises.forms import YES_NO, PlainText, text_field, yes
from insurers.activities.choices import DrillType, VisitWay
from insurers.activities.models import Activity
from insurers.activities.services import DETAIL, Signature, Values, Visit, shown_values
from insurers.activities.sheets import ACTIVITIES, cell_of
from insurers.activities.sheets.topics import COUNT_KEYS
from insurers.base.choices import ServiceForm, ServiceKind
from insurers.base.fields import Label
from insurers.base.forms import TOPICS_BY_KIND, PublishedFields, ticks
from insurers.plans.models import PlanItem

EMPTY = ("", "—")

KNOWN: dict[bool | None, str] = {True: "yes", False: "no", None: ""}


def count_field(label: Label, *, required: bool = True) -> CountField:
    return CountField(label=label, min_value=0, max_value=1_000_000, required=required, widget=AmountInput)


class ServiceRecordForm(PublishedFields):
    """All that a record holds; topics and counts as in the workbook."""

    SECTIONS: tuple[tuple[Label, tuple[str, ...]], ...] = (
        (_("Service and policy"), ("activity_no", "policy_no", "kind", "topics", "campaign_assist")),
        (_("Time, place, people"), ("start_on", "end_on", "form", "place", "agency", "staff", "participants")),
        (_("Measures and course"), ("content", "course", "plan_item", "outside_reason", "drill_type", "exits_known")),
        (_("Results"), ("general_hazards", "major_hazards", "notice_no", "cost", "note")),
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    activity_no = PlainText(_("Service number"), 40, help_text=_("4 to 40 capitals, digits, hyphens"))
    policy_no = PlainText(_("Policy number"), 40, pick="policy")
    kind = forms.ChoiceField(label=_("Service"), choices=ServiceKind.choices, widget=StyledSelect)
    topics = ticks(_("Topics"), TOPICS_BY_KIND, required=False)
    campaign_assist = forms.ChoiceField(label=_("Campaign assistance"), choices=YES_NO, widget=StyledSelect)
    start_on = DayField(label=_("First day of the service"), widget=DayInput)
    end_on = DayField(label=_("Last day of the service"), widget=DayInput)
    form = forms.ChoiceField(label=_("Form"), choices=ServiceForm.choices, widget=StyledSelect)
    place = PlainText(_("Place of the service"), 255)
    agency = PlainText(
        _("Agency"), 200, pick="server", help_text=_("Own staff is written as 自有; an agency by its full name")
    )
    staff = PlainText(
        _("Staff"),
        200,
        pick="staff",
        help_text=_("Registered people whose certificate is valid that day, with 、 between them"),
    )
    participants = count_field(_("Participants"), required=False)
    content = text_field(_("Content of the service"), 2000)
    course = text_field(_("Measures and course"), 4000, required=False)
    outside_reason = PlainText(_("Why outside the plan"), 300, required=False)
    drill_type = forms.ChoiceField(
        label=_("Kind of drill"), choices=[EMPTY, *DrillType.choices], required=False, widget=StyledSelect
    )
    exits_known = forms.ChoiceField(
        label=_("Escape routes known"), choices=[EMPTY, *YES_NO], required=False, widget=StyledSelect
    )
    general_hazards = count_field(_("General hazards found"))
    major_hazards = count_field(_("Major hazards found"))
    notice_no = PlainText(_("Notice number"), 60, required=False)
    cost = AmountField(label=_("Cost (yuan)"), max_digits=14, decimal_places=2, min_value=0, widget=AmountInput)
    note = PlainText(_("Note"), 500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.attrs["data-decides"] = "kind"
        for key in COUNT_KEYS:
            self.fields[key] = count_field(Activity._meta.get_field(key).verbose_name, required=False)  # type: ignore[union-attr]

    def offer_items(self, items: QuerySet[PlanItem]) -> None:
        """Ask for the item of the plan that the service is of; where there is no item nothing is asked."""
        if items:
            self.fields["plan_item"] = forms.ModelChoiceField(
                label=_("Plan item"),
                queryset=items,
                required=False,
                empty_label=_("Outside the plan"),
                widget=StyledSelect,
            )

    @classmethod
    def of(cls, activity: Activity) -> Self:
        """The form with what is stored."""
        stored = shown_values(activity)
        initial = {
            **stored,
            "topics": list(stored["topics"]),
            "campaign_assist": "yes" if stored["campaign_assist"] else "no",
            "exits_known": KNOWN[stored.get("exits_known")],
            "seen": version_of(activity),
        }
        return cls(initial=initial)

    @property
    def sections(self) -> list[dict[str, object]]:
        parts: list[dict[str, object]] = [
            {"title": title, "fields": [self[key] for key in keys if key in self.fields]}
            for title, keys in self.SECTIONS
        ]
        counts = [self[key] for key in COUNT_KEYS if key in self.fields]
        content = [self[key] for key in PublishedFields.base_fields]
        return [
            *parts,
            {"title": _("Results of the hazard check"), "fields": counts, "kind": ServiceKind.HAZ},
            {"title": _("Published content"), "fields": content, "kind": ServiceKind.CASE},
        ]

    def values(self) -> Values:
        """The record by the keys of the workbook."""
        data = self.cleaned_data
        return {
            **{column.key: cell_of(data[column.key]) for column in ACTIVITIES.columns if column.key in data},
            "notice_no": paper_number(data["notice_no"]) or None,
            "topics": tuple(data["topics"]),
            "campaign_assist": yes(data["campaign_assist"]),
        }

    def detail(self) -> Values:
        data = self.cleaned_data
        known = {"yes": True, "no": False}.get(data["exits_known"])
        return {**{name: data[name] for name in DETAIL if name in data}, "exits_known": known}


class CorrectionForm(ServiceRecordForm):
    """A record that stands for a filed one, and the reason."""

    SECTIONS = ((_("Correction"), ("correction_reason",)), *ServiceRecordForm.SECTIONS)

    correction_reason = text_field(_("Why corrected"), 500)


class VisitForm(forms.Form):
    way = forms.ChoiceField(label=_("Way"), choices=VisitWay.choices, widget=StyledSelect)
    visited_on = DayField(label=_("Visited on"), widget=DayInput)
    satisfaction = forms.TypedChoiceField(
        label=_("Satisfaction (1 to 5)"), choices=[(n, n) for n in range(5, 0, -1)], coerce=int, widget=StyledSelect
    )
    opinion = text_field(_("Opinion of the insured"), 500, required=False)

    def value(self) -> Visit:
        return Visit(**self.cleaned_data)


class SignatureForm(forms.Form):
    name = PlainText(_("Confirmed by (insured unit)"), 50)
    post = PlainText(_("Post"), 50, required=False)
    confirmed_on = DayField(label=_("Confirmed on"), widget=DayInput)

    def value(self) -> Signature:
        return Signature(**self.cleaned_data)


class ReasonForm(forms.Form):
    reason = text_field(_("Reason"), 500)


class FilesForm(forms.Form):
    slot = forms.ChoiceField(label=_("Kind of file"), widget=StyledSelect)
    also = forms.ChoiceField(
        label=_("Also as"),
        required=False,
        widget=StyledSelect,
        help_text=_("One file may stand for two kinds, such as a report that the insured unit signed"),
    )
    sent = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("Several at once; pictures at most 10 MiB each, documents 20 MiB. Position data is taken out."),
    )
