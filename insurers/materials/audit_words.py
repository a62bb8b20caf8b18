"""Audited actions on cases and training material, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "material.written": _("Case or training material written"),
    "material.turned": _("Case or training material published or withdrawn"),
    "material.assigned": _("Case or training material given to units"),
    "material.linked": _("Link for a unit's reading made"),
    "material.read": _("Reading confirmed"),
}
