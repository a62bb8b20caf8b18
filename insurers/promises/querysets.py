"""Which reminders to insurers a person sees."""

from typing import Self

from django.db import models

from accounts.scope import scope_for
from core.people import Visitor
from insurers.base.querysets import M


class AssistReminderQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> Self:
        """Those sent to one's insurer, or by one's own organisation."""
        scope = scope_for(user)
        if scope.insurer_id is not None:
            rows = self.filter(insurer_id=scope.insurer_id)
            return rows if scope.city is None else rows.filter(organisation__division__code__startswith=scope.city[:4])
        organisation = getattr(user, "organisation_id", None)
        return self.none() if scope.nothing or organisation is None else self.filter(organisation_id=organisation)
