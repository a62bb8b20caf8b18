"""Decisions about organisations as pure functions."""

import re
from typing import Final

from accounts.choices import OrganisationKind

#: What the name of a division ends in, which its 发文代字 leaves out.
DIVISION_END: Final = re.compile(r"(?:(?:畲族)?自治县|省|市|区|县)$")
#: What stands in a 发文代字 after the place, for the bodies that are named by their place.
PLACED: Final = {
    OrganisationKind.PROVINCIAL_EMERGENCY: "应急",
    OrganisationKind.CITY_EMERGENCY: "应急",
    OrganisationKind.COUNTY_EMERGENCY: "应急",
    OrganisationKind.PROVINCIAL_REGULATOR: "金管",
    OrganisationKind.REGULATOR_SUBOFFICE: "金管",
}
#: Sector authorities of a place, by the first two characters of their field.
FIELD: Final = re.compile(r"(住房|住建|交通|农业|经济|经信|海洋|水利|建设)")


def letter_code(kind: str, name: str, division: str) -> str:
    """The 发文代字 that an organisation of the demo begins its document numbers with: 杭州应急, 之江财险浙江.

    It is built from full names of places, so that no two organisations share one. It is not the real abbreviation of
    an authority: each organisation enters its own before it works with the portal.
    """
    place = DIVISION_END.sub("", division)
    if kind in PLACED:
        return f"{place}{PLACED[OrganisationKind(kind)]}"
    if kind == OrganisationKind.SECTOR_AUTHORITY:
        field = FIELD.search(name)
        return f"{place}{field.group(1) if field else name[-3:]}"
    own = re.split(r"[（(]", name)[0]
    return f"{own}{place}" if kind == OrganisationKind.INSURER else own
