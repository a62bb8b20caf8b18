"""Codes of policies."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.choices import OfficialChoices
from core.listing.colours import colours


class PolicyStatus(OfficialChoices):
    """Stored status of a policy; 到期 is derived, never stored."""

    IN_FORCE = "IN_FORCE", "有效"
    SURRENDERED = "SURRENDERED", "退保"
    CANCELLED = "CANCELLED", "注销"


#: Words of workbooks that surely mean a status (contract, section 4, Suggestions).
STATUS_WORDS = {"在保": PolicyStatus.IN_FORCE, "已退保": PolicyStatus.SURRENDERED}


class PolicyEnd(OfficialChoices):
    """How an endorsement ends a policy before its day."""

    SURRENDERED = "SURRENDERED", "退保"
    CANCELLED = "CANCELLED", "注销"


class Standing(TextChoices):
    """How a policy stands on a day, by its status, its days and its endorsements; in addresses, never stored."""

    IN_FORCE = "in_force", _("In force")
    FUTURE = "future", _("Begins later")
    EXPIRED = "expired", _("Expired")
    SURRENDERED = PolicyStatus.SURRENDERED.value, PolicyStatus.SURRENDERED.label
    CANCELLED = PolicyStatus.CANCELLED.value, PolicyStatus.CANCELLED.label


#: How far it is, at a glance.
STANDING_COLOURS: Final = colours(
    Standing,
    done=[Standing.IN_FORCE],
    run=[Standing.FUTURE],
    warn=[Standing.EXPIRED],
    neutral=[Standing.SURRENDERED, Standing.CANCELLED],
)


class Roster(OfficialChoices):
    """Whether the insured people are named."""

    NAMED = "NAMED", "名单制"
    UNNAMED = "UNNAMED", "无名单"
