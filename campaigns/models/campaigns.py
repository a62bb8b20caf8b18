"""The campaign (notice 133, 一(二) and closing) with its sectors, reports and basis; and which codes are in use when."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from campaigns.choices import CampaignSectorName, CampaignState, ListedKind, Recipient, Reporter
from campaigns.models.fields import by_person_later
from campaigns.querysets import CampaignRows, ChoiceRows, ListedRows, PartRows
from campaigns.rules import FOLLOWED_UP, is_within
from core.languages import put
from core.touches import touch


class Campaign(models.Model):
    """One campaign 专项行动. Days are inclusive; 2023: 27 April to 31 December, reports by 10 December.

    A yearly campaign carries the year's pairing and tasks; others, over several years, run beside it. Each has reports.
    `cities_off` holds codes of cities that take no part; `topics` those that count in it, empty where all do.
    """

    code = models.CharField(
        _("Code"), max_length=30, unique=True, validators=[RegexValidator(r"^[A-Z0-9][A-Z0-9-]{1,29}$")]
    )
    year = models.PositiveSmallIntegerField(_("Year"))
    is_yearly = models.BooleanField(_("Campaign of the year"), default=True, db_default=True)
    name = models.CharField(pgettext_lazy("campaign", "Name"), max_length=100, unique=True)
    document_no = models.CharField(_("Document number"), max_length=60)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("To"))
    deadline_on = models.DateField(_("Reports due"))
    #: An aim of the portal, so that the summary of cross-inspection can be written in time (domain.md 5.3).
    inspections_by = models.DateField(_("Cross-inspections to be completed by"), null=True, blank=True)
    cities_off = ArrayField(models.CharField(max_length=6), default=list, blank=True, verbose_name=_("Cities left out"))
    topics = ArrayField(
        models.CharField(max_length=4), default=list, blank=True, verbose_name=pgettext_lazy("campaign", "Topics")
    )
    state = models.CharField(_("State"), max_length=20, choices=CampaignState.choices, default=CampaignState.DRAFT)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    documents = models.ManyToManyField("campaigns.LibraryDocument", related_name="+", blank=True)
    written_by = by_person_later()
    written_at = models.DateTimeField(null=True, blank=True)
    proposed_by = by_person_later()
    proposed_at = models.DateTimeField(null=True, blank=True)
    #: The second person who was asked; others of the province may answer as well.
    approver = by_person_later()
    answered_by = by_person_later()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = CampaignRows["Campaign"].as_manager()

    class Meta:
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="campaign_days"),
            models.UniqueConstraint(fields=["year"], condition=Q(is_yearly=True), name="campaign_of_year"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("proposed_by")), name="campaign_two_people"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.name

    @property
    def beside(self) -> str:
        """What tells its work from that of the campaign of the year: its name, behind a title; nothing for the latter."""
        return "" if self.is_yearly else put("（{}）", self.name)

    def enabled_sectors(self) -> list[str]:
        """Codes of the sectors that this campaign covers, in the notice's order."""
        return [sector.code for sector in self.sectors.all() if sector.enabled]

    def runs_on(self, day: date) -> bool:
        return is_within(day, self.starts_on, self.ends_on)

    def is_workable(self, day: date) -> bool:
        """Whether it has begun, and runs or is followed up."""
        return is_within(day, self.starts_on, self.ends_on + FOLLOWED_UP)


class CampaignSector(models.Model):
    """A high-risk sector of the campaign 高危行业领域; coal stays in the list, off, as the province left it out."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sectors")
    code = models.CharField(max_length=20)
    enabled = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField()

    objects = PartRows["CampaignSector"].as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="sector_once_a_campaign")]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> str:
        return str(CampaignSectorName(self.code).label)


class CampaignReport(models.Model):
    """Who reports in a campaign, to whom, by when, and what says so."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="reports")
    reporter = models.CharField(_("Who reports"), max_length=20, choices=Reporter.choices)
    recipient = models.CharField(_("To whom"), max_length=20, choices=Recipient.choices)
    due_on = models.DateField(_("Reports due"))
    basis = models.CharField(_("Basis"), max_length=200)

    objects = PartRows["CampaignReport"].as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "reporter"], name="campaign_report_once")]

    def __str__(self) -> str:
        return f"{self.get_reporter_display()} {self.due_on}"


class CampaignChoice(models.Model):
    """Which campaign a person works in where several run."""

    user = models.OneToOneField(User, models.CASCADE, related_name="campaign_choice")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    chosen_at = models.DateTimeField()

    objects = ChoiceRows["CampaignChoice"].as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.user}: {self.campaign}"


class ListedCode(models.Model):
    """From when to when a code is in use, and what says so; the codes themselves are the portal's.

    The sectors of the law's duty to insure stand here: it is permanent (law, article 51) and hangs on no campaign.
    """

    kind = models.CharField(_("List"), max_length=20, choices=ListedKind.choices)
    code = models.CharField(_("Code"), max_length=20)
    label = models.CharField(pgettext_lazy("campaign", "Name"), max_length=100)
    valid_from = models.DateField(_("In use from"))
    valid_to = models.DateField(_("In use until"), null=True, blank=True)
    source = models.CharField(_("Basis"), max_length=200)
    written_by = by_person_later()
    written_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ListedRows["ListedCode"].as_manager()

    class Meta:
        ordering = ["kind", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "valid_from"], name="listed_code_once"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="listed_days"),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.label}"
