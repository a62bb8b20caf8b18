"""Form fields that several ledgers share."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LineInput, StyledSelect
from hazards.choices import ServiceTopic
from insurers.base.choices import TOPIC_KIND, Channel, Medium, ServiceKind
from insurers.base.fields import Label

#: Topics under the services that they belong to.
TOPICS_BY_KIND = [
    (label, [(code, text) for code, text in ServiceTopic.choices if TOPIC_KIND[code] == kind])
    for kind, label in ServiceKind.choices
    if kind in TOPIC_KIND.values()
]


class Checks(forms.CheckboxSelectMultiple):
    """Several codes to be ticked."""

    template_name = "base/_checks.html"


def ticks(
    label: Label, choices: Iterable[tuple[object, object]], *, required: bool = True
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=required, widget=Checks({"label": label}))


class PublishedFields(forms.Form):
    """Where a case or training material is to be seen, and as what."""

    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("", "—"), *Channel.choices], required=False, widget=StyledSelect
    )
    medium = forms.ChoiceField(
        label=_("Form of the content"), choices=[("", "—"), *Medium.choices], required=False, widget=StyledSelect
    )
    link = forms.CharField(
        label=_("Link"),
        max_length=500,
        required=False,
        widget=LineInput({"inputmode": "url"}),
        help_text=_("Address of the page, beginning with http:// or https://"),
    )
