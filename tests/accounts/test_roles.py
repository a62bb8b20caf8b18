"""Roles as code: who may do what, and what nobody may hold together."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organisation, User
from accounts.permissions import AccountPermission
from accounts.roles import ADMINISTRATORS, Role, permissions_of, role_for
from core.imports.permissions import ImportPermission
from core.permissions import CorePermission, Permission
from coverage.permissions import CoveragePermission
from enterprises.permissions import EnterprisePermission
from inspections.permissions import InspectionPermission
from insurers.activities.permissions import ActivityPermission
from insurers.policies.permissions import PolicyPermission
from reports.permissions import ReportPermission
from tests.cast import Cast
from workbench.permissions import WorkbenchPermission

BUSINESS = {
    EnterprisePermission.ENTERPRISE_VIEW,
    CoveragePermission.GAP_VIEW,
    PolicyPermission.POLICY_VIEW,
    ActivityPermission.ACTIVITY_VIEW,
    InspectionPermission.BOARD_VIEW,
    InspectionPermission.INSPECTION_VIEW,
    ReportPermission.FIGURES_VIEW,
    CorePermission.LEDGER_EXPORT,
}
#: The system administrator uploads the list of people and follows that upload, and no other (`own_rows`).
OWN_UPLOADS = {ImportPermission.UPLOAD_VIEW, CorePermission.JOB_VIEW}


def test_every_role_may_open_the_workbench() -> None:
    assert all(WorkbenchPermission.WORKBENCH_VIEW in permissions_of(role) for role in Role)


def test_an_unknown_role_holds_nothing() -> None:
    assert permissions_of("NEW_ROLE") == frozenset()


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_administrators_hold_no_business_permission(role: Role) -> None:
    assert not permissions_of(role) & BUSINESS
    assert role == Role.ADM_SYS or not permissions_of(role) & OWN_UPLOADS


def test_the_three_administrators_share_only_the_workbench() -> None:
    held = [permissions_of(role) for role in sorted(ADMINISTRATORS)]
    for one in held:
        for other in held:
            assert one is other or one & other == {WorkbenchPermission.WORKBENCH_VIEW}


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (EnterprisePermission.ENTERPRISE_UPLOAD, {Role.CITY_EM}),
        (PolicyPermission.POLICY_UPLOAD, {Role.INSURER}),
        (ActivityPermission.ACTIVITY_UPLOAD, {Role.INSURER, Role.BRANCH}),
        (InspectionPermission.INSPECTION_WRITE, {Role.CITY_EM, Role.REG_PROV, Role.REG_NB, Role.REG_SUB}),
        (ReportPermission.PROVINCE_REPORT_BUILD, {Role.PROV_EM}),
        (ReportPermission.CITY_REPORT_BUILD, {Role.PROV_EM, Role.CITY_EM}),
        (AccountPermission.USERS_VIEW, {Role.ADM_SYS}),
        (AccountPermission.ROLES_VIEW, {Role.ADM_SEC}),
        (CorePermission.AUDIT_VIEW, {Role.ADM_AUD}),
    ],
)
def test_who_holds_what_writes(permission: Permission, roles: set[Role]) -> None:
    assert {role for role in Role if permission in permissions_of(role)} == roles


def test_an_insurer_does_not_read_the_gap() -> None:
    assert CoveragePermission.GAP_VIEW not in permissions_of(Role.INSURER)


def test_the_two_regulators_differ_by_division() -> None:
    assert role_for("provincial_regulator", "330000") == Role.REG_PROV
    assert role_for("provincial_regulator", "330200") == Role.REG_NB
    assert role_for("city_emergency", "330200") == Role.CITY_EM


def test_a_disabled_account_may_nothing(cast: Cast) -> None:
    person = cast.hangzhou_officer
    assert person.may(EnterprisePermission.ENTERPRISE_UPLOAD)
    person.is_active = False
    assert not person.may(WorkbenchPermission.WORKBENCH_VIEW)


def test_each_organisation_has_two_people_and_there_are_three_administrators(cast: Cast) -> None:
    assert User.objects.exclude(role__in=ADMINISTRATORS).count() == 2 * Organisation.objects.count()
    assert User.objects.filter(role__in=ADMINISTRATORS).count() == 3


def test_the_database_refuses_a_superuser(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(username="em-330100").update(is_superuser=True)


def test_the_database_refuses_an_administrator_who_approves(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(username="adm-audit").update(is_lead=True)


def test_administrators_of_people_and_roles_see_people_and_a_lead_the_own_ones(cast: Cast) -> None:
    for person in (cast.adm_system, cast.adm_security):
        assert User.objects.visible_to(person).count() == User.objects.count()
    for person in (cast.adm_audit, cast.provincial_officer, cast.hangzhou_officer):
        assert not User.objects.visible_to(person).exists()
    own = User.objects.visible_to(cast.hangzhou_lead).values_list("username", flat=True)
    assert sorted(own) == ["em-330100", "em-330100-lead"]
