"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from crosschecks.permissions import QuestionPermission

LINES: Final[Lines] = (
    Line(
        Section.INSURERS, 212, _("Questions to insurers"), "crosschecks:question-list", QuestionPermission.QUESTION_VIEW
    ),
)
