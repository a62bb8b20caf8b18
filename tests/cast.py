"""The named cast: people of the seeded world, by what they are."""

from accounts.models import User

NAMES = {
    "provincial_officer": "prov-em",
    "provincial_lead": "prov-em-lead",
    "hangzhou_officer": "em-330100",
    "hangzhou_lead": "em-330100-lead",
    "ningbo_officer": "em-330200",
    "quzhou_officer": "em-330800",
    "shaoxing_officer": "em-330600",
    "jinhua_officer": "em-330700",
    "xihu_county": "em-330106",
    "zhejiang_regulator": "reg-zj",
    "ningbo_regulator": "reg-nb",
    "wenzhou_regulator": "reg-330300",
    "insurer_a_clerk": "ins-a-zj",
    "insurer_a_lead": "ins-a-zj-lead",
    "insurer_a_ningbo_clerk": "ins-a-nb",
    "insurer_b_clerk": "ins-b-zj",
    "agency": "ag-01",
    "builder_authority": "sa-330100-constr",
    "adm_system": "adm-system",
    "adm_security": "adm-security",
    "adm_audit": "adm-audit",
}


class Cast:
    """Each name of `NAMES` as an attribute: the person, fetched anew so that a test may change them."""

    hangzhou_officer: User
    hangzhou_lead: User
    ningbo_officer: User
    quzhou_officer: User
    shaoxing_officer: User
    jinhua_officer: User
    provincial_officer: User
    provincial_lead: User
    xihu_county: User
    zhejiang_regulator: User
    ningbo_regulator: User
    wenzhou_regulator: User
    insurer_a_clerk: User
    insurer_a_lead: User
    insurer_a_ningbo_clerk: User
    insurer_b_clerk: User
    agency: User
    builder_authority: User
    adm_system: User
    adm_security: User
    adm_audit: User

    def __getattr__(self, name: str) -> User:
        if name not in NAMES:
            raise AttributeError(name)
        return User.objects.select_related("organisation").get(username=NAMES[name])

    def everybody(self) -> dict[str, User]:
        """All of the cast by their names here."""
        return {name: getattr(self, name) for name in NAMES}
