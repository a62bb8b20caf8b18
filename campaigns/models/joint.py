"""The joint mechanism 联合工作机制 of a city's bureau and its regulator (notice 133, 二(一) and 二(四); letter 169, 四)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from campaigns.choices import MemberRole, ResolutionState
from campaigns.models.fields import by_person, by_person_later, in_city, of_office
from campaigns.querysets import CityRows, MechanismRows
from core.touches import touch


class Mechanism(models.Model):
    """One for each city; bureau and regulator keep it together. `version` counts its changes."""

    city = in_city(_("City"))
    document_no = models.CharField(_("Document number"), max_length=60, blank=True, default="")
    established_on = models.DateField(_("Established on"))
    duties = models.TextField(_("Division of work"), max_length=4000)
    written_by = by_person()
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = CityRows["Mechanism"].as_manager()

    class Meta:
        ordering = ["city__notice_order", "city_id"]
        constraints = [models.UniqueConstraint(fields=["city"], name="mechanism_of_city")]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.city}联合工作机制"


class JointMember(models.Model):
    """A person of one of the two offices. The telephone is the office's."""

    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="members")
    organisation = of_office(_("Unit"))
    name = models.CharField(_("Name of the person"), max_length=50)
    post = models.CharField(_("Post"), max_length=50, blank=True, default="")
    role = models.CharField(_("Part in it"), max_length=20, choices=MemberRole.choices, default=MemberRole.MEMBER)
    phone = models.CharField(_("Office telephone"), max_length=30, blank=True, default="")
    left_on = models.DateField(_("Left on"), null=True, blank=True)

    objects = MechanismRows["JointMember"].as_manager()

    class Meta:
        ordering = ["left_on", "organisation__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "organisation", "name"], condition=Q(left_on=None), name="joint_member_once"
            )
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.name


class JointMeeting(models.Model):
    """A meeting 联席会议 with its minutes; the signed minutes go with it as a file."""

    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("Meeting of"))
    title = models.CharField(_("Title"), max_length=200)
    place = models.CharField(pgettext_lazy("meeting", "Place"), max_length=100, blank=True, default="")
    attendance = models.CharField(_("Units present"), max_length=500)
    minutes = models.TextField(_("Minutes"), max_length=20_000)
    recorded_by = by_person()
    recorded_at = models.DateTimeField()

    objects = MechanismRows["JointMeeting"].as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["mechanism", "held_on", "title"], name="joint_meeting_once")]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.held_on} {self.title}"


class Resolution(models.Model):
    """What a meeting resolved 议定事项: which office does it by when, and how it was done."""

    meeting = models.ForeignKey(JointMeeting, models.PROTECT, related_name="resolutions")
    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="resolutions")
    text = models.CharField(_("What was resolved"), max_length=500)
    responsible = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("Responsible office")
    )
    due_on = models.DateField(_("To be done by"))
    state = models.CharField(
        _("State"), max_length=20, choices=ResolutionState.choices, default=ResolutionState.RUNNING
    )
    outcome = models.CharField(_("How it was done"), max_length=500, blank=True, default="")
    fulfilled_on = models.DateField(_("Done on"), null=True, blank=True)
    fulfilled_by = by_person_later()

    objects = MechanismRows["Resolution"].as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ResolutionState.RUNNING, fulfilled_on=None)
                | Q(state=ResolutionState.FULFILLED, fulfilled_on__isnull=False),
                name="joint_resolution_done",
            )
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.text


class JointNote(models.Model):
    """A note 通报 that both offices of a mechanism read."""

    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="notes")
    text = models.TextField(_("Note"), max_length=2000)
    written_by = by_person()
    written_at = models.DateTimeField()

    objects = MechanismRows["JointNote"].as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.text[:50]
