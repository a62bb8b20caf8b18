"""Form fields that several ledgers share."""

from collections.abc import Iterable

from django import forms

from hazards.choices import ServiceTopic
from insurers.base.choices import TOPIC_KIND, ServiceKind
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
