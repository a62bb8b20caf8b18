"""Items of publicity 宣传报道 and typical cases 典型案例 (domain.md 4.10)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Division
from core.touches import touch
from enterprises.models import Enterprise
from insurers.base.fields import maybe_person, organisation, person
from publicity.choices import ItemState, PublicityChannel, PublicityKind, PublicityLevel
from publicity.querysets import ItemRows


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PublicityItem(models.Model):
    """What an office published. `city` and `county` are those of the office, the province's own code for its bodies.

    A unit is named with its consent alone; its name is kept as it was then, since not all who read the item may see
    the unit's entry. `public_on` is the day of the edition of the public page that carries it.
    """

    title = models.CharField(_("Title"), max_length=200)
    published_on = models.DateField(_("Appeared on"))
    kind = models.CharField(_("Kind"), max_length=20, choices=PublicityKind.choices)
    channel = models.CharField(_("Channel"), max_length=20, choices=PublicityChannel.choices)
    level = models.CharField(pgettext_lazy("publicity", "Level"), max_length=20, choices=PublicityLevel.choices)
    medium_name = models.CharField(_("Name of the medium"), max_length=100, blank=True, default="")
    url = models.CharField(_("Link"), max_length=500, blank=True, default="")
    text = models.TextField(_("Text"), max_length=20_000, blank=True, default="")
    organisation = organisation(_("Reporting unit"))
    city = models.ForeignKey(Division, models.PROTECT, to_field="code", db_column="city_code", related_name="+")
    county = models.ForeignKey(
        Division, models.PROTECT, to_field="code", db_column="county_code", related_name="+", null=True, blank=True
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", verbose_name=_("Enterprise"), null=True, blank=True
    )
    enterprise_name = models.CharField(_("Enterprise named"), max_length=200, blank=True, default="")
    company = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("Insurer"), null=True, blank=True
    )
    has_consent = models.BooleanField(_("The units named agreed"), default=False)
    is_good_practice = models.BooleanField(_("Good practice"), default=False)
    state = models.CharField(_("State"), max_length=20, choices=ItemState.choices, default=ItemState.RECORDED)
    recommendation = models.CharField(_("Why it is recommended"), max_length=500, blank=True, default="")
    recorded_by = person()
    entered_at = models.DateTimeField()
    answered_by = maybe_person()
    answered_at = models.DateTimeField(_("Answered at"), null=True, blank=True)
    answer_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")
    public_on = models.DateField(_("On the public page since"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ItemRows["PublicityItem"].as_manager()

    class Meta:
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title", "published_on", "channel"], name="publicity_item_once"
            ),
            models.CheckConstraint(
                condition=Q(enterprise=None, enterprise_name="", company=None) | Q(has_consent=True),
                name="publicity_named_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(state=ItemState.RECORDED) | Q(is_good_practice=True), name="publicity_recommended_good"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.title
