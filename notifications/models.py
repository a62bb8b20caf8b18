"""Messages to people: one digest a person and day, and what came back at once; what a person wants of them by mail."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.choices import MailMode
from notifications.querysets import MessageQuerySet


class Message(models.Model):
    """What waits for a person on a day, gathered by `rules.gather`; or, `at_once`, one thing that a colleague did."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("Day"))
    text = models.TextField(_("Text"))
    at_once = models.BooleanField(_("At once"), default=False)
    #: Where lines of the text open, {number of the line: address}; other lines name what they open.
    links = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(_("Read at"), null=True, blank=True)

    objects = MessageQuerySet["Message"].as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], condition=Q(at_once=False), name="message_one_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"


class MailPreference(models.Model):
    """Where a person's digest goes by mail, and when; without an address nowhere."""

    person = models.OneToOneField(User, models.CASCADE, related_name="+")
    mode = models.CharField(_("By mail"), max_length=10, choices=MailMode.choices, default=MailMode.DIGEST)
    address = models.EmailField(_("Mail address"), max_length=200, blank=True, default="")
    changed_at = models.DateTimeField()

    objects = MessageQuerySet["MailPreference"].as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.mode}"
