"""Audited actions on enterprises that must insure and do not, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "gap.reminded": _("Uninsured enterprise reminded"),
    "gap.cleared": _("Candidate cleared"),
    "gap-case.opened": _("Case against an uninsured enterprise opened"),
    "gap-case.ordered": _("Order to insure issued"),
    "gap-fine.proposed": _("Fine for not insuring proposed"),
    "gap-fine.approved": _("Fine for not insuring approved"),
    "gap-fine.refused": _("Fine for not insuring not approved"),
    "gap-fine.published": _("Fine for not insuring published"),
    "gap-case.fined": _("Fine for not insuring decided"),
    "gap-case.answered": _("Feedback of the enterprise recorded"),
    "gap-case.closed": _("Case against an uninsured enterprise closed"),
}
