"""Forms of publicity and of the public page."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from core.forms import DayField, DayInput, StyledSelect
from core.writing import SEEN, version_of
from enterprises.forms import PlainText, text_field, yes_no_field
from publicity.choices import PublicityChannel, PublicityKind, PublicityLevel
from publicity.models import PublicityItem
from publicity.rules import LEAST_TEXT
from publicity.services import Edition, ItemText

#: Fields that a form is filled with from an item as they are called there.
SAME = ("title", "published_on", "kind", "channel", "level", "medium_name", "url", "text", "company")


class ItemForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = PlainText(_("Title"), 200)
    published_on = DayField(label=_("Appeared on"), widget=DayInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=PublicityKind.choices, widget=StyledSelect)
    channel = forms.ChoiceField(label=_("Channel"), choices=PublicityChannel.choices, widget=StyledSelect)
    level = forms.ChoiceField(
        label=pgettext_lazy("publicity", "Level"), choices=PublicityLevel.choices, widget=StyledSelect
    )
    medium_name = PlainText(_("Name of the medium"), 100, required=False)
    url = PlainText(_("Link"), 500, required=False, help_text=_("A link or a file; the file is attached afterwards"))
    text = text_field(_("Text"), 20_000, required=False)
    uscc = PlainText(_("Enterprise named (credit code)"), 40, required=False, pick="enterprise")
    company = forms.ModelChoiceField(
        label=_("Insurer named"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None"),
        widget=StyledSelect,
    )
    has_consent = yes_no_field(_("The units named agreed"))
    is_good_practice = yes_no_field(_("Good practice"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        company = cast("forms.ModelChoiceField[Organisation]", self.fields["company"])
        company.queryset = Organisation.objects.insurers().working()
        for name in ("has_consent", "is_good_practice"):
            cast("forms.ChoiceField", self.fields[name]).choices = (("no", _("No")), ("yes", _("Yes")))
        least = _("Typical cases and experience: at least %(least)s characters") % {"least": LEAST_TEXT}
        self.fields["text"].help_text = least

    @classmethod
    def of(cls, item: PublicityItem) -> "ItemForm":
        """The form with what is stored."""
        stored: dict[str, object] = {name: getattr(item, name) for name in SAME}
        stored["uscc"] = item.enterprise.uscc if item.enterprise else ""
        for name in ("has_consent", "is_good_practice"):
            stored[name] = "yes" if getattr(item, name) else "no"
        return cls(initial={**stored, SEEN: version_of(item)})

    def value(self) -> ItemText:
        return ItemText(**{name: value for name, value in self.cleaned_data.items() if name != SEEN})


class RecommendForm(forms.Form):
    reason = text_field(_("Why it is recommended"), 500)


class NoteForm(forms.Form):
    note = text_field(_("Opinion"), 500, required=False)


class WithdrawalForm(forms.Form):
    reason = text_field(_("Reason of the withdrawal"), 500)


class ReleaseForm(forms.Form):
    """What is to stand on the page: chosen from the figures of a day and the cases that were adopted."""

    counted_on = DayField(label=_("Cut-off day"), widget=DayInput)
    figures = forms.MultipleChoiceField(label=_("Figures"), required=False, widget=forms.CheckboxSelectMultiple)
    cases = forms.TypedMultipleChoiceField(
        label=_("Typical cases"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    note = text_field(_("Note"), 500, required=False)

    def __init__(
        self,
        *args: Any,
        figures: Sequence[tuple[str, str]],
        cases: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["figures"]).choices = figures
        cast("forms.TypedMultipleChoiceField", self.fields["cases"]).choices = cases

    def value(self) -> Edition:
        data = self.cleaned_data
        return Edition(cast("date", data["counted_on"]), data["figures"], data["cases"], data["note"])
