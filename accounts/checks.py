"""What production may not hold: the demo's world, its public password, a superuser. Each asks the database."""

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.checks import CheckMessage, Error
from django.db import connections

from accounts.models import Organisation, User
from accounts.roles import ADMINISTRATORS
from accounts.seeding import DEMO_PASSWORD, DEMO_SALT

#: The invented insurers and agencies of the demo carry this in their names.
INVENTED: Final = "示例"
#: Hashes that are tried one by one; those of the demo itself are told by their text.
MOST_TRIED: Final = 20


def check_people(databases: Sequence[str] | None = None, **_kwargs: object) -> list[CheckMessage]:
    """Runs where a database is named, and says nothing before the first migration."""
    if not settings.IS_PRODUCTION or not databases or not _is_migrated():
        return []
    found: list[CheckMessage] = []
    if Organisation.objects.filter(name__contains=INVENTED).exists():
        found.append(
            Error(
                "The database holds the invented organisations of the demo.",
                hint="Start production on a database of its own.",
                id="portal.E011",
            )
        )
    if names := demo_password_holders():
        found.append(
            Error(
                f"The public password of the demo opens accounts: {', '.join(names)}.",
                hint="Give these people new passwords, or disable the accounts.",
                id="portal.E012",
            )
        )
    if superusers := list(User.objects.filter(is_superuser=True).values_list("username", flat=True)[:MOST_TRIED]):
        found.append(
            Error(
                f"There are superusers: {', '.join(superusers)}.",
                hint="Nobody stands above the three administrators: take the flag away.",
                id="portal.E013",
            )
        )
    return found


def demo_password_holders() -> list[str]:
    """Active people with the seeded hash, and administrators with another hash of the same password.

    The hash is slow on purpose, so only the few administrators are tried. For everybody else the door itself refuses
    the password in production (`accounts.backends`).
    """
    people = User.objects.filter(is_active=True).order_by("username")
    seeded = people.filter(password=make_password(DEMO_PASSWORD, salt=DEMO_SALT))
    names = list(seeded.values_list("username", flat=True)[:MOST_TRIED])
    rest = people.filter(role__in=sorted(ADMINISTRATORS)).exclude(username__in=names)[:MOST_TRIED]
    return names + [one.username for one in rest if check_password(DEMO_PASSWORD, one.password)]


def _is_migrated() -> bool:
    with connections["default"].cursor() as cursor:
        return User._meta.db_table in connections["default"].introspection.table_names(cursor)
