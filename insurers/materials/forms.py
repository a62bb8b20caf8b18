"""Forms of cases and training material."""

from typing import cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from typing_extensions import Unpack

from accounts.models import Division
from core.forms import DayField, DayInput, StyledSelect
from core.forms.arguments import Data, Files, FormArguments
from enterprises.choices import Sector
from enterprises.forms import PlainText, text_field
from insurers.base.forms import PublishedFields
from insurers.materials.choices import MaterialKind
from insurers.materials.services import Text
from insurers.policies.models import Policy

ALL = ("", _("All"))


class MaterialForm(PublishedFields):
    #: What is stored of a material, in the order of the form.
    STORED = ("kind", "title", "sector", "channel", "medium", "link", "text")
    field_order = STORED

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=MaterialKind.choices, widget=StyledSelect)
    title = PlainText(_("Title"), 200)
    sector = forms.ChoiceField(label=_("Sector"), choices=[ALL, *Sector.choices], required=False, widget=StyledSelect)
    text = text_field(_("Text"), 20_000)

    def value(self) -> Text:
        return Text(**{name: self.cleaned_data[name] for name in self.STORED})


class AssignForm(forms.Form):
    """To whom: policies in force of one's own, narrowed by sector and city, or one by its number."""

    due_on = DayField(label=_("To be read by"), widget=DayInput)
    policy_no = PlainText(
        _("Policy number"), 40, required=False, pick="policy", help_text=_("Leave empty for all that fit below")
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=[ALL, *Sector.choices], required=False, widget=StyledSelect)
    city = forms.ModelChoiceField(
        label=_("City"), queryset=Division.objects.none(), required=False, widget=StyledSelect, empty_label=_("All")
    )

    def __init__(self, data: Data = None, files: Files = None, **rest: Unpack[FormArguments]) -> None:
        super().__init__(data, files, **rest)
        field = cast("forms.ModelChoiceField[Division]", self.fields["city"])
        field.queryset = Division.objects.cities()

    def chosen(self, policies: QuerySet[Policy]) -> QuerySet[Policy]:
        data = self.cleaned_data
        if data["policy_no"]:
            return policies.filter(policy_no=data["policy_no"])
        if data["sector"]:
            policies = policies.filter(enterprise__sectors__contains=[data["sector"]])
        return policies.filter(city=data["city"].code) if data["city"] else policies


class PaperForm(forms.Form):
    name = PlainText(_("Read by"), 50)
    read_on = DayField(label=_("Read on"), widget=DayInput)


class ReaderForm(forms.Form):
    name = PlainText(_("Your name"), 50)
