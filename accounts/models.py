"""Divisions, organisations and people."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, AnonymousUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import DivisionLevel, OrganisationKind
from accounts.permissions import AccountPermission
from accounts.querysets import DivisionQuerySet, OrganisationQuerySet, place_order
from accounts.roles import ADMINISTRATORS, Role, permissions_of
from core.touches import touch


class Division(models.Model):
    """An administrative division 行政区划 (GB/T 2260, as of 30 June 2023); rows elsewhere point at its code."""

    code = models.CharField(_("Code"), max_length=6, unique=True)
    name = models.CharField(_("Name"), max_length=50)
    level = models.CharField(max_length=10, choices=DivisionLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, to_field="code", db_column="parent_code", null=True, blank=True)
    notice_order = models.PositiveSmallIntegerField(_("Order in annex 2"), null=True)

    objects = DivisionQuerySet["Division"].as_manager()

    class Meta:
        ordering = place_order()
        triggers = [touch()]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A body that works in the campaign 机构; its people see what its kind and division allow."""

    code = models.CharField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=100)
    kind = models.CharField(_("Kind"), max_length=30, choices=OrganisationKind.choices)
    division = models.ForeignKey(Division, models.PROTECT, to_field="code", db_column="division_code")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    sector = models.CharField(_("Sector"), max_length=20, blank=True, default="")
    #: 发文代字: what the numbers of its documents begin with.
    letter_code = models.CharField(_("Code of its documents"), max_length=30, blank=True, default="")

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


class PeopleManager(UserManager["User"]):
    """People; who may list them is the system administrator alone."""

    def visible_to(self, user: "User | AnonymousUser") -> "models.QuerySet[User]":
        rows = self.get_queryset()
        return rows if isinstance(user, User) and user.may(AccountPermission.USERS_VIEW) else rows.none()


class User(AbstractUser):
    """A person with one organisation and one role; the `-lead` approves what the first prepared."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    role = models.CharField(max_length=10, choices=Role.choices)
    is_lead = models.BooleanField(_("Lead"), default=False)
    display_name = models.CharField(_("Name shown"), max_length=50, blank=True, default="")
    large_type = models.BooleanField(_("Large type"), default=False)

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

    def __str__(self) -> str:
        return self.display_name or self.username

    def may(self, permission: str) -> bool:
        """Whether this person's role holds the permission; a disabled account holds none."""
        return self.is_active and permission in permissions_of(self.role)
