"""Whether a digest is that of a genuine version: of a file of it, or of its figures (the code in its QR; issue 19)."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from django.db.models import Q

from accounts.models import User
from core import walls
from core.models import Attachment
from reports.choices import SENT_STATES, SubmissionState
from reports.files import KIND, SLOTS
from reports.models import Snapshot, Submission

#: Versions with one content that are named.
ALIKE: Final = 20
#: A version's number is shorter.
LONGEST_NUMBER: Final = 7
UNSIGNED: Final = frozenset({SubmissionState.DRAFT, SubmissionState.EDITING, SubmissionState.REVIEW})


class Verdict(NamedTuple):
    """The version that was found, the version in force of its series, its delivery; nothing where none fits.

    `alike` are the numbers of all versions with this content, where it has several; `corrections` counts what was noted
    of it after its receipt: what the file says there holds no longer. `attached` is what the file is, where it lies with
    the delivery, such as the stamped scan. `is_open` says that whoever asked may read the delivery itself: others learn
    which paper it is and how it stands, and no name of a person.
    """

    snapshot: Snapshot | None = None
    current: Snapshot | None = None
    submission: Submission | None = None
    alike: Sequence[int] = ()
    corrections: int = 0
    attached: str = ""
    is_open: bool = False

    @property
    def is_genuine(self) -> bool:
        return self.snapshot is not None

    @property
    def is_current(self) -> bool:
        """Whether it was signed and not sent back, and no newer version was delivered."""
        stands = self.current is None or self.current == self.snapshot
        return self.snapshot is not None and stands and not self.is_returned and not self.is_draft

    @property
    def is_draft(self) -> bool:
        """Whether nobody has signed it."""
        return self.submission is None or self.submission.state in UNSIGNED

    @property
    def is_returned(self) -> bool:
        """Whether it was sent back and no newer version was delivered since; an older one may be in force."""
        if self.snapshot is None or self.submission is None or self.submission.state != SubmissionState.RETURNED:
            return False
        return self.current is None or (self.current.version or 0) < (self.snapshot.version or 0)


def judged(digest: str, reader: User, version: str = "") -> Verdict:
    """Of what the reader may see anyway, and of what was delivered to anybody: which version it is, nothing of it.

    `version` is the number that a paper names beside its code, where versions share one; without it the newest is meant.
    """
    with walls.aside("whether a digest is that of a delivered report: which version of which organisation"):
        attached = _attached(digest)
        fits = Q(files__sha256__startswith=digest) | Q(code__startswith=digest) | Q(submission__in=attached)
        mine = list(Snapshot.objects.visible_to(reader).filter(fits).values_list("pk", flat=True))
        rows = Snapshot.objects.filter(fits, version__isnull=False).select_related("organisation", "campaign")
        sent = Q(submission__state__in=SENT_STATES) | Q(pk__in=mine)
        known = rows.filter(sent).distinct().order_by("-version")
        found = list(known[:ALIKE])
        # Versions of one series with the same content share code or file, which is as current as the newest of them.
        if len({(one.organisation_id, one.report, one.campaign_id) for one in found}) != 1:
            return Verdict()
        snapshot = known.filter(version=_number(version)).first() if version else found[0]
        if snapshot is None:
            return Verdict()
        series = Snapshot.objects.filter(
            organisation=snapshot.organisation_id, report=snapshot.report, campaign=snapshot.campaign_id
        )
        standing = set(SENT_STATES) - {SubmissionState.RETURNED}
        current = series.filter(submission__state__in=standing).order_by("-version").first()
        deliveries = Submission.objects.select_related("signed_by", "answered_by", "duty")
        delivery = deliveries.filter(snapshot=snapshot).first()
        alike = sorted(one.version for one in found if one.version is not None) if len(found) > 1 else ()
        corrected = delivery.corrections.count() if delivery else 0
        kind = attached.get(delivery.pk if delivery else 0, "")
        return Verdict(snapshot, current, delivery, alike, corrected, kind, snapshot.pk in mine)


def _number(version: str) -> int | None:
    """The number of a version; none for a text that is none, which no version has."""
    return int(version) if version.isascii() and version.isdecimal() and len(version) < LONGEST_NUMBER else None


def _attached(digest: str) -> dict[int, str]:
    """{submission: what the file is}, of the files that lie with deliveries, as they were sent or as they are kept."""
    fits = Q(file__sha256__startswith=digest) | Q(sent_sha256__startswith=digest)
    rows = Attachment.objects.filter(fits, kind=KIND, removed_at__isnull=True).values_list("subject_id", "slot")
    return {subject: str(SLOTS[slot].label) for subject, slot in rows[:ALIKE]}
