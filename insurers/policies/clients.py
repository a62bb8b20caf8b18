"""Whom an insurer insures now, and whom for the first time."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from accounts.models import User
from accounts.scope import scope_for
from enterprises.models import Enterprise
from insurers.policies.models import Policy

#: For so long the first policy of an insurer on an enterprise is shown to its bureau as new.
NEW_FOR: Final = timedelta(days=30)


def start_of(day: date) -> datetime:
    """The first instant of the day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def former_client(by: User, enterprise: Enterprise, today: date) -> str | None:
    """Why an insurer's people do not see contact data: none of its policies on the enterprise is in force today."""
    insurer = scope_for(by).insurer_id
    if insurer is None or Policy.objects.in_force(today).filter(enterprise=enterprise, insurer_id=insurer).exists():
        return None
    return f"{enterprise}在 {today} 没有本机构的有效保单，联系信息保持脱敏；续保并报送保单后可再查看"
