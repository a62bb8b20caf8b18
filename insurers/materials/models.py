"""Cases 典型案例 and training material 培训资料 that an insurer gives to its insured units (domain.md 4.5, kind CASE)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.touches import touch
from enterprises.choices import Sector
from insurers.base.models import PublishedContent
from insurers.materials.choices import MaterialKind, MaterialState, ReadingWay
from insurers.materials.querysets import MaterialQuerySet
from insurers.policies.models import Policy
from insurers.policies.querysets import PolicyParts


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Material(PublishedContent, models.Model):
    """A text with pictures, documents or a video; what units have been given stays as it was then."""

    insurer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Insurer"))
    kind = models.CharField(_("Kind"), max_length=20, choices=MaterialKind.choices)
    title = models.CharField(_("Title"), max_length=200)
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector.choices, blank=True, default="")
    text = models.TextField(_("Text"), max_length=20_000)
    state = models.CharField(_("State"), max_length=20, choices=MaterialState.choices, default=MaterialState.DRAFT)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Written by"))
    written_at = models.DateTimeField(_("Written at"))
    published_at = models.DateTimeField(_("Published at"), null=True, blank=True)

    objects = MaterialQuerySet["Material"].as_manager()
    version_field = "written_at"

    class Meta:
        ordering = ["-written_at", "-pk"]
        triggers = [touch()]
        constraints = [models.UniqueConstraint(fields=["insurer", "title"], name="material_title")]

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["token_digest"])
class Assignment(models.Model):
    """A material given to the unit of a policy, and who there confirmed the reading.

    The link holds a secret of which only the digest is kept: a copy of the database opens nothing.
    """

    material = models.ForeignKey(Material, models.PROTECT, related_name="assignments", verbose_name=_("Material"))
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="assignments", verbose_name=_("Policy"))
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Given by"))
    assigned_at = models.DateTimeField(_("Given at"))
    due_on = models.DateField(_("To be read by"))
    token_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    link_ends_on = models.DateField(_("Link ends on"), null=True, blank=True)
    read_by = models.CharField(_("Read by"), max_length=50, blank=True, default="")
    read_on = models.DateField(_("Read on"), null=True, blank=True)
    way = models.CharField(_("Way"), max_length=20, choices=ReadingWay.choices, blank=True, default="")

    objects = PolicyParts["Assignment"].as_manager()

    class Meta:
        ordering = ["-assigned_at", "-pk"]
        triggers = [touch()]
        constraints = [
            models.UniqueConstraint(fields=["material", "policy"], name="assignment_once"),
            models.CheckConstraint(condition=Q(read_on__isnull=True) | ~Q(read_by=""), name="assignment_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.policy}"
