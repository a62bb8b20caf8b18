"""Audited actions on questions to insurers, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "question.asked": _("Question put to an insurer"),
    "question.answered": _("Question answered by the insurer"),
    "question.accepted": _("Answer to a question accepted"),
    "question.further": _("Question taken further"),
    "question.refused": _("Step of a question refused"),
}
