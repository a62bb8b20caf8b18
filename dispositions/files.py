"""The papers that a case, its steps and its answers carry."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from core.attachments import Slot, register
from dispositions.choices import CaseState, StepState
from dispositions.models import Case, Reply, Step
from dispositions.permissions import DispositionPermission
from dispositions.states import only_authority, only_own_step

if TYPE_CHECKING:
    from accounts.models import User

CASE_SLOTS: Final = {"evidence": Slot(_("Evidence of the facts"))}
STEP_SLOTS: Final = {"paper": Slot(_("Paper of the authority"), ("document", "picture"), 10)}
REPLY_SLOTS: Final = {
    "answer": Slot(_("Files of the answer"), ("document", "picture"), 20, (DispositionPermission.CASE_WRITE,))
}


def _case_open(case: Case, by: "User") -> str | None:
    return "案件已经办结，不能再增减材料" if case.state == CaseState.CLOSED else only_authority(case, by)


def _reads_evidence(user: "User") -> bool:
    """The evidence is the authority's and that of those above it: the subject sees the case, not its file."""
    return user.may(DispositionPermission.BOARD_VIEW)


def _step_open(step: Step, by: "User") -> str | None:
    return "案件已经办结，不能再增减材料" if step.case.state == CaseState.CLOSED else only_own_step(step, by)


def _reply_open(reply: Reply, _by: "User") -> str | None:
    """Files come with the answer, in its own write; none are added when it was looked at."""
    return "答复已经审阅，不能再增减附件" if reply.step.state == StepState.DONE else None


def register_files() -> None:
    """Say which rows carry files."""
    register("disposition-case", Case, CASE_SLOTS, DispositionPermission.CASE_WRITE, _case_open, _reads_evidence)
    register("disposition-step", Step, STEP_SLOTS, DispositionPermission.CASE_WRITE, _step_open)
    register("disposition-reply", Reply, REPLY_SLOTS, DispositionPermission.CASE_ANSWER, _reply_open)
