"""Photos and signatures of a visit, each sent by itself and answered with a receipt."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Attachment
from inspections.choices import PhotoSlot
from inspections.models.items import InspectedEnterprise, InspectedInsurer
from inspections.models.packets import ON_ONE_FORM
from inspections.models.tasks import Task
from inspections.querysets import SeenOnVisits


class Photo(models.Model):
    """A photo of a form that has arrived. `client_id` is made by the phone: a photo sent again is the same photo.

    `told_at` is what the phone's clock said, kept as told and never counted with; `received_at` is the server's.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="+")
    enterprise_item = models.ForeignKey(
        InspectedEnterprise, models.PROTECT, related_name="photos", null=True, blank=True
    )
    insurer_item = models.ForeignKey(InspectedInsurer, models.PROTECT, related_name="photos", null=True, blank=True)
    client_id = models.UUIDField(unique=True)
    slot = models.CharField(_("Kind"), max_length=20, choices=PhotoSlot.choices)
    section = models.CharField(_("Section"), max_length=20, blank=True, default="")
    caption = models.CharField(_("Caption"), max_length=100, blank=True, default="")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+")
    told_at = models.CharField(_("Time by the phone"), max_length=40, blank=True, default="")
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("Received at"))

    objects = SeenOnVisits["Photo"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=ON_ONE_FORM, name="photo_on_one_form")]

    def __str__(self) -> str:
        return self.caption or str(self.attachment)
