"""The files of an answer to a question."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.attachments import Slot, register
from crosschecks.choices import OPEN_INQUIRIES
from crosschecks.models import Inquiry
from crosschecks.permissions import QuestionPermission
from crosschecks.states import only_insurer

ANSWER_SLOT: Final = "answer"
SLOTS: Final = {ANSWER_SLOT: Slot(_("Files of the answer"), ("document", "picture"), 10)}


def guard_files(inquiry: Inquiry, by: User) -> str | None:
    """The insurer's, until the authority has decided."""
    if inquiry.state not in OPEN_INQUIRIES:
        return "该疑点已办结，附件不能再增减"
    return only_insurer(inquiry, by)


def register_files() -> None:
    register("question", Inquiry, SLOTS, QuestionPermission.QUESTION_ANSWER, guard_files)
