"""The columns that policies and services share: whose they are and where they lie."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Division, Organisation
from enterprises.models import Enterprise


class InsurerRow(models.Model):
    """A row of an insurer about an enterprise. `city` and `county` follow the enterprise by a composite key."""

    insurer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Insurer"))
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name=_("Enterprise"))
    city = models.ForeignKey(
        Division, models.PROTECT, to_field="code", db_column="city_code", related_name="+", verbose_name=_("City")
    )
    county = models.ForeignKey(
        Division, models.PROTECT, to_field="code", db_column="county_code", related_name="+", verbose_name=_("County")
    )
    note = models.CharField(_("Note"), max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True
