"""What happened to the entry of a professional, as the database wrote it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from insurers.agencies.audit_words import ACTIONS
from insurers.agencies.models import Professional
from insurers.base.moments import Event, Moment, moments_of

#: The words of each step of `services.professionals`.
STEPS: Final = {
    step: ACTIONS[step.replace("-", ".", 1)]
    for step in ("professional-entered", "professional-changed", "professional-left", "professional-back")
}


def changes_of(person: Professional) -> list[Moment]:
    """All that was written to the entry, the newest first."""
    return list(moments_of(Professional, _title, pgh_obj_id=person.pk))[::-1]


def _title(before: Event | None, _after: Event, step: str) -> object:
    return STEPS.get(step) or (_("Service staff entered") if before is None else _("Entry of service staff changed"))
