"""What stands in the way of a step of a complaint: each guard answers a sentence, or None (domain.md 5.2)."""

from typing import TYPE_CHECKING

from core.people import User
from core.transitions import refuse_first_person

if TYPE_CHECKING:
    from insurers.complaints.models import Complaint


def only_insurer(complaint: "Complaint", by: User) -> str | None:
    """The insurer complained of deals with it."""
    own = by.organisation_id == complaint.policy.insurer_id
    return None if own else "只有被投诉的保险机构可以办理"


def only_second_person(complaint: "Complaint", by: User) -> str | None:
    """An extension was asked for, and another person agrees."""
    if complaint.extension_asked_by_id is None:
        return "请先由经办人提出延期申请"
    return refuse_first_person(complaint.extension_asked_by_id, by, "批准延期") or only_insurer(complaint, by)
