"""Wall 5: the database gives nobody a row of somebody else's, whatever the Python above it asks."""

from typing import Any

import pytest
from django.apps import apps
from django.db import DataError, ProgrammingError, connection, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.test import Client

from accounts.models import User
from accounts.roles import ADMINISTRATORS, Role
from accounts.scope import scope_for
from core import clock, walls
from core.forms import drafts
from core.models import Draft, SavedView
from core.walls import Family, policies, raising
from enterprises.models import Enterprise
from insurers.policies.models import Policy
from insurers.promises.models import PromisedCell
from notifications.models import Message
from notifications.services import tell, was_told
from tests.house.people import ACTORS
from tests.house.rows import World, foreign_names

pytestmark = pytest.mark.xdist_group("matrix")
#: Columns that make a row somebody's.
TENANT = {"city_code", "county_code", "insurer_id", "agency_id", "organisation_id", "inspected_id", "inspecting_id"}
#: Of the own organisation, for jobs that an administrator may ask for; the person's own; and what has neither place nor
#: insurer to hide.
FOR_ADMINISTRATORS = {
    "accounts_peoplerequest",
    "core_job",
    "core_job_files",
    "workbench_yearreport",
    "workbench_yearreportevent",
    "core_draft",
    "core_savedview",
    "notifications_message",
}
#: Lists, their workbooks, and pages that sum over rows.
PAGES = (
    "/",
    "/enterprises/",
    "/policies/",
    "/activities/",
    "/plans/",
    "/hazards/",
    "/gap/",
    "/inspections/",
    "/reports/",
)


def answer(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def one(sql: str, *values: Any) -> set[str]:
    return {row[0] for row in answer(sql, *values)}


# --- the catalogue --------------------------------------------------------------------------------------------


def test_every_table_with_a_tenant_has_its_wall(db: None) -> None:
    """Also one that a migration brings tomorrow; open tables say why."""
    tables = one(
        "SELECT DISTINCT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind = 'r' "
        "AND c.relnamespace = 'public'::regnamespace AND a.attname = ANY(%s) AND NOT a.attisdropped",
        list(TENANT),
    )
    forced = one("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    with_policy = one("SELECT DISTINCT tablename::text FROM pg_policies WHERE 'portal_system' = ANY(roles)")
    assert tables - forced == {name for name in policies.opened() if name in tables}
    assert forced == with_policy == set(policies.walled())
    assert all(policies.opened().values())


def test_what_is_one_persons_own_has_its_wall(db: None) -> None:
    """Messages and drafts tell of enterprises and policies, though no column says whose those are."""
    owned = {
        model._meta.db_table
        for model in apps.get_models()
        if policies.is_of_project(model)
        for key in model._meta.concrete_fields
        if key.related_model is User and not key.null and key.name in {"person", "owner", "user"}
    }
    assert owned <= set(policies.walled()) | set(policies.opened())
    assert {"notifications_message", "core_draft", "core_savedview"} <= set(policies.walled())


def test_policies_are_for_the_families_and_take_an_unset_value_for_none(db: None) -> None:
    rows = answer("SELECT tablename, roles::text[], qual, permissive FROM pg_policies WHERE schemaname = 'public'")
    families = {str(one) for one in Family}
    for table, roles, condition, permissive in rows:
        assert permissive == "PERMISSIVE"
        assert set(roles) <= families or (roles == ["portal_owner"] and condition == "true"), table
        assert condition.count("current_setting") == condition.count("NULLIF(current_setting"), table
        if condition == "true" and roles != ["portal_owner"]:
            assert roles[0] in {Family.SYSTEM, Family.PROVINCE} or table in {
                "agencies_agencyqualification",
                "agencies_agencyqualificationevent",
                "workbench_yearreport",
                "workbench_yearreportevent",
            }, table


def test_views_ask_with_the_rights_of_who_reads_them(db: None) -> None:
    options = answer(
        "SELECT relname, relkind, reloptions FROM pg_class WHERE relkind IN ('v', 'm') "
        "AND relnamespace = 'public'::regnamespace"
    )
    assert [name for name, kind, has in options if kind == "m" or "security_invoker=true" not in (has or [])] == []
    assert options


def test_functions_with_the_owners_rights_are_listed(db: None) -> None:
    """Those that look across the walls by name, the triggers of the history, and what it attaches."""
    rows = answer(
        "SELECT proname, proconfig, proacl::text FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    listed = {name.split("(")[0] for name in policies.looks()} | {"_pgh_attach_context"}
    assert {name for name, _config, _acl in rows if not name.startswith("pgtrigger_")} == listed
    assert [name for name, config, _acl in rows if "search_path=public, pg_temp" not in (config or [])] == []
    assert [
        name
        for name, _c, acl in rows
        if name in listed and name != "_pgh_attach_context" and (acl is None or "{=X" in acl)
    ] == []


def test_the_application_owns_nothing_and_only_adds_to_history_and_audit(db: None) -> None:
    assert one("SELECT current_user::text") == {str(Family.SYSTEM)}
    assert one("SELECT session_user::text") == {"portal_app"}
    mine = ["portal_app", raising.ROWS, walls.STAGE, *map(str, Family)]
    assert one("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = ANY(%s)", mine) == set()
    rights = answer(
        "SELECT grantee::text, table_name::text, privilege_type::text FROM information_schema.role_table_grants "
        "WHERE grantee = ANY(%s) OR grantee = 'PUBLIC' AND table_schema = 'public'",
        [*mine, "portal_audit"],
    )
    history = {m._meta.db_table for m in apps.get_models() if hasattr(m, "pgh_obj_id")} | {
        "pghistory_context",
        raising.WITNESSES,
    }
    for grantee, table, right in rights:
        if grantee == walls.STAGE:
            assert right == "INSERT", table
            assert table.endswith("_stage") or table in raising.COPIED, table
        elif grantee == "portal_audit":
            assert right == "SELECT", table
        else:
            assert grantee == raising.ROWS, (grantee, table)
            allowed = (
                {"SELECT"} if table in history | {"django_migrations"} else {"SELECT", "INSERT", "UPDATE", "DELETE"}
            )
            assert right in (allowed if table not in raising.APPENDED else {"SELECT", "INSERT"}), (table, right)
    assert "TRUNCATE" not in {right for _grantee, _table, right in rights}


def test_a_setting_of_the_session_does_not_silence_the_history(rows: World) -> None:
    policy = Policy.objects.latest("pk")
    events = "SELECT count(*) FROM policies_policyevent WHERE id = %s"
    before = answer(events, policy.pk)[0][0]
    names = [trigger.get_pgid(Policy) for trigger in Policy._meta.triggers]  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"])
    Policy.objects.filter(pk=policy.pk).update(note="示例")
    assert answer(events, policy.pk)[0][0] == before + 1


# --- what each sight gives ------------------------------------------------------------------------------------


def counts() -> dict[str, int]:
    return {table: answer(f"SELECT count(*) FROM {table}")[0][0] for table in policies.walled()}


def test_outside_of_any_sight_no_table_gives_a_row(rows: World) -> None:
    filled = {table for table, number in counts().items() if number}
    assert {"policies_policy", "policies_policyevent", "hazards_hazard", "core_job", "imports_upload"} <= filled
    with walls.seeing(walls.NOTHING):
        assert set(counts().values()) == {0}


@pytest.mark.parametrize("role", [role for role in Role if role not in ADMINISTRATORS])
def test_a_sight_gives_what_the_scope_says_and_nothing_foreign(rows: World, role: Role) -> None:
    """Firms, policies, services and expenses of the place or the insurer, in the ledgers and in their history."""
    person = ACTORS[role].person()
    scope = scope_for(person)
    with walls.seeing_as(person):
        for table in ("policies_policy", "policies_policyevent", "expenses_expense", "plans_serviceplan"):
            for insurer, city, county in answer(f"SELECT insurer_id, city_code, county_code FROM {table}"):
                assert scope.agency_id is not None or scope.everything or not scope.nothing
                assert scope.insurer_id in (None, insurer), table
                assert scope.city in (None, city), table
                assert scope.outside_city is None or city != scope.outside_city, table
                assert scope.county in (None, county), table
        names = one("SELECT name FROM enterprises_enterprise")
        assert not names & set(foreign_names(role) if scope.agency_id is None else [])


@pytest.mark.parametrize("role", [role for role in Role if role not in ADMINISTRATORS])
def test_a_sight_is_as_wide_as_what_the_person_may_see(rows: World, role: Role) -> None:
    """The same rows with the wall of the database and without it, for every ledger that knows `visible_to`."""
    person = ACTORS[role].person()
    for model in apps.get_models():
        manager = model._default_manager
        # The cells of the count of the province are asked with conditions of their own (`insurers.promises.figures`).
        if not hasattr(manager, "visible_to") or model._meta.db_table not in policies.walled() or model is PromisedCell:
            continue
        everything = set(manager.visible_to(person).values_list("pk", flat=True))
        with walls.seeing_as(person):
            assert set(manager.visible_to(person).values_list("pk", flat=True)) == everything, model._meta.label


def test_administrators_see_no_business(rows: World) -> None:
    for role in ADMINISTRATORS:
        with walls.seeing_as(ACTORS[role].person()):
            found = counts()
        assert {table for table, number in found.items() if number} <= FOR_ADMINISTRATORS


@pytest.mark.parametrize("role", [Role.PROV_EM, Role.CITY_EM, Role.INSURER, Role.AGENCY, Role.ADM_SYS])
def test_nobody_reads_what_is_somebody_elses_alone(rows: World, role: Role) -> None:
    """Messages, drafts and kept filters: the province's people and colleagues included, whatever the Python asks."""
    person = ACTORS[role].person()
    others = [one.person() for other, one in ACTORS.items() if other != role][:3]
    for one in (person, *others):
        tell([one.pk], "示例通知", "/", at=clock.now())
        drafts.keep(key="probe", sent=QueryDict("name=x"), by=one, at=clock.now())
        SavedView.objects.create(owner=one, page="p", name="n", query="", saved_at=clock.now())
    with walls.seeing_as(person):
        assert set(Message.objects.values_list("person", flat=True)) == {person.pk}
        assert set(Draft.objects.values_list("owner", flat=True)) == {person.pk}
        assert set(SavedView.objects.values_list("owner", flat=True)) == {person.pk}
        assert Message.objects.exclude(person=person.pk).update(text="x") == 0
        tell([others[0].pk], "另一通知", "/", at=clock.now())
        assert was_told("示例通知", clock.today())
    assert Message.objects.filter(person=others[0], text="另一通知").count() == 1


@pytest.mark.parametrize(
    ("role", "sql"),
    [
        (Role.INSURER, "UPDATE policies_policy SET note = 'x'"),
        (Role.CITY_EM, "UPDATE enterprises_enterprise SET address = 'x'"),
        (Role.COUNTY_EM, "UPDATE hazards_hazard SET place = 'x'"),
        (Role.INSURER, "DELETE FROM imports_heldrow"),
    ],
)
def test_a_write_reaches_no_foreign_row(rows: World, role: Role, sql: str) -> None:
    table = sql.split()[1 if sql.startswith("UPDATE") else 2]
    with walls.seeing_as(ACTORS[role].person()):
        mine = answer(f"SELECT count(*) FROM {table}")[0][0]
        with connection.cursor() as cursor:
            cursor.execute(sql)
            # What a form of an inspection or a grant shows is read and not written.
            assert 0 < cursor.rowcount <= mine
    assert answer(f"SELECT count(*) FROM {table}")[0][0] > (mine if sql.startswith("UPDATE") else 0)


def test_nobody_gives_a_row_to_somebody_else(rows: World) -> None:
    """Neither by entering it nor by moving one's own."""
    policy = Policy.objects.filter(insurer__code="INS-A-ZJ").latest("pk")
    other = Policy.objects.filter(insurer__code="INS-B-ZJ").latest("pk").insurer_id
    moving = "UPDATE policies_policy SET insurer_id = %s WHERE id = %s"
    assert refused(Role.INSURER, moving, other, policy.pk)
    county = "UPDATE enterprises_enterprise SET county_code = '330108' WHERE county_code = '330106'"
    assert refused(Role.COUNTY_EM, county)


def refused(role: Role, sql: str, *values: Any) -> bool:
    """Whether the policy of the role refuses the write."""
    try:
        with walls.seeing_as(ACTORS[role].person()), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except ProgrammingError as error:
        return "row-level security" in str(error)
    return False


# --- with the wall of Python taken away -----------------------------------------------------------------------


@pytest.fixture
def unwalled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every `visible_to` answers everything."""
    found = {base for model in apps.get_models() for base in type(model._default_manager.all()).__mro__}
    for kind in found:
        if issubclass(kind, QuerySet) and "visible_to" in vars(kind):
            monkeypatch.setattr(kind, "visible_to", lambda rows, *args, **kwargs: rows.all())


@pytest.mark.parametrize("role", [role for role in Role if role not in ADMINISTRATORS and role != Role.PROV_EM])
def test_without_the_wall_of_python_pages_and_workbooks_show_nothing_foreign(
    rows: World, role: Role, client: Client, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    hidden = foreign_names(role)
    request.getfixturevalue("unwalled")
    client.force_login(ACTORS[role].person(), backend="accounts.backends.PortalBackend")
    client.raise_request_exception = False
    for page in PAGES:
        shown = client.get(page)
        body = shown.getvalue().decode("utf-8", "replace")
        assert not [name for name in hidden if name in body], page
    for firm in Enterprise.objects.filter(name__in=hidden):
        name = firm.name
        for ledger in (firm, *Policy.objects.filter(enterprise=firm)[:1]):
            address = f"/{'enterprises' if ledger is firm else 'policies'}/{ledger.pk}/"
            assert name not in client.get(address).getvalue().decode(), address


# --- connections that stay ------------------------------------------------------------------------------------


def test_nothing_of_a_sight_stays_on_the_connection(rows: World) -> None:
    """People in turn on one connection, with failures between them; the sample of `make attack`."""
    people = [ACTORS[role].person() for role in Role]
    allowed = []
    for person in people:
        with walls.seeing_as(person):
            allowed.append(answer("SELECT count(*), coalesce(sum(id), 0) FROM enterprises_enterprise")[0])
    for turn in range(300):
        person, expected = people[turn % len(people)], allowed[turn % len(people)]
        with walls.seeing_as(person):
            assert answer("SELECT count(*), coalesce(sum(id), 0) FROM enterprises_enterprise")[0] == expected
            if turn % 7 == 0:
                fail("SELECT 1 / 0 FROM accounts_organisation", DataError)
            if turn % 11 == 0:
                fail("SELECT no_such_column FROM policies_policy", ProgrammingError)
        with walls.seeing(walls.NOTHING):
            assert answer("SELECT count(*) FROM enterprises_enterprise") == [(0,)]


def fail(sql: str, fault: type[Exception]) -> None:
    """A request that ends amid its transaction."""
    with pytest.raises(fault), transaction.atomic():
        answer(sql)


def test_long_answers_keep_the_sight_of_who_asked(rows: World) -> None:
    """Cursors of the server, as exports read them."""
    person = ACTORS[Role.COUNTY_EM].person()
    with walls.seeing_as(person):
        whole = set(Enterprise.objects.values_list("pk", flat=True))
        assert set(Enterprise.objects.values_list("pk", flat=True).iterator(chunk_size=1)) == whole
    assert 0 < len(whole) < Enterprise.objects.count()
