"""Codes of policies."""

from django.db.models import TextChoices


class PolicyStatus(TextChoices):
    """Stored status of a policy; 到期 is derived, never stored."""

    IN_FORCE = "IN_FORCE", "有效"
    SURRENDERED = "SURRENDERED", "退保"
    CANCELLED = "CANCELLED", "注销"


class PolicyEnd(TextChoices):
    """How an endorsement ends a policy before its day."""

    SURRENDERED = "SURRENDERED", "退保"
    CANCELLED = "CANCELLED", "注销"


class Roster(TextChoices):
    """Whether the insured people are named."""

    NAMED = "NAMED", "名单制"
    UNNAMED = "UNNAMED", "无名单"
