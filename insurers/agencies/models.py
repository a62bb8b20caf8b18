"""Third-party service agencies 第三方技术服务机构 (domain.md 4.7) and the services ordered from them."""

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.touches import touch
from insurers.agencies.choices import (
    ACCREDITED_AGENCIES,
    AgencyKind,
    CertificateKind,
    EvaluationConclusion,
    ProfessionalKind,
)
from insurers.agencies.querysets import AgencyRows, ContractRows, ProfessionalRows
from insurers.base.fields import organisation


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AgencyQualification(models.Model):
    """A certificate of an agency, or where the law asks for none its ability 专业能力 in words (notice, clause 29).

    `valid_to` is the inclusive last day; empty: until further notice.
    """

    agency = organisation(_("Agency"))
    kind = models.CharField(_("Kind of agency"), max_length=20, choices=AgencyKind.choices)
    cert_no = models.CharField(_("Certificate number"), max_length=60, blank=True, default="")
    scope = models.CharField(_("Business scope"), max_length=500, blank=True, default="")
    issuer = models.CharField(_("Issued by"), max_length=100, blank=True, default="")
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_to = models.DateField(_("Valid until"), null=True, blank=True)
    ability_note = models.TextField(_("Professional ability and its proof"), max_length=2000, blank=True, default="")

    objects = AgencyRows["AgencyQualification"].as_manager()

    class Meta:
        ordering = ["-valid_to", "-pk"]
        triggers = [touch()]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="qualification_days",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=ACCREDITED_AGENCIES)
                | (~Q(cert_no="") & ~Q(scope="") & ~Q(issuer="") & Q(valid_from__isnull=False, valid_to__isnull=False)),
                name="qualification_certificate",
            ),
            models.CheckConstraint(condition=~Q(cert_no="") | ~Q(ability_note=""), name="qualification_ground"),
            models.UniqueConstraint(fields=["agency", "cert_no"], condition=~Q(cert_no=""), name="qualification_once"),
        ]

    def __str__(self) -> str:
        return self.cert_no or self.get_kind_display()

    def covers(self, day: object) -> bool:
        """Whether the qualification holds on the day, first and last day included."""
        start, end = self.valid_from, self.valid_to
        return (start is None or start <= day) and (end is None or day <= end)  # type: ignore[operator]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Professional(models.Model):
    """A person who serves: kept by the agency, or by the insurer for its own staff and experts (N30; domain.md 4.7).

    Days are inclusive; an empty `valid_to` holds until further notice, `left_on` is the last day in the service of
    whoever keeps the entry. Nothing identifies the person but name and number of the certificate; other
    organisations than those who choose read both masked.
    """

    organisation = organisation(_("Kept by"))
    kind = models.CharField(_("Kind of person"), max_length=20, choices=ProfessionalKind.choices)
    name = models.CharField(_("Name of the person"), max_length=50)
    title = models.CharField(_("Professional title"), max_length=50, blank=True, default="")
    speciality = models.CharField(_("Speciality"), max_length=100)
    certificate = models.CharField(_("Kind of certificate"), max_length=20, choices=CertificateKind.choices)
    certificate_no = models.CharField(_("Certificate number"), max_length=40)
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid until"), null=True, blank=True)
    left_on = models.DateField(_("Last day"), null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = ProfessionalRows["Professional"].as_manager()

    class Meta:
        ordering = ["organisation", "pk"]
        triggers = [touch()]
        indexes = [models.Index(fields=["organisation", "name"], name="professional_name")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "certificate", "certificate_no"], name="professional_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="professional_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AgencyContract(models.Model):
    """A contract of an insurer with an agency; amount in yuan, both days inclusive (national letter, 7.4)."""

    insurer = organisation(_("Insurer"))
    agency = organisation(_("Agency"))
    contract_no = models.CharField(_("Contract number"), max_length=60)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("To"))
    amount = models.DecimalField(_("Amount (yuan)"), max_digits=14, decimal_places=2)

    objects = ContractRows["AgencyContract"].as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        triggers = [touch()]
        constraints = [
            models.UniqueConstraint(fields=["insurer", "contract_no"], name="agency_contract_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="agency_contract_days"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="agency_contract_amount"),
        ]

    def __str__(self) -> str:
        return self.contract_no


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AgencyEvaluation(models.Model):
    """An insurer's yearly evaluation of an agency: 0 to 100 points and what follows from them (national letter, 7.1)."""

    insurer = organisation(_("Insurer"))
    agency = organisation(_("Agency"))
    year = models.PositiveSmallIntegerField(_("Year"))
    score = models.PositiveSmallIntegerField(_("Score (0 to 100)"), validators=[MaxValueValidator(100)])
    conclusion = models.CharField(_("Conclusion"), max_length=20, choices=EvaluationConclusion.choices)
    note = models.CharField(_("Reasons"), max_length=500, blank=True, default="")
    evaluated_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Appraised by"))
    evaluated_at = models.DateTimeField(_("Appraised at"))

    objects = ContractRows["AgencyEvaluation"].as_manager()

    class Meta:
        ordering = ["-year", "insurer"]
        triggers = [touch()]
        constraints = [
            models.UniqueConstraint(fields=["insurer", "agency", "year"], name="agency_evaluation_once"),
            models.CheckConstraint(condition=Q(score__lte=100), name="agency_evaluation_score"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.year}"
