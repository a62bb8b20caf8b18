"""The audit trail: who did what, frozen as text, chained by hash, defended by the database."""

from typing import Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.people import Visitor, holds
from core.permissions import CorePermission


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, user: Visitor) -> Self:
        """The audit administrator reads all of it, nobody else any."""
        return self if holds(user, CorePermission.AUDIT_VIEW) else self.none()

    def done_by(self, user: Visitor, within: int) -> Self:
        """What the person did in the present office, among the newest `within` events, newest first; nobody else's.

        What was done in an office that the person has left names its business, which is not for the person any more.
        """
        newest = self.order_by("-pk").values_list("pk", flat=True).first() or 0
        office = str(getattr(user, "organisation", "") or "")
        return self.filter(pk__gt=newest - within, actor=user.get_username(), organisation=office).order_by("-pk")


class AuditEvent(models.Model):
    """One domain event 操作日志. No foreign keys, so that no deletion elsewhere can touch it.

    `digest` is a keyed digest over the previous one and this row's fields (`core.audit.body_of`). `at` is the
    business instant, `recorded_at` the true one; they differ in demo and test mode only.
    """

    action = models.CharField(_("Action"), max_length=60, db_index=True)
    at = models.DateTimeField(_("At"))
    recorded_at = models.DateTimeField()
    actor = models.CharField(_("Person"), max_length=150)
    actor_name = models.CharField(max_length=80, blank=True, default="")
    organisation = models.CharField(_("Organisation"), max_length=100, blank=True, default="")
    request_id = models.CharField(max_length=40, blank=True, default="")
    subject = models.CharField(_("Subject"), max_length=300, blank=True, default="")
    detail = models.JSONField(_("Detail"), default=dict, blank=True)
    previous = models.CharField(max_length=64, blank=True, default="")
    digest = models.CharField(max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        triggers = [
            # TRUNCATE is closed by privilege: the application role does not hold it.
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
