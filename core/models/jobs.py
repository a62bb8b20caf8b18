"""The ledger of jobs: PostgreSQL remembers, the broker only rings the bell (trust.md 3.3)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.choices import PHASE_UNITS, JobPhase, JobState
from core.contributions.scoping import OwnedQuerySet
from core.models.files import StoredFile


class Job(models.Model):
    """Work that outlives its request. Whoever runs it holds the lease; it may run twice and has its effect once."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation_id = models.BigIntegerField()
    payload = models.JSONField(default=dict)
    state = models.CharField(_("State"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    phase = models.CharField(max_length=10, choices=JobPhase.choices, blank=True, default="")
    done = models.PositiveIntegerField(_("Done"), default=0)
    total = models.PositiveIntegerField(_("Total"), default=0)
    message = models.TextField(blank=True, default="")
    result = models.JSONField(default=dict)
    files = models.ManyToManyField(StoredFile, blank=True, related_name="jobs")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("Created"))
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet["Job"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "created_at"], name="job_queue"),
            models.Index(fields=["organisation_id", "-created_at"], name="job_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_ended(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def is_personal(self) -> bool:
        """Whether what it makes is for its owner alone: who asked for it said why, and nobody else did."""
        return bool(self.payload.get("reason"))

    @property
    def unit(self) -> str:
        """What `done` and `total` count in the present phase."""
        return str(PHASE_UNITS.get(JobPhase(self.phase), _("rows")) if self.phase else _("rows"))

    @property
    def percent(self) -> int:
        """Whole percent done, 0 to 100."""
        if self.state == JobState.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0
