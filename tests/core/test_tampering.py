"""What a superuser does behind the portal is found and named, one kind after the other (issue 16, trust.md 35)."""

import hashlib
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as portal
from django.db import connection
from django.test import override_settings

from core import clock, integrity, walls
from core.models import AuditEvent
from core.trail import sealing, watching
from tests.core import tampering
from tests.core.tampering import Kind

pytestmark = pytest.mark.xdist_group("tampering")
USER, POLICY, EVENTS, AUDIT = "accounts_user", "policies_policy", "policies_policyevent", "core_auditevent"
SEAL, WITNESS, FILE, RULE = "core_seal", "core_witness", "core_storedfile", "rulebook_datedrule"
FIRST = "= (SELECT min(id) FROM {0})"
MIDDLE = "= (SELECT id FROM {0} ORDER BY id OFFSET 5 LIMIT 1)"
ONE_EVENT = f"pgh_id = (SELECT min(pgh_id) FROM {EVENTS})"
CLERK = "WHERE username = 'ins-a-zj'"


def first(table: str) -> str:
    return f"WHERE id {FIRST.format(table)}"


def middle(table: str) -> str:
    return f"WHERE id {MIDDLE.format(table)}"


def off(name: str, table: str, *sql: str, at: str = "", check: str = "", also: tuple[str, ...] = ()) -> Kind:
    """Triggers of the table are off; the check must name it, or `at`."""
    return Kind(name, at or table, sql, (table, *also), check)


COPY_EVENT = """DO $$ DECLARE c text; BEGIN
    SELECT string_agg(format('%I', column_name), ',') INTO c FROM information_schema.columns
        WHERE table_name = 'policies_policyevent' AND column_name NOT IN ('pgh_id', 'premium_paid');
    EXECUTE format('INSERT INTO policies_policyevent (%1$s, premium_paid) SELECT %1$s, 1 FROM policies_policyevent
        WHERE pgh_obj_id = (SELECT min(id) FROM policies_policy) ORDER BY pgh_id DESC LIMIT 1', c);
END $$"""
COPY_USER = """DO $$ DECLARE c text; BEGIN
    SELECT string_agg(format('%I', column_name), ',') INTO c FROM information_schema.columns
        WHERE table_name = 'accounts_user' AND column_name NOT IN ('id', 'username');
    EXECUTE format('INSERT INTO accounts_user (%1$s, username) SELECT %1$s, ''intruder'' FROM accounts_user
        WHERE username = ''prov-em''', c);
END $$"""
WITNESS_OF_LAST = f"""INSERT INTO {WITNESS} (ledger, xact, stamp, op, digest, events)
    SELECT '{EVENTS}', pg_current_xact_id()::text::bigint, {{stamp}}, 'E', '',
    (SELECT int8multirange(int8range(max(pgh_id), max(pgh_id), '[]'))::text FROM {EVENTS})"""
#: A stamp of the portal's, on a write that says it was at another hour.
LAST_OF_HISTORY = f"WHERE id = (SELECT max(id) FROM {WITNESS} WHERE events <> '')"
OTHER_HOUR = f"UPDATE {WITNESS} SET at = at - interval '3 hours' WHERE id = (SELECT max(id) FROM {WITNESS})"
REAL_STAMP = f"(SELECT stamp FROM {WITNESS} ORDER BY id LIMIT 1)"

EMPTY_FUNCTION = (
    "CREATE OR REPLACE FUNCTION pgtrigger_witness_rows() RETURNS trigger "
    "LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
)
SNAPSHOT, UPLOAD = "reports_snapshot", "imports_upload"

KINDS = [
    # the audit
    off("who did it", AUDIT, f"UPDATE {AUDIT} SET actor = 'prov-em' {middle(AUDIT)}", check="audit"),
    off("what was done", AUDIT, f"UPDATE {AUDIT} SET action = 'x' {middle(AUDIT)}", check="audit"),
    off("the details", AUDIT, f"UPDATE {AUDIT} SET detail = '{{}}' {middle(AUDIT)}", check="audit"),
    off("when it was done", AUDIT, f"UPDATE {AUDIT} SET at = at - interval '1 day' {middle(AUDIT)}", check="audit"),
    off("an event taken out", AUDIT, f"DELETE FROM {AUDIT} {middle(AUDIT)}", check="audit"),
    off("the first event taken out", AUDIT, f"DELETE FROM {AUDIT} {first(AUDIT)}", check="audit"),
    off("the end cut", AUDIT, f"DELETE FROM {AUDIT} WHERE id > (SELECT max(id) - 3 FROM {AUDIT})", check="anchor"),
    off("the audit emptied", AUDIT, f"DELETE FROM {AUDIT}", check="anchor"),
    off(
        "two events exchanged",
        AUDIT,
        f"UPDATE {AUDIT} a SET actor = b.actor, action = b.action, subject = b.subject, detail = b.detail "
        f"FROM {AUDIT} b WHERE abs(a.id - b.id) = 1 AND least(a.id, b.id) = (SELECT max(id) - 1 FROM {AUDIT})",
        check="audit",
    ),
    off(
        "an event put in at the end",
        AUDIT,
        f"INSERT INTO {AUDIT} (action, at, recorded_at, actor, actor_name, organisation, request_id, subject, detail, "
        "previous, digest) SELECT action, at, recorded_at, actor, actor_name, organisation, request_id, 'x', detail, "
        f"digest, encode(sha256(digest::bytea), 'hex') FROM {AUDIT} ORDER BY id DESC LIMIT 1",
        check="audit",
    ),
    off("an event made another's", AUDIT, f"UPDATE {AUDIT} SET organisation = 'x' {middle(AUDIT)}", check="audit"),
    # history
    off("a value of the history", EVENTS, f"UPDATE {EVENTS} SET premium_paid = 1 WHERE {ONE_EVENT}", check="history"),
    off(
        "the time of the history",
        EVENTS,
        f"UPDATE {EVENTS} SET pgh_created_at = pgh_created_at - interval '1 day' WHERE {ONE_EVENT}",
        check="history",
    ),
    off("an event of the history deleted", EVENTS, f"DELETE FROM {EVENTS} WHERE {ONE_EVENT}", check="history"),
    off(
        "an event given to another row",
        EVENTS,
        f"UPDATE {EVENTS} SET pgh_obj_id = (SELECT max(id) FROM {POLICY}) WHERE {ONE_EVENT}",
        check="history",
    ),
    off("the history emptied", EVENTS, f"DELETE FROM {EVENTS}", check="history"),
    off(
        "who wrote the history",
        "pghistory_context",
        "UPDATE pghistory_context SET metadata = metadata || '{\"user\": 1}' WHERE metadata ? 'user'",
        at="enterprises_enterpriseevent",
        check="history",
    ),
    off(
        "ledger and history alike",
        POLICY,
        f"UPDATE {POLICY} SET premium_paid = 1 {first(POLICY)}",
        f"UPDATE {EVENTS} SET premium_paid = 1 WHERE pgh_obj_id {FIRST.format(POLICY)}",
        at=EVENTS,
        also=(EVENTS,),
    ),
    off(
        "ledger with a history made up",
        POLICY,
        f"UPDATE {POLICY} SET premium_paid = 1 {first(POLICY)}",
        COPY_EVENT,
        at=EVENTS,
        also=(EVENTS,),
        check="origin",
    ),
    off(
        "ledger, history and witness made up",
        POLICY,
        f"UPDATE {POLICY} SET premium_paid = 1 {first(POLICY)}",
        COPY_EVENT,
        WITNESS_OF_LAST.format(stamp="'x'"),
        at=EVENTS,
        also=(EVENTS, WITNESS),
        check="origin",
    ),
    off(
        "the same with a stamp of another time",
        POLICY,
        f"UPDATE {POLICY} SET premium_paid = 1 {first(POLICY)}",
        COPY_EVENT,
        WITNESS_OF_LAST.format(stamp=REAL_STAMP),
        OTHER_HOUR,
        at=EVENTS,
        also=(EVENTS, WITNESS),
        check="origin",
    ),
    # ledgers
    off("a premium", POLICY, f"UPDATE {POLICY} SET premium_paid = premium_paid - 1 {first(POLICY)}", check="ledger"),
    off("a policy deleted", POLICY, f"DELETE FROM {POLICY} {first(POLICY)}", check="ledger"),
    off(
        "an enterprise",
        "enterprises_enterprise",
        f"UPDATE enterprises_enterprise SET employees = 3 {first('enterprises_enterprise')}",
        check="ledger",
    ),
    off(
        "sight given to an insurer",
        "enterprises_enterprise",
        "UPDATE enterprises_enterprise SET insured_by = insured_by || (SELECT max(id) FROM accounts_organisation) "
        + first("enterprises_enterprise"),
        check="sight",
    ),
    off(
        "where a hazard is",
        "hazards_hazard",
        f"UPDATE hazards_hazard SET place = 'x' {first('hazards_hazard')}",
        check="ledger",
    ),
    off(
        "a deadline",
        "hazards_hazard",
        f"UPDATE hazards_hazard SET deadline = '2024-01-01' {first('hazards_hazard')}",
        check="ledger",
    ),
    off(
        "a service",
        "activities_activity",
        f"UPDATE activities_activity SET start_on = start_on - 1 {first('activities_activity')}",
        check="ledger",
    ),
    off(
        "an expense",
        "expenses_expense",
        f"UPDATE expenses_expense SET amount = amount + 1 {first('expenses_expense')}",
        check="ledger",
    ),
    off(
        "where a service's hazard was found",
        "hazard_links_foundhazard",
        "UPDATE hazard_links_foundhazard SET activity_id = (SELECT max(id) FROM activities_activity) "
        f"{first('hazard_links_foundhazard')}",
        check="rows",
    ),
    Kind(
        "a premium, with the history running",
        EVENTS,
        (f"UPDATE {POLICY} SET premium_paid = 1 {first(POLICY)}",),
        (),
        "origin",
    ),
    off(
        "a number given twice", "hazards_numberseries", "UPDATE hazards_numberseries SET last = last - 1", check="rows"
    ),
    # people
    off("a role", USER, f"UPDATE {USER} SET role = 'PROV_EM' {CLERK}", check="rows"),
    off("a password", USER, f"UPDATE {USER} SET password = 'x' {CLERK}", check="rows"),
    off("an account opened", USER, f"UPDATE {USER} SET is_active = NOT is_active {CLERK}", check="rows"),
    off(
        "a person moved",
        USER,
        f"UPDATE {USER} SET organisation_id = (SELECT id FROM accounts_organisation WHERE code = 'PROV-EM') {CLERK}",
        check="rows",
    ),
    off("a lead", USER, f"UPDATE {USER} SET is_lead = NOT is_lead {CLERK}", check="rows"),
    off("a person put in", USER, COPY_USER, check="rows"),
    Kind("a role, with the witnesses running", USER, (f"UPDATE {USER} SET role = 'PROV_EM' {CLERK}",), (), "origin"),
    Kind("a password, with the witnesses running", USER, (f"UPDATE {USER} SET password = 'x' {CLERK}",), (), "origin"),
    off(
        "a second factor put in",
        "mfa_authenticator",
        f"INSERT INTO mfa_authenticator (user_id, type, data, created_at) SELECT id, 'totp', '{{}}', now() FROM {USER} {CLERK}",
        check="rows",
    ),
    off(
        "an organisation",
        "accounts_organisation",
        f"UPDATE accounts_organisation SET name = 'x' {first('accounts_organisation')}",
        check="rows",
    ),
    # dated rules
    off("the value of a rule", RULE, f"UPDATE {RULE} SET value = '9' {first(RULE)}", check="ledger"),
    off("the day of a rule", RULE, f"UPDATE {RULE} SET valid_from = valid_from - 1 {first(RULE)}", check="ledger"),
    off("a rule deleted", RULE, f"DELETE FROM {RULE} {first(RULE)}", check="ledger"),
    # files
    off("the digest of a file", FILE, f"UPDATE {FILE} SET sha256 = repeat('0', 64) {first(FILE)}", check="rows"),
    off(
        "two files exchanged",
        FILE,
        f"UPDATE {FILE} a SET file = b.file, sha256 = b.sha256 FROM {FILE} b WHERE a.id <> b.id AND a.id IN "
        f"(SELECT id FROM {FILE} ORDER BY id LIMIT 2) AND b.id IN (SELECT id FROM {FILE} ORDER BY id LIMIT 2)",
        check="rows",
    ),
    off(
        "an attachment moved",
        "core_attachment",
        f"UPDATE core_attachment SET subject_id = subject_id + 100 {first('core_attachment')}",
        check="rows",
    ),
    off(
        "an attachment taken away",
        "core_attachment",
        f"DELETE FROM core_attachment {first('core_attachment')}",
        check="rows",
    ),
    # snapshots and uploads
    off(
        "a figure of a report",
        SNAPSHOT,
        f"UPDATE {SNAPSHOT} SET figures = figures || '{{\"campaign.activities\": 1}}' {first(SNAPSHOT)}",
        check="rows",
    ),
    off(
        "the cut-off of a report",
        SNAPSHOT,
        f"UPDATE {SNAPSHOT} SET cutoff = cutoff - 1 {first(SNAPSHOT)}",
        check="rows",
    ),
    off(
        "the file of a report",
        "reports_snapshot_files",
        f"UPDATE reports_snapshot_files SET storedfile_id = (SELECT min(id) FROM {FILE})",
        check="rows",
    ),
    off("the total of an upload", UPLOAD, f"UPDATE {UPLOAD} SET new = new + 1 {first(UPLOAD)}", check="rows"),
    off(
        "the owner of an upload",
        UPLOAD,
        f"UPDATE {UPLOAD} SET owner_id = (SELECT max(id) FROM {USER}) {first(UPLOAD)}",
        check="rows",
    ),
    # the trail itself
    off("a seal", SEAL, f"UPDATE {SEAL} SET content = '' {first(SEAL)}", check="seals"),
    off("a seal taken out", SEAL, f"DELETE FROM {SEAL} {first(SEAL)}", check="seals"),
    off("the seals emptied", SEAL, f"DELETE FROM {SEAL}", check="anchor"),
    off(
        "a witness",
        WITNESS,
        f"UPDATE {WITNESS} SET row_id = 1 WHERE id = (SELECT max(id) FROM {WITNESS})",
        check="history",
    ),
    off("a witness taken out", WITNESS, f"DELETE FROM {WITNESS} {first(WITNESS)}", check="history"),
    off(
        "a witness that names no events", WITNESS, f"UPDATE {WITNESS} SET events = '' {LAST_OF_HISTORY}", check="origin"
    ),
    off(
        "a witness of events the wrong way round",
        WITNESS,
        f"UPDATE {WITNESS} SET events = '{{[9,3)}}' {LAST_OF_HISTORY}",
        check="origin",
    ),
    off("the witnesses emptied", WITNESS, f"DELETE FROM {WITNESS}", check="history"),
    off(
        "a person and the witness alike",
        USER,
        f"UPDATE {USER} SET role = 'PROV_EM' {CLERK}",
        f"UPDATE {WITNESS} SET digest = '' WHERE id = (SELECT max(id) FROM {WITNESS} WHERE ledger = '{USER}')",
        at=WITNESS,
        also=(WITNESS,),
        check="history",
    ),
    off(
        "everything emptied",
        AUDIT,
        f"DELETE FROM {AUDIT}",
        f"DELETE FROM {SEAL}",
        f"DELETE FROM {WITNESS}",
        also=(SEAL, WITNESS),
        check="anchor",
    ),
    Kind("a trigger switched off", POLICY, (f"ALTER TABLE {POLICY} DISABLE TRIGGER USER",), (), "triggers"),
    Kind("a witness dropped", USER, (f"DROP TRIGGER portal_witness_update ON {USER}",), (), "triggers"),
    Kind("the function of the witnesses replaced", "pgtrigger_witness_rows", (EMPTY_FUNCTION,), (), "triggers"),
]


@pytest.fixture(scope="module")
def sealed(
    django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest, tmp_path_factory: Any
) -> Iterator[Path]:
    """The world of all these tests, written for good; the folder of its files."""
    from tests.databases import CLONE

    folder: Path = tmp_path_factory.mktemp("sealed")
    with override_settings(**kept_in(folder)), django_db_blocker.unblock(), walls.unattended():
        tampering.fill()
    with django_db_blocker.unblock():
        connection.close()
    yield folder
    with django_db_blocker.unblock():
        request.config.stash[CLONE].renew()


def kept_in(folder: Path) -> dict[str, Any]:
    """The settings of where files are."""
    files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(folder / "media")},
    }
    return {
        "MEDIA_ROOT": folder / "media",
        "ANCHOR_DIR": folder / "anchors",
        "STORAGES": {**portal.STORAGES, "default": files},
    }


@pytest.fixture
def world(sealed: Path, settings: Any, django_db_blocker: Any) -> Iterator[Path]:
    """The same folder for each test."""
    for name, value in kept_in(sealed).items():
        setattr(settings, name, value)
    with django_db_blocker.unblock():
        yield sealed
        connection.close()


def test_an_untouched_world_has_no_fault(world: Path) -> None:
    assert integrity.faults() == []


def test_what_is_not_watched_says_why() -> None:
    tables = {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields} for model in apps.get_models()
    }
    tables |= {model._meta.db_table: set() for model in apps.get_models(include_auto_created=True)} | tables
    passing, unwatched = watching.merged("PASSING"), watching.merged("UNWATCHED")
    assert all(passing.values())
    assert set(passing) <= set(tables)
    assert all(set(columns) <= tables[table] and all(columns.values()) for table, columns in unwatched.items())
    assert not set(passing) & set(watching.watched())


def test_there_are_more_kinds_than_were_tried() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 39


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name.replace(" ", "-"))
def test_tampering_is_named(world: Path, kind: Kind) -> None:
    faults = tampering.found_by(kind)
    named = [fault for fault in faults if fault.table == kind.table and fault.check == (kind.check or fault.check)]
    assert named, faults[:5]


def test_the_first_damaged_record_is_named(world: Path) -> None:
    third = AuditEvent.objects.order_by("pk").values_list("pk", flat=True)[2]
    with tampering.behind_the_portal(AUDIT) as cursor:
        cursor.execute(f"UPDATE {AUDIT} SET actor = 'x' WHERE id = %s", [third])
        faults = integrity.faults()
    assert (faults[0].check, faults[0].table, faults[0].id) == ("audit", AUDIT, third)


def test_a_chain_made_anew_without_the_key_fits_nowhere(world: Path) -> None:
    """From the change on, every event with a new digest and predecessor, as somebody with the code would."""
    from core import audit

    with tampering.behind_the_portal(AUDIT) as cursor:
        cursor.execute(f"UPDATE {AUDIT} SET actor = 'x' {middle(AUDIT)}")
        before = ""
        for event in AuditEvent.objects.order_by("pk"):
            event.previous = before
            before = hashlib.sha256(audit.body_of(event)).hexdigest()
            cursor.execute(
                f"UPDATE {AUDIT} SET previous = %s, digest = %s WHERE id = %s", [event.previous, before, event.pk]
            )
        faults = integrity.faults()
    assert faults[0].id == AuditEvent.objects.order_by("pk").values_list("pk", flat=True)[0]
    assert {"audit", "anchor"} <= {fault.check for fault in faults}


@pytest.mark.parametrize("content", [b"%PDF-1.4 other", b"", None])
def test_a_file_is_held_against_its_digest(world: Path, content: bytes | None) -> None:
    stored, path = tampering.a_file()
    with tampering.rewritten(path, content):
        faults = integrity.faults()
    assert [(fault.check, fault.table, fault.id) for fault in faults] == [("files", FILE, stored.pk)]


def test_file_and_digest_together(world: Path) -> None:
    stored, path = tampering.a_file()
    other = b"%PDF-1.4 forged"
    with tampering.rewritten(path, other), tampering.behind_the_portal(FILE) as cursor:
        cursor.execute(f"UPDATE {FILE} SET sha256 = %s WHERE id = %s", [hashlib.sha256(other).hexdigest(), stored.pk])
        faults = [fault for fault in integrity.faults() if fault.check != "triggers"]
    assert [(fault.check, fault.table, fault.id) for fault in faults] == [("rows", FILE, stored.pk)]


@pytest.mark.parametrize("deed", ["changed", "a line gone", "missing", "scrawled"])
def test_the_anchor_file_proves_itself(world: Path, deed: str) -> None:
    path = tampering.anchor_file()
    lines = path.read_text().splitlines(keepends=True)
    content = {
        "changed": "".join(lines).replace('"seal": ', '"seal": 1', 1),
        "a line gone": "".join(lines[1:]),
        "missing": None,
        "scrawled": "{\n",
    }[deed]
    with tampering.rewritten(path, None if content is None else content.encode()):
        faults = integrity.faults()
    assert {fault.check for fault in faults} == {"anchor"}


def test_random_attacks_are_found(world: Path) -> None:
    """A sample; `make attack` tries a thousand (PORTAL_TAMPER)."""
    rng, done, missed = random.Random(133), 0, []
    while done < int(os.environ.get("PORTAL_TAMPER", "12")):
        result = tampering.attack(rng)
        if result is not None:
            done += 1
            if not result[1]:
                missed.append(result[0])
    assert missed == []


@pytest.mark.django_db(transaction=True)
def test_what_the_portal_writes_is_no_fault(settings: Any) -> None:
    """Writes between seals, a seal that finds nothing new, and a former key."""
    from core import audit
    from tests import world as rows

    firm = rows.enterprise()
    policy = rows.policy(firm)
    sealing.seal(clock.true_now())
    firm.employees = 7
    firm.save()
    audit.record("test.done", by=None, at=clock.now())
    assert integrity.faults() == []
    assert sealing.seal(clock.true_now()) > 0
    assert sealing.seal(clock.true_now()) == 0
    policy.delete()
    firm.delete()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-" * 6
    sealing.seal(clock.true_now())
    assert integrity.faults() == []
    settings.SECRET_KEY_FALLBACKS = []
    assert {"audit", "seals", "anchor", "origin"} <= {fault.check for fault in integrity.faults()}
