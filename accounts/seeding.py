"""Organisations, divisions and demo accounts (contract 6), read from the contract's tables."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password

from accounts.choices import DivisionLevel, OrganisationKind
from accounts.models import Division, Organisation, User
from accounts.roles import Role, role_for
from accounts.rules import letter_code

DATA = Path(__file__).parent / "data"
DEMO_PASSWORD = "Demo-133-2023!"  # noqa: S105 - public, demo and test mode only (contract 6)
#: The password is public, so its salt may be; two seedings then give the same accounts.
DEMO_SALT = "DemoAccountsOfContract6"
JOINED = datetime(2023, 4, 26, 16, tzinfo=UTC)
ADMINISTRATORS = (
    ("adm-system", Role.ADM_SYS, "系统管理员"),
    ("adm-security", Role.ADM_SEC, "安全管理员"),
    ("adm-audit", Role.ADM_AUD, "审计管理员"),
)


def read_table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def seed_divisions() -> None:
    rows = read_table("divisions.csv")
    rows.sort(key=lambda row: DivisionLevel.values.index(row["level"]))
    Division.objects.bulk_create(
        [
            Division(
                code=row["code"],
                name=row["name"],
                level=row["level"],
                parent_id=row["parent"] or None,
                notice_order=int(row["notice_order"]) if row["notice_order"] else None,
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )


#: Kinds whose bodies in the contract's table are invented: no real installation begins with them.
INVENTED = {OrganisationKind.INSURER, OrganisationKind.INSURER_BRANCH, OrganisationKind.SERVICE_AGENCY}


def seed_organisations() -> None:
    _enter(read_table("organisations.csv"))


def seed_public_bodies() -> None:
    """The authorities of the contract, which are real, without the invented insurers and agencies.

    Their codes of documents stay empty: each authority has its own.
    """
    _enter([row for row in read_table("organisations.csv") if row["kind"] not in INVENTED], with_letters=False)


def _enter(rows: list[dict[str, str]], *, with_letters: bool = True) -> None:
    places = dict(Division.objects.values_list("code", "name"))
    Organisation.objects.bulk_create(
        [_organisation(row, places, with_letters=with_letters) for row in rows], ignore_conflicts=True
    )
    ids = dict(Organisation.objects.values_list("code", "pk"))
    children = [row for row in rows if row["parent"]]
    for parent in sorted({row["parent"] for row in children}):
        codes = [row["code"] for row in children if row["parent"] == parent]
        Organisation.objects.filter(code__in=codes).update(parent_id=ids[parent])


def _organisation(row: dict[str, str], places: dict[str, str], *, with_letters: bool) -> Organisation:
    is_sector = row["kind"] == OrganisationKind.SECTOR_AUTHORITY
    return Organisation(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        division_id=row["division"],
        sector=row["code"].rsplit("-", 1)[1] if is_sector else "",
        letter_code=letter_code(row["kind"], row["name"], places[row["division"]]) if with_letters else "",
    )


def seed_people() -> None:
    """Two people for each organisation and the three administrators; one hash serves all, the password is public."""
    password = make_password(DEMO_PASSWORD, salt=DEMO_SALT)
    people: list[User] = []
    for organisation in Organisation.objects.order_by("code"):
        people.extend(_pair(organisation, password))
    province = Organisation.objects.get(code="PROV-EM")
    for username, role, name in ADMINISTRATORS:
        people.append(
            User(
                username=username,
                role=role,
                organisation=province,
                display_name=name,
                password=password,
                date_joined=JOINED,
            )
        )
    User.objects.bulk_create(people, ignore_conflicts=True)


def _pair(organisation: Organisation, password: str) -> Iterable[User]:
    role = role_for(organisation.kind, organisation.division_id)
    for suffix, is_lead, name in (("", False, "经办人"), ("-lead", True, "负责人")):
        yield User(
            username=organisation.code.lower() + suffix,
            role=role,
            is_lead=is_lead,
            organisation=organisation,
            display_name=name,
            password=password,
            date_joined=JOINED,
        )


def seed_accounts() -> None:
    """Everything of this app; a second call changes nothing."""
    seed_divisions()
    seed_organisations()
    seed_people()
