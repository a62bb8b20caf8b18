"""Editions of the public page 公开信息 (notice 133 and letter 169, end: 主动公开)."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.touches import touch
from insurers.base.fields import maybe_person, person
from publicity.choices import ReleaseState
from publicity.querysets import ReleaseRows


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PublicRelease(models.Model):
    """One edition: its content is fixed when it is proposed, so that the second person releases what was looked at.

    `content` holds notice, pairing, figures and cases as they are written to the page; `digest` is the SHA-256 of it.
    """

    counted_on = models.DateField(_("Cut-off day"))
    note = models.CharField(_("Note"), max_length=500, blank=True, default="")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(_("State"), max_length=20, choices=ReleaseState.choices, default=ReleaseState.PROPOSED)
    proposed_by = person()
    proposed_at = models.DateTimeField(_("Proposed at"))
    answered_by = maybe_person()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")
    released_at = models.DateTimeField(_("Released at"), null=True, blank=True)
    withdrawal_by = maybe_person()
    withdrawal_reason = models.CharField(_("Reason of the withdrawal"), max_length=500, blank=True, default="")
    withdrawn_by = maybe_person()
    withdrawn_at = models.DateTimeField(_("Withdrawn at"), null=True, blank=True)

    objects = ReleaseRows["PublicRelease"].as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("proposed_by")), name="public_release_two_people"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None) | ~Q(withdrawn_by=F("withdrawal_by")),
                name="public_withdrawal_two_people",
            ),
            models.UniqueConstraint(
                F("state"), condition=Q(state=ReleaseState.PROPOSED), name="public_release_one_proposed"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"公开信息 {self.counted_on}"
