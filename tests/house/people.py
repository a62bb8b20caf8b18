"""Who stands for each role in the matrix, the place whose rows are theirs, and the place whose rows are not."""

from dataclasses import dataclass

from accounts.models import User
from accounts.roles import Role


@dataclass(frozen=True)
class Place:
    """A county with the insurer, the agency and the people who work there."""

    county: str
    sector: str
    insurer: str
    agency: str
    officer: str
    clerk: str

    @property
    def city(self) -> str:
        return f"{self.county[:4]}00"


OURS = Place("330106", "CONSTR", "INS-A-ZJ", "AG-01", "em-330100", "ins-a-zj")
#: The same city, but another county, sector, insurer and agency.
NEXT = Place("330108", "FISHERY", "INS-B-ZJ", "AG-02", "em-330100", "ins-b-zj")
NINGBO = Place("330203", "CONSTR", "INS-A-NB", "AG-02", "em-330200", "ins-a-nb")
WENZHOU = Place("330302", "CONSTR", "INS-A-ZJ", "AG-02", "em-330300", "ins-a-zj")
PLACES = (OURS, NEXT, NINGBO, WENZHOU)


@dataclass(frozen=True)
class Actor:
    """One person of a role; `own` is None for administrators, `foreign` for the office that sees everything."""

    username: str
    own: Place | None
    foreign: Place | None

    def person(self) -> User:
        return User.objects.select_related("organisation").get(username=self.username)


#: A column each, in the order of the roles' table.
ACTORS: dict[Role, Actor] = {
    Role.PROV_EM: Actor("prov-em", OURS, None),
    Role.CITY_EM: Actor("em-330100", OURS, NINGBO),
    Role.COUNTY_EM: Actor("em-330106", OURS, NEXT),
    Role.REG_PROV: Actor("reg-zj", OURS, NINGBO),
    Role.REG_NB: Actor("reg-nb", NINGBO, OURS),
    Role.REG_SUB: Actor("reg-330300", WENZHOU, OURS),
    Role.INSURER: Actor("ins-a-zj", OURS, NEXT),
    Role.BRANCH: Actor("ins-a-330300", WENZHOU, OURS),
    Role.AGENCY: Actor("ag-01", OURS, NEXT),
    Role.SECTOR: Actor("sa-330100-constr", OURS, NEXT),
    Role.ADM_SYS: Actor("adm-system", None, OURS),
    Role.ADM_SEC: Actor("adm-security", None, OURS),
    Role.ADM_AUD: Actor("adm-audit", None, OURS),
}
