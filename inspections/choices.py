"""Choices of cross-inspection; the official labels are Chinese, the states of a task are translated."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from enterprises.choices import choices_of
from inspections import codes

FindingSubject = choices_of("FindingSubject", codes.FINDING_SUBJECTS)
FindingKind = choices_of("FindingKind", codes.FINDING_KINDS)
Conformity = choices_of("Conformity", codes.CONFORMITY)
InsuredState = choices_of("InsuredState", codes.INSURED_STATES)
Violation = choices_of("Violation", codes.VIOLATIONS)


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


class ItemState(TextChoices):
    """A form is a draft until its inspector submits it."""

    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Submitted")
