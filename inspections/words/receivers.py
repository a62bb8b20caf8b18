"""To what kind of authority findings went: what the board counts together and the list of findings filters by."""

from typing import Final, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.roles import NINGBO
from inspections.choices import FindingState

#: Findings that an authority was given, settled or not.
HANDED_OVER: Final = (FindingState.ROUTED, FindingState.RECEIVED, FindingState.SETTLED)


class Receivers(NamedTuple):
    """Authorities that are counted together; the condition is one on the authority that a finding went to."""

    words: str | Promise
    kinds: tuple[OrganisationKind, ...]
    in_ningbo: bool | None = None

    @property
    def condition(self) -> Q:
        found = Q(routing__handover__receiver__kind__in=self.kinds, state__in=HANDED_OVER)
        if self.in_ningbo is None:
            return found
        there = Q(routing__handover__receiver__division=NINGBO)
        return found & (there if self.in_ningbo else ~there)


#: By their keys in an address; each of the two provincial regulators stands by itself.
RECEIVERS: Final[dict[str, Receivers]] = {
    "emergency": Receivers(
        _("Emergency bureaus"), (OrganisationKind.CITY_EMERGENCY, OrganisationKind.COUNTY_EMERGENCY)
    ),
    "sector": Receivers(_("Sector authorities"), (OrganisationKind.SECTOR_AUTHORITY,)),
    "office": Receivers(_("Regulator sub-offices"), (OrganisationKind.REGULATOR_SUBOFFICE,)),
    "zhejiang": Receivers(_("Regulator of Zhejiang"), (OrganisationKind.PROVINCIAL_REGULATOR,), in_ningbo=False),
    "ningbo": Receivers(_("Regulator of Ningbo"), (OrganisationKind.PROVINCIAL_REGULATOR,), in_ningbo=True),
}
