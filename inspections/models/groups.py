"""The inspecting group (notice 二(四); domain.md 4.9, group): who inspects, for whom, and from whom each keeps away."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from core.touches import touch
from inspections.choices import MemberRole
from inspections.models.tasks import Task
from inspections.querysets import MemberQuerySet, OfTask


class GroupInvitation(models.Model):
    """A regulator of either place that may enter people of its own into the group (N44)."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="invitations")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Regulator"))
    invited_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    objects = OfTask["GroupInvitation"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["task", "body"], name="invited_once_a_task")]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.task} {self.body}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GroupMember(models.Model):
    """One person of the group, from the instant of joining to that of leaving; nobody is deleted.

    `user` is empty for somebody without an account, such as an expert. `declared_at` is when the person declared to have
    no interest in anybody inspected but those named in the recusals.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="members")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Entered by"))
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=50)
    unit = models.CharField(_("Unit"), max_length=100)
    post = models.CharField(_("Post"), max_length=50)
    certificate_no = models.CharField(_("Number of the enforcement certificate"), max_length=40, blank=True, default="")
    role = models.CharField(_("Comes as"), max_length=10, choices=MemberRole.choices)
    is_leader = models.BooleanField(_("Leader of the group"), default=False)
    declared_at = models.DateTimeField(_("Recusal declared"), null=True, blank=True)
    joined_at = models.DateTimeField(_("Joined"))
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    left_at = models.DateTimeField(_("Left"), null=True, blank=True)
    left_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    why_left = models.CharField(_("Reason for leaving"), max_length=200, blank=True, default="")

    objects = MemberQuerySet["GroupMember"].as_manager()

    class Meta:
        ordering = ["-is_leader", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "user"], condition=Q(left_at=None, user__isnull=False), name="member_once_a_task"
            ),
            models.UniqueConstraint(
                fields=["task"], condition=Q(left_at=None, is_leader=True), name="one_leader_of_a_task"
            ),
            models.CheckConstraint(
                condition=Q(is_leader=False) | Q(role=MemberRole.EM), name="leader_is_of_the_bureau"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.task} {self.name}"

    @property
    def is_there(self) -> bool:
        """Whether the person is still in the office that the place was given to (`MemberQuerySet.of`)."""
        office = self.user.organisation if self.user is not None else None
        return office is not None and (office.pk == self.body_id or str(office) == self.unit)

    @property
    def certificate_end(self) -> str:
        """The last four places of the certificate's number, all that pages and papers show of it."""
        return self.certificate_no[-4:]


class Recusal(models.Model):
    """An enterprise or insurer that a member keeps away from 回避, by its credit code or the insurer's code."""

    member = models.ForeignKey(GroupMember, models.PROTECT, related_name="recusals")
    code = models.CharField(_("Credit code or code of the insurer"), max_length=40)
    reason = models.CharField(_("Reason"), max_length=200)
    declared_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    objects = OfTask["Recusal"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["member", "code"], name="recusal_once_a_member")]

    def __str__(self) -> str:
        return f"{self.member} {self.code}"
