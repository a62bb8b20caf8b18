"""Permissions over the questions to insurers: what they are called and which roles hold them (G19, G20)."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import INSURING, REGULATORS, Grant, Grants, Role
from core.permissions import Permission

#: What the room is called for those who read permissions.
ROOM: Final = _("Questions to insurers")


class QuestionPermission(Permission):
    QUESTION_VIEW = "question.view"
    QUESTION_ANSWER = "question.answer"
    QUESTION_SETTLE = "question.settle"


GRANTS: Final[Grants] = {
    QuestionPermission.QUESTION_VIEW: Grant(
        _("Read questions to insurers and their answers"), REGULATORS | INSURING | {Role.PROV_EM}
    ),
    QuestionPermission.QUESTION_ANSWER: Grant(_("Answer questions of the cross-checks"), INSURING),
    QuestionPermission.QUESTION_SETTLE: Grant(_("Ask insurers, accept their answers or take them further"), REGULATORS),
}
