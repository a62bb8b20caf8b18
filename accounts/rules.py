"""Decisions about organisations as pure functions."""

import re
from typing import Final

from accounts.choices import DivisionLevel, OrganisationKind
from accounts.roles import NINGBO

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

#: Contract, sheets/people.csv.
USERNAME: Final = re.compile(r"[a-z0-9-]{4,40}")
MOST_OF_A_NAME: Final = 40


def complain_username(username: str) -> str | None:
    """Why a user name is not taken, None for a good one."""
    if USERNAME.fullmatch(username):
        return None
    return f"用户名“{username[:40]}”只能用小写字母、数字和连字符，4 至 40 个字符，例如 em-330106-li"


def complain_name(name: str) -> str | None:
    """Why a person's name is not taken, None for a good one."""
    if not name.strip():
        return "请填写姓名"
    return f"姓名超过 {MOST_OF_A_NAME} 个字" if len(name) > MOST_OF_A_NAME else None


#: Codes of organisations, as in the contract: EM-330106, SA-330100-CONSTR.
CODE: Final = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
MOST_OF_A_CODE: Final = 34
#: At which level of places the bodies of a kind stand.
LEVELS: Final = {
    OrganisationKind.PROVINCIAL_EMERGENCY: (DivisionLevel.PROVINCE,),
    OrganisationKind.CITY_EMERGENCY: (DivisionLevel.CITY,),
    OrganisationKind.COUNTY_EMERGENCY: (DivisionLevel.COUNTY,),
    OrganisationKind.PROVINCIAL_REGULATOR: (DivisionLevel.PROVINCE, DivisionLevel.CITY),
    OrganisationKind.REGULATOR_SUBOFFICE: (DivisionLevel.CITY,),
    OrganisationKind.INSURER: (DivisionLevel.PROVINCE, DivisionLevel.CITY),
    OrganisationKind.INSURER_BRANCH: (DivisionLevel.CITY,),
    OrganisationKind.SECTOR_AUTHORITY: (DivisionLevel.CITY, DivisionLevel.COUNTY),
}
LEVEL_WORDS: Final = {DivisionLevel.PROVINCE: "省", DivisionLevel.CITY: "设区市", DivisionLevel.COUNTY: "县（市、区）"}


def complain_code(code: str) -> str | None:
    """Why a code of an organisation is not taken, None for a good one."""
    if len(code) <= MOST_OF_A_CODE and CODE.fullmatch(code):
        return None
    return f"机构代码“{code[:40]}”只能用大写字母、数字和连字符，最多 {MOST_OF_A_CODE} 个字符，例如 EM-330106"


def complain_place(kind: str, level: str) -> str | None:
    """Why bodies of a kind do not stand at a place of this level, None where they do."""
    fitting = LEVELS.get(OrganisationKind(kind)) if kind in OrganisationKind.values else None
    if fitting is None or level in fitting:
        return None
    return f"此类单位的所在地须为{'或'.join(LEVEL_WORDS[one] for one in fitting)}"


def complain_parent(kind: str, division: str, above: str) -> str | None:
    """Why a body at a division does not stand below one at the division `above`, None where it does.

    What lies below a city's body lies in that city. In Ningbo regulators and insurers are the city's own (contract 4).
    """
    if not above.endswith("0000"):
        return None if division[:4] == above[:4] else "上级单位须与本单位在同一设区市"
    is_ningbos = kind in {OrganisationKind.REGULATOR_SUBOFFICE, OrganisationKind.INSURER_BRANCH} and division == NINGBO
    return "宁波市的监管分局和保险分支机构，上级单位须是宁波的机构" if is_ningbos else None


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
    return f"{own}{place}" if kind in {OrganisationKind.INSURER, OrganisationKind.INSURER_BRANCH} else own
