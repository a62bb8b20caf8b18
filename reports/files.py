"""The files that go with a delivery: the stamped scan 盖章件 beside the genuine file that the portal built."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from core.attachments import Slot, attachments_of, register
from core.models import Attachment
from core.people import User
from reports.choices import ContributionState, SubmissionState
from reports.models import Contribution, Submission
from reports.permissions import ReportPermission

if TYPE_CHECKING:
    from core.permissions import Permission

STAMPED: Final = "stamped"
KIND: Final = "submission"
#: Who registers a report that came on paper attaches its scan as well.
ALSO: Final[tuple["Permission", ...]] = (ReportPermission.REPORT_RECEIVE,)
SLOTS: Final = {
    STAMPED: Slot(_("Stamped scan"), ("scan", "picture"), 5, ALSO),
    "annex": Slot(_("Annex of a delivery"), ("document", "picture"), 20, ALSO),
}
#: While a report is signed and on its way; after its receipt only the stamped scan that is missing may follow.
FILLED_IN: Final = frozenset({SubmissionState.SIGNED, SubmissionState.SUBMITTED})
KEPT: Final = frozenset({SubmissionState.RECEIVED, SubmissionState.ARCHIVED})


def files_guard(submission: Submission, by: User) -> str | None:
    """Why the files stand as they are, or None."""
    if submission.is_outside:
        return None if by.organisation_id == submission.duty.recipient_id else "补录的报告由接收单位附件"
    if by.organisation_id != submission.duty.organisation_id:
        return "盖章件由报送单位上传"
    if submission.state in FILLED_IN or (submission.state in KEPT and not has_stamped(submission)):
        return None
    return "签发后、签收前方可上传或更换盖章件，签收后只可补传所缺的盖章件"


def has_stamped(submission: Submission) -> bool:
    """Whether its stamped scan lies with it."""
    return any(file.slot == STAMPED for file in attachments_of(submission))


class Attached(NamedTuple):
    """The files of one kind that lie with a delivery."""

    label: str
    files: Sequence[Attachment]


def attached_to(submission: Submission) -> list[Attached]:
    """The files of a delivery by what they are; of what there is none, nothing."""
    files = list(attachments_of(submission))
    found = [Attached(str(slot.label), [one for one in files if one.slot == name]) for name, slot in SLOTS.items()]
    return [one for one in found if one.files]


CONTRIBUTION_SLOTS: Final = {"support": Slot(_("Supporting file"), ("document", "picture"), 10)}


def contribution_guard(contribution: Contribution, by: User) -> str | None:
    """Whoever gives the text attaches its files, until it is taken over."""
    if by.organisation_id != contribution.organisation_id:
        return "佐证材料由供稿单位上传"
    if contribution.state == ContributionState.WITHDRAWN:
        return "约稿已撤回，无需再交材料"
    return "本稿已被采用，不再更换材料" if contribution.state == ContributionState.TAKEN else None


def register_files() -> None:
    register("contribution", Contribution, CONTRIBUTION_SLOTS, ReportPermission.CONTRIBUTION_GIVE, contribution_guard)
    register(KIND, Submission, SLOTS, ReportPermission.REPORT_DELIVER, files_guard)
