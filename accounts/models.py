"""Divisions, organisations and people."""

from datetime import datetime
from typing import Any, ClassVar, Final

import pghistory
from django.contrib.auth.models import AbstractUser, AnonymousUser, UserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase

from accounts.choices import (
    AccountDeed,
    DivisionLevel,
    GrantEnd,
    OrganisationKind,
    RequestKind,
    RequestState,
)
from accounts.permissions import AccountPermission
from accounts.querysets import (
    DivisionQuerySet,
    GrantQuerySet,
    LinkQuerySet,
    OrganisationQuerySet,
    OwnQuerySet,
    RequestQuerySet,
    place_order,
)
from accounts.roles import ADMINISTRATORS, Role, permissions_of
from core.touches import touch


class Division(models.Model):
    """An administrative division 行政区划 (GB/T 2260, as of 30 June 2023); rows elsewhere point at its code."""

    code = models.CharField(_("Code"), max_length=6, unique=True)
    name = models.CharField(_("Name of the place"), max_length=50)
    level = models.CharField(max_length=10, choices=DivisionLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, to_field="code", db_column="parent_code", null=True, blank=True)
    notice_order = models.PositiveSmallIntegerField(_("Order in annex 2"), null=True)

    objects = DivisionQuerySet["Division"].as_manager()

    class Meta:
        ordering = place_order()
        # What lies in a county lies in its city: such rows point at both with one key.
        constraints = [models.UniqueConstraint(fields=["code", "parent"], name="division_of_its_parent")]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A body that works in the campaign 机构; its people see what its kind and division allow."""

    code = models.CharField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name of the organisation"), max_length=100)
    kind = models.CharField(_("Kind"), max_length=30, choices=OrganisationKind.choices)
    division = models.ForeignKey(Division, models.PROTECT, to_field="code", db_column="division_code")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    sector = models.CharField(_("Sector"), max_length=20, blank=True, default="")
    #: 发文代字: what the numbers of its documents begin with.
    letter_code = models.CharField(_("Code of its documents"), max_length=30, blank=True, default="")
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OrganisationQuerySet["Organisation"].as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter_code"], condition=~models.Q(letter_code=""), name="letter_code_of_one_organisation"
            )
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.name

    @property
    def is_branch(self) -> bool:
        """Whether it is the city branch of an insurer, which works under its insurer's identity."""
        return self.kind == OrganisationKind.INSURER_BRANCH


class PeopleManager(UserManager["User"]):
    """People; the administrators list them all, a lead those of the own organisation."""

    def visible_to(self, user: "User | AnonymousUser") -> "models.QuerySet[User]":
        rows = self.get_queryset()
        if not isinstance(user, User):
            return rows.none()
        if user.may(AccountPermission.USERS_VIEW) or user.may(AccountPermission.ROLES_VIEW):
            return rows
        if user.is_lead and user.may(AccountPermission.OWN_PEOPLE_VIEW):
            return rows.filter(organisation=user.organisation_id)
        return rows.none()

    def with_offices(self) -> "models.QuerySet[User]":
        """With the present organisation and those that they left: one query more for however many."""
        return self.select_related("organisation").prefetch_related("postings")


#: What lists of people are made by. Not the mail address: it makes no list, and a migration of allauth lowers it before
#: the table of marks is there.
SEEN: Final = (
    "username", "display_name", "role", "is_lead", "is_active", "organisation_id", "phone", "password",
    "must_change_password", "last_login",
)  # fmt: skip


class User(AbstractUser):
    """A person with one organisation and one role; the `-lead` approves what the first prepared."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    role = models.CharField(max_length=10, choices=Role.choices)
    is_lead = models.BooleanField(_("Lead"), default=False)
    display_name = models.CharField(_("Name shown"), max_length=50, blank=True, default="")
    phone = models.CharField(_("Office telephone"), max_length=30, blank=True, default="")
    large_type = models.BooleanField(_("Large type"), default=False)
    #: The password in force was not chosen by the person: the next page asks for an own one, where that is configured.
    must_change_password = models.BooleanField(default=False)
    #: Part of what a session is bound to: another number ends all sessions at once.
    session_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[PeopleManager] = PeopleManager()
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["username"]
        constraints = [
            # 等保 8.1.4.2: an administrator is never a lead, and nobody is a superuser.
            models.CheckConstraint(
                condition=~models.Q(role__in=sorted(ADMINISTRATORS), is_lead=True), name="administrators_do_not_approve"
            ),
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="no_superuser"),
        ]
        triggers = [touch(*SEEN)]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def works_for_id(self) -> int:
        """The organisation in whose name the person writes rows: a city branch works for its insurer."""
        own = self.organisation
        return own.parent_id if own.is_branch and own.parent_id is not None else own.pk

    @property
    def branch_id(self) -> int | None:
        """The city branch that the person enters rows for; None for everybody else."""
        return self.organisation_id if self.organisation.is_branch else None

    def office_at(self, at: datetime) -> Organisation:
        """The organisation that the person worked in at an instant, whatever the present one: what was done there stays
        its own. Rows that name many people fetch their `postings` beforehand."""
        return next((one.organisation for one in self.postings.all() if at < one.until), self.organisation)

    def acted_in(self, office: int, at: datetime) -> bool:
        """Whether what the person did at an instant is for the office to go on with: it was done there, or in one that is
        closed since, whose work falls to all who have the row (`accounts.querysets.acted_in`)."""
        then = self.office_at(at)
        return then.pk == office or then.closed_on is not None

    def may(self, permission: str) -> bool:
        """Whether this person's role holds the permission; a disabled account holds none."""
        return self.is_active and permission in permissions_of(self.role)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bound to the password and to the epoch of sessions, so that ending them needs no list of them."""
        salt = "accounts.models.User.session_epoch"
        return salted_hmac(salt, f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256").hexdigest()


class PostingManager(models.Manager["Posting"]):
    """Postings are asked for their offices."""

    def get_queryset(self) -> "models.QuerySet[Posting]":
        return super().get_queryset().select_related("organisation")


class Posting(models.Model):
    """An office that a person has left 原任职, up to the instant of the move; the present one stands with the person.

    It began with the posting before it, or with the account. Written by `accounts.services.leaving` alone, never changed.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="postings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="former_people")
    until = models.DateTimeField(_("Until"))

    objects = PostingManager()

    class Meta:
        ordering = ["until", "pk"]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id} {timezone.localtime(self.until):%Y-%m-%d %H:%M}"


class PasswordLink(models.Model):
    """A link by which a person sets a password, once and for a limited time. Its digest alone is kept."""

    person = models.ForeignKey(User, models.PROTECT, related_name="password_links")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = LinkQuerySet["PasswordLink"].as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="one_open_link_of_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person.username} {timezone.localtime(self.made_at):%Y-%m-%d %H:%M}"


class AccountEvent(models.Model):
    """What an administrator did to an account, kept for its owner to read."""

    person = models.ForeignKey(User, models.PROTECT, related_name="account_events")
    deed = models.CharField(_("Action"), max_length=20, choices=AccountDeed.choices)
    detail = models.CharField(_("Detail"), max_length=300, blank=True, default="")
    by_name = models.CharField(pgettext_lazy("person", "By"), max_length=100)
    at = models.DateTimeField(_("At"))

    objects = OwnQuerySet["AccountEvent"].as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} {self.person_id}"


class PeopleRequest(models.Model):
    """What the lead of an organisation asks of the system administrator about the own people."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people_requests")
    kind = models.CharField(_("Request"), max_length=20, choices=RequestKind.choices)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Person"))
    text = models.CharField(_("Details of the request"), max_length=500)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("Asked at"))
    state = models.CharField(_("State"), max_length=20, choices=RequestState.choices, default=RequestState.OPEN)
    answer = models.CharField(_("Answer"), max_length=500, blank=True, default="")
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = RequestQuerySet["PeopleRequest"].as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.organisation}"


class TemporaryGrant(UserObjectPermissionBase):
    """Sight of one row for one person until a day, with the task that it was given for (architecture.md 4, wall 4).

    `until` is the last day, inclusive. Ended rows stay: who could see what on which day is asked of them. Each room has
    its own kind with a key `content_object` to the row. Written by `accounts.services.grants` alone.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    #: The number of the task that it serves.
    source = models.CharField(_("Given for"), max_length=40, db_index=True)
    until = models.DateField(_("Last day"))
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("Given"))
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)
    why_ended = models.CharField(_("Why ended"), max_length=20, choices=GrantEnd.choices, blank=True, default="")

    class Meta:
        abstract = True
        ordering = ("pk",)


def grant_constraints(*target: str) -> list[models.BaseConstraint]:
    """Once for each person, task and row while open; an end has its reason."""
    return [
        models.UniqueConstraint(
            fields=["user", "source", "content_object", *target],
            condition=models.Q(ended_at=None),
            name="%(app_label)s_%(class)s_open_once",
        ),
        models.CheckConstraint(
            condition=models.Q(ended_at=None, why_ended="")
            | models.Q(ended_at__isnull=False) & ~models.Q(why_ended=""),
            name="%(app_label)s_%(class)s_end_has_reason",
        ),
    ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OrganisationGrant(TemporaryGrant):
    """Sight of an insurer's rows that lie in one city."""

    content_object = models.ForeignKey(Organisation, models.PROTECT, related_name="grants")
    city = models.ForeignKey(
        Division, models.PROTECT, to_field="code", db_column="city_code", related_name="+", verbose_name=_("City")
    )

    objects: ClassVar[Any] = GrantQuerySet["OrganisationGrant"].as_manager()  # type: ignore[assignment]

    class Meta(TemporaryGrant.Meta):
        constraints = grant_constraints("city")

    def __str__(self) -> str:
        return f"{self.source} {self.user_id} {self.content_object_id}"
