"""Stable codes of policies and services as Django choices (contract: codes.csv)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from enterprises.choices import choices_of
from insurers import codes

PolicyStatus = choices_of("PolicyStatus", codes.POLICY_STATUSES)
ServiceKind = choices_of("ServiceKind", codes.SERVICE_KINDS)
ServiceTopic = choices_of("ServiceTopic", codes.SERVICE_TOPICS)
ServiceForm = choices_of("ServiceForm", codes.SERVICE_FORMS)
ExpenseCategory = choices_of("ExpenseCategory", codes.EXPENSE_CATEGORIES)
GapKind = choices_of("GapKind", codes.GAP_KINDS)
ReminderChannel = choices_of("ReminderChannel", codes.REMINDER_CHANNELS)
ClearanceGround = choices_of("ClearanceGround", codes.CLEARANCE_GROUNDS)
CaseOutcome = choices_of("CaseOutcome", codes.CASE_OUTCOMES)
AgencyKind = choices_of("AgencyKind", codes.AGENCY_KINDS)
EvaluationConclusion = choices_of("EvaluationConclusion", codes.EVALUATION_CONCLUSIONS)
MaterialKind = choices_of("MaterialKind", codes.MATERIAL_KINDS)
ReadingWay = choices_of("ReadingWay", codes.READING_WAYS)
DrillType = choices_of("DrillType", codes.DRILL_TYPES)
HazardTopic = choices_of("HazardTopic", codes.HAZARD_TOPICS)
VisitWay = choices_of("VisitWay", codes.VISIT_WAYS)
PolicyEnd = choices_of("PolicyEnd", codes.POLICY_ENDS)
Roster = choices_of("Roster", codes.ROSTERS)
PlanStandard = choices_of("PlanStandard", codes.PLAN_STANDARDS)
ConfirmationWay = choices_of("ConfirmationWay", codes.CONFIRMATION_WAYS)


class OrderState(TextChoices):
    """The life of an ordered service; what was given is told by the ledger of services."""

    PLACED = "PLACED", _("Ordered")
    ACCEPTED = "ACCEPTED", _("Taken on")
    DECLINED = "DECLINED", _("Declined")
    WITHDRAWN = "WITHDRAWN", _("Order withdrawn")


class MaterialState(TextChoices):
    """The life of a case or training material."""

    DRAFT = "DRAFT", _("Draft")
    PUBLISHED = "PUBLISHED", _("Published")
    WITHDRAWN = "WITHDRAWN", _("No longer given")


class ComplaintState(TextChoices):
    """The life of a complaint (domain.md 5.2)."""

    OPEN = "OPEN", _("Received")
    FURTHER = "FURTHER", _("Harder case")
    EXTENDED = "EXTENDED", _("Extended")
    ANSWERED = "ANSWERED", _("Answered")
    CLOSED = "CLOSED", _("Closed")


class CaseState(TextChoices):
    """The life of a case (domain.md 2.2 and 3.1, article 109)."""

    OPENED = "OPENED", _("Case opened")
    ORDERED = "ORDERED", _("Ordered to insure")
    FINED = "FINED", _("Fined")
    FEEDBACK = "FEEDBACK", _("Feedback received")
    CLOSED = "CLOSED", _("Closed")


class PlanState(TextChoices):
    """The life of a service plan (domain.md 5.2)."""

    DRAFT = "DRAFT", _("Plan in draft")
    SENT = "SENT", _("Sent to the insured unit")
    CONFIRMED = "CONFIRMED", _("Plan confirmed")
    ACTIVE = "ACTIVE", _("Plan in progress")
    AMENDED = "AMENDED", _("Replaced by a new version")
    FINISHED = "FINISHED", _("Plan completed")
    EVALUATED = "EVALUATED", _("Evaluated for the year")


#: States in which a plan is a promise: confirmed by both sides and not replaced.
PROMISING = (PlanState.CONFIRMED, PlanState.ACTIVE, PlanState.FINISHED, PlanState.EVALUATED)
