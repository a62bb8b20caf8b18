"""Codes of tasks of cross-inspection (domain.md 5.3)."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.listing.colours import colours


class TaskState(TextChoices):
    """The life of a task (domain.md 5.3); the states of the joint plan are listed and come into use with it."""

    CREATED = "CREATED", _("Grouped")
    PLAN_DRAFT = "PLAN_DRAFT", _("Plan being drafted")
    PLAN_SENT = "PLAN_SENT", _("Plan under discussion")
    PLAN_AGREED = "PLAN_AGREED", _("Plan agreed")
    GROUP_READY = "GROUP_READY", _("Group formed")
    IN_PROGRESS = "IN_PROGRESS", _("Inspecting")
    FEEDBACK = "FEEDBACK", _("Comments of the inspected city")
    ROUTED = "ROUTED", _("Findings handed over")
    RECTIFY_TRACK = "RECTIFY_TRACK", _("Being put right")
    COMPLETED = "COMPLETED", _("Completed")


#: How far it is, at a glance.
TASK_COLOURS: Final = colours(
    TaskState,
    done=[TaskState.COMPLETED],
    run=[TaskState.IN_PROGRESS, TaskState.FEEDBACK, TaskState.ROUTED, TaskState.RECTIFY_TRACK],
    neutral=[
        TaskState.CREATED,
        TaskState.PLAN_DRAFT,
        TaskState.PLAN_SENT,
        TaskState.PLAN_AGREED,
        TaskState.GROUP_READY,
    ],
)
