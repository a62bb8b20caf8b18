"""The columns that policies and services share: whose they are and where they lie."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Division, Organisation
from enterprises.models import Enterprise
from insurers.base.choices import Channel, Medium


class InsurerRow(models.Model):
    """A row of an insurer about an enterprise. `city` and `county` follow the enterprise by a composite key.

    The single keys have no constraint of their own in the database: each is part of a composite one (a policy's of its
    enterprise and place, a service's of its policy with all of this), which binds more and is checked once instead of
    five times for each row of an import. Their indexes are the composite ones of the models, too.
    """

    insurer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("Insurer"), db_constraint=False, db_index=False
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", verbose_name=_("Enterprise"), db_constraint=False, db_index=False
    )
    city = models.ForeignKey(
        Division,
        models.PROTECT,
        to_field="code",
        db_column="city_code",
        related_name="+",
        verbose_name=_("City"),
        db_constraint=False,
        db_index=False,
    )
    county = models.ForeignKey(
        Division,
        models.PROTECT,
        to_field="code",
        db_column="county_code",
        related_name="+",
        verbose_name=_("County"),
        db_constraint=False,
        db_index=False,
    )
    note = models.CharField(_("Note"), max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True


class PublishedContent(models.Model):
    """Where a case or training material is to be seen, and as what (N27, G12); empty where nobody said so."""

    channel = models.CharField(_("Channel"), max_length=20, choices=Channel.choices, blank=True, default="")
    medium = models.CharField(_("Form of the content"), max_length=20, choices=Medium.choices, blank=True, default="")
    link = models.CharField(_("Link"), max_length=500, blank=True, default="")

    class Meta:
        abstract = True
