"""What an inspection found (domain.md 4.9, finding), and how far it has come (`states/findings.py`)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.languages import shown
from core.touches import touch
from hazards.models import Hazard
from inspections.choices import UNCHECKED, UNVERIFIED, FindingKind, FindingState, FindingSubject, LawArticle
from inspections.models.items import InspectedEnterprise, InspectedInsurer
from inspections.models.tasks import Task
from inspections.querysets import FindingRows


class Finding(models.Model):
    """One finding 问题, on the form of an enterprise or of an insurer. Numbered {task}-{running number}.

    `basis` is a code of `LawArticle` or empty. `hazard` is what the finder, or the inspected city, recorded of it.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="findings")
    seq = models.PositiveSmallIntegerField()
    enterprise_item = models.ForeignKey(
        InspectedEnterprise, models.PROTECT, related_name="findings", null=True, blank=True
    )
    insurer_item = models.ForeignKey(InspectedInsurer, models.PROTECT, related_name="findings", null=True, blank=True)
    subject = models.CharField(_("Subject"), max_length=20, choices=FindingSubject.choices)
    #: The agency that a finding on one is about.
    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Agency")
    )
    kind = models.CharField(_("Kind"), max_length=30, choices=FindingKind.choices)
    fact = models.TextField(_("Facts found"), max_length=2000)
    basis = models.CharField(_("Basis"), max_length=300, choices=LawArticle.choices, blank=True, default="")
    on_spot = models.BooleanField(_("Put right on the spot"), default=False)
    found_on = models.DateField(_("Found on"))
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    state = models.CharField(_("State"), max_length=20, choices=FindingState.choices, default=FindingState.RECORDED)
    hazard = models.ForeignKey(
        Hazard, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Hazard of the finding")
    )

    objects = FindingRows["Finding"].as_manager()

    class Meta:
        ordering = ["task", "seq"]
        triggers = [touch()]
        constraints = [
            models.UniqueConstraint(fields=["task", "seq"], name="finding_no_of_task"),
            models.CheckConstraint(
                condition=Q(enterprise_item__isnull=False, insurer_item__isnull=True)
                | Q(enterprise_item__isnull=True, insurer_item__isnull=False),
                name="finding_on_one_form",
            ),
            models.CheckConstraint(
                condition=Q(subject=FindingSubject.AGENCY, agency__isnull=False, insurer_item__isnull=False)
                | ~Q(subject=FindingSubject.AGENCY) & Q(agency=None),
                name="agency_of_a_finding_on_one",
            ),
        ]

    def __str__(self) -> str:
        return self.no

    @property
    def no(self) -> str:
        """The number as printed, such as JC-2023-01-03."""
        return f"{self.task.no}-{self.seq:02d}"

    @property
    def printed_basis(self) -> str:
        """The basis as documents and tables print it: an article that nobody has held against its text is left out."""
        known = {article.value: article.official for article in LawArticle if article not in UNVERIFIED}
        return known.get(self.basis, "")

    @property
    def shown_basis(self) -> str:
        """The basis as pages show it, an unverified article with its mark."""
        return f"{self.get_basis_display()}{shown(UNCHECKED, 'step') if self.basis in UNVERIFIED else ''}"

    @property
    def about(self) -> str:
        """The name of whom the finding is about: the agency, or whom the form is about."""
        if self.agency is not None:
            return self.agency.name
        if self.enterprise_item is not None:
            return self.enterprise_item.enterprise.name
        return self.insurer_item.insurer.name if self.insurer_item is not None else ""
