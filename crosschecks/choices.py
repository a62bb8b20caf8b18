"""Codes of the questions between ledgers, as they stand in addresses, with their words."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.listing.colours import colours


class PolicyAsk(TextChoices):
    """Questions about policies."""

    OVERLAP = "OVERLAP", _("Overlaps another policy of the enterprise")
    BREAK = "BREAK", _("Cover was interrupted before it")
    LONG = "LONG", _("Period longer than usual")
    PARTLY = "PARTLY", _("Fewer people insured than employed")
    UNDER_LIMIT = "UNDER_LIMIT", _("Limit per person below the minimum")
    COMMISSION = "COMMISSION", _("Commission above the limit")
    FEE_SHARE = "FEE_SHARE", _("Prevention fee share outside the limits")
    TELL = "TELL", _("Use of the fee not told for a year")
    BUDGET = "BUDGET", _("Budget differs from premium times share")


class FeeAsk(TextChoices):
    """Questions about the fees of policies."""

    OVER_BUDGET = "over_budget", _("Booked beyond the budget")
    OVER_CEILING = "over_ceiling", _("Booked beyond the highest share")
    UNDER_FLOOR = "under_floor", _("Booked below the lowest share")
    IDLE_SPEND = "idle_spend", _("Spent without any service")
    UNPAID_SERVICE = "unpaid_service", _("Service without any spending")


class ActivityAsk(TextChoices):
    """Questions about services."""

    HAZARDS = "hazards", _("Hazards differ")
    EXPERTS = "experts", _("Experts in two places")
    STAFF = "staff", _("Staff not registered for the day")


class PromiseAsk(TextChoices):
    """Questions about what plans promise."""

    LATE = "late_promises", _("Promised services overdue")


#: Every question, for the column that says which one was asked.
ASKS = [*PolicyAsk.choices, *FeeAsk.choices, *ActivityAsk.choices, *PromiseAsk.choices]


class InquiryState(TextChoices):
    """How far a question to an insurer is."""

    ASKED = "ASKED", pgettext_lazy("question", "Waiting for the answer")
    ANSWERED = "ANSWERED", pgettext_lazy("question", "Answer to be looked at")
    ACCEPTED = "ACCEPTED", pgettext_lazy("question", "Answer accepted")
    FURTHER = "FURTHER", pgettext_lazy("question", "Taken further")


#: How far it is, at a glance.
INQUIRY_COLOURS: Final = colours(
    InquiryState,
    done=[InquiryState.ACCEPTED],
    run=[InquiryState.ANSWERED],
    warn=[InquiryState.FURTHER],
    neutral=[InquiryState.ASKED],
)


#: Waiting for somebody.
OPEN_INQUIRIES = (InquiryState.ASKED, InquiryState.ANSWERED)
