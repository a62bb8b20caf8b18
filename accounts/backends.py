"""Sign-in by allauth; the person comes with organisation and unread messages, which every page needs, in one query."""

from collections.abc import Sequence
from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Case, Model, When
from django.http import HttpRequest
from guardian.backends import ObjectPermissionBackend
from typing_extensions import override

from accounts import grants, sight
from accounts.models import Organisation, User
from accounts.seeding import DEMO_PASSWORD
from core import walls
from core.contributions import bell


class PortalBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's own, but for how a signed-in person is loaded, and that the demo's password opens no production."""

    @override
    def authenticate(self, request: HttpRequest | None, **credentials: object) -> User | None:
        person: User | None = super().authenticate(request, **credentials)
        is_public = settings.IS_PRODUCTION and credentials.get("password") == DEMO_PASSWORD
        return None if is_public else person

    def get_user(self, user_id: int | str) -> User | None:
        statement, values = _statement()
        # Nothing is in sight before the person is known, not even whether somebody gave him sight of anything.
        with walls.unattended(), connection.cursor() as cursor:
            cursor.execute(statement, [*values, int(user_id)])
            found = cursor.fetchone()
        user = _person(found) if found else None
        return user if user is not None and self.user_can_authenticate(user) else None


@cache
def _columns() -> tuple[list[str], list[str]]:
    """Of a person, and of the organisation."""
    person, organisation = ([field.attname for field in model._meta.concrete_fields] for model in (User, Organisation))
    return person, organisation


@cache
def _statement() -> tuple[str, tuple[int | str, ...]]:
    """A person as every request needs one, and the values up to the key; written once, for that takes Django longest."""
    person, organisation = _columns()
    annotated = User.objects.annotate(
        **{bell.UNREAD: bell.expression(), grants.KNOWN: Case(When(grants.any_open(), then=True), default=False)}
    )
    of_organisation = (f"organisation__{name}" for name in organisation)
    rows = annotated.order_by().filter(pk=0).values_list(*person, *of_organisation, bell.UNREAD, grants.KNOWN)
    statement, values = rows.query.sql_with_params()
    return statement, values[:-1]


def _person(found: Sequence[object]) -> User:
    """The person of a row that `_statement` found."""
    person, organisation = _columns()
    user = User.from_db(DEFAULT_DB_ALIAS, person, found[: len(person)])
    user.organisation = Organisation.from_db(DEFAULT_DB_ALIAS, organisation, found[len(person) : -2])
    for name, value in zip((bell.UNREAD, grants.KNOWN), found[-2:], strict=True):
        setattr(user, name, value)
    return user


class GrantBackend(ObjectPermissionBackend):
    """guardian's own answer to `has_perm`, but that a grant which has ended, or whose last day passed, gives nothing."""

    @override
    def has_perm(self, user_obj: User, perm: str, obj: Model | None = None) -> bool:
        if obj is None or not super().has_perm(user_obj, perm, obj):
            return False
        kinds = [kind for kind in grants.grant_models() if grants.target_of(kind) is type(obj)]
        return all(
            kind.objects.in_force(sight.today()).filter(user=user_obj, content_object=obj).exists() for kind in kinds
        )
