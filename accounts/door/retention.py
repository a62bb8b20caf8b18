"""What is removed by night because nobody needs it any more (docs/security/privacy.md)."""

from datetime import datetime, timedelta
from typing import Final

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from accounts.models import PasswordLink
from core.models import Draft
from core.writing import open_unattended

#: Days after which each goes.
DRAFTS, LINKS, DOOR = 90, 90, 180
NAMES: Final = ("drafts", "links", "attempts", "sessions")


def remove_expired(*, at: datetime, true_at: datetime) -> dict[str, int]:
    """{what: how many rows went}. `at` is the business instant, `true_at` the real one, by which sessions end."""
    with open_unattended(at=at, step="remove-expired"):
        rows = (
            Draft.objects.filter(updated_at__lt=at - timedelta(days=DRAFTS)),
            PasswordLink.objects.filter(expires_at__lt=at - timedelta(days=LINKS)),
            AccessAttempt.objects.filter(attempt_time__lt=true_at - timedelta(days=DOOR)),
            Session.objects.filter(expire_date__lt=true_at - timedelta(days=DOOR)),
        )
        return {name: one.delete()[0] for name, one in zip(NAMES, rows, strict=True)}
