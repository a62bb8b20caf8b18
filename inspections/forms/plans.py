"""The joint plan as a form, and the answer of the inspected city."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.attachments.uploading import FilesField
from core.forms import CountField, DayField, DayInput
from enterprises.choices import Sector
from enterprises.forms import text_field
from inspections.choices import Method, Sampling
from inspections.forms import Radios, Ticks
from inspections.models import PlanVersion
from inspections.models.plans import MOST
from inspections.services import PLAN_ENTRIES


class PlanForm(forms.Form):
    """All of a version; the files are added to it once it is stored."""

    starts_on = DayField(label=_("Inspection from"), widget=DayInput)
    ends_on = DayField(label=_("Inspection to"), widget=DayInput)
    enterprises = CountField(label=_("Enterprises to inspect"), min_value=1, max_value=MOST)
    insurers = CountField(label=_("Insurers to inspect"), min_value=1, max_value=MOST)
    sectors = forms.MultipleChoiceField(label=_("Sectors"), widget=Ticks)
    methods = forms.MultipleChoiceField(label=_("Methods"), choices=Method.choices, widget=Ticks)
    sampling = forms.ChoiceField(label=_("Way of choosing"), choices=Sampling.choices, widget=Radios)
    schedule = text_field(_("Schedule"), 4000)
    text = text_field(_("Text of the plan"), 10_000)
    sent = FilesField(
        label=_("File of the plan"), required=False, help_text=_("JPG, PNG up to 10 MiB; PDF, DOCX, XLSX up to 20 MiB")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: object = None,
        *,
        sectors: list[str],
        plan: PlanVersion | None,
        seen: str,
    ) -> None:
        first = {name: getattr(plan, name) for name in PLAN_ENTRIES} if plan else {}
        super().__init__(data, files, initial={**first, "seen": seen})  # type: ignore[arg-type]
        wanted = sorted(set(sectors) | set(first.get("sectors", ())), key=list(Sector.values).index)
        self.fields["sectors"].choices = [(code, Sector(code).label) for code in wanted]  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["rows"] = 12
        self.fields["schedule"].widget.attrs["rows"] = 5

    def values(self) -> dict[str, object]:
        """The entries of the version."""
        return {name: self.cleaned_data[name] for name in PLAN_ENTRIES}
