"""The logs that the audit administrator reads: who, for whom, when, from where, before and after."""

import ast
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from accounts.door import events
from accounts.door.vocabulary import key_in_words
from accounts.seeding import DEMO_PASSWORD
from core import audit, clock
from core.models import AuditEvent
from core.views import lists, tables
from tests.cast import Cast

LOGIN = "/accounts/login/"


@pytest.fixture
def told(cast: Cast) -> None:
    """A sign-in, a refusal, an unknown name, a lock and a sign-out, each from an address; and a change."""
    door = Client(REMOTE_ADDR="10.33.8.12")
    door.post(LOGIN, {"login": "em-330100", "password": "Wrong-1"})
    door.post(LOGIN, {"login": "em-330100", "password": DEMO_PASSWORD})
    door.post("/accounts/logout/")
    for _ in range(5):
        Client(REMOTE_ADDR="10.44.1.1").post(LOGIN, {"login": "MySecretTypedHere", "password": "x"})
    audit.record(
        "person.changed",
        by=cast.hangzhou_officer,
        at=clock.now(),
        subject="em-330109",
        before={"state": "LOCKED", "same": 1},
        after={"state": "OPEN", "same": 1},
        address="10.33.2.15",
    )


@pytest.fixture
def auditor(as_user: Any, cast: Cast) -> Client:
    client: Client = as_user(cast.adm_audit)
    return client


@pytest.mark.usefixtures("told")
def test_the_log_of_sign_ins_tells_everything_of_the_door(auditor: Client) -> None:
    found = list(AuditEvent.objects.filter(events.SIGN_INS).order_by("pk").values_list("action", flat=True))
    assert found == [
        "session.refused",
        "session.began",
        "session.ended",
        *["session.refused"] * 4,
        "session.locked",
        "session.refused",
    ]
    page = auditor.get("/audit/sign-ins/").content.decode()
    for words in ("登录", "登录被拒", "登录锁定", "退出", "10.33.8.12", "10.44.1.1", "em-330100"):
        assert words in page
    assert "MySecretTypedHere".lower() not in page.lower()  # people type passwords into the wrong field
    assert "person.changed" not in page


@pytest.mark.usefixtures("told")
def test_the_log_of_operations_shows_before_and_after(auditor: Client) -> None:
    page = auditor.get("/audit/").content.decode()
    assert "LOCKED → OPEN" in page
    assert "10.33.2.15" in page
    assert "登录被拒" not in page.split("<tbody>")[1]
    listed = auditor.get("/audit/?since=2023-11-23").content.decode().count("<time ")
    assert f'<a href="/audit/?since=2023-11-23">{listed}<small>' in auditor.get("/").content.decode()
    event = AuditEvent.objects.get(subject="em-330109")
    detail = auditor.get(f"/audit/event/?no={event.pk}").content.decode()
    assert event.digest in detail
    assert "LOCKED → OPEN" in detail


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 9),
        ("action=session.began", 1),
        ("record=em-3301", 3),
        ("address=10.44.1.1", 6),
        ("q=杭州", 3),
        ("since=2023-11-23&until=2023-11-23", 9),
        ("since=2023-11-24", 0),
        ("until=2023-11-22", 0),
        ("since=nonsense", 9),  # told, and left out
        ("action=no-such", 9),
    ],
)
def test_the_filters_narrow(auditor: Client, query: str, rows: int) -> None:
    page = auditor.get(f"/audit/sign-ins/?{query}").content.decode()
    assert page.count("<time ") == rows
    assert ("列表未按此条件筛选" in page) is query.endswith(("nonsense", "no-such"))


@pytest.mark.usefixtures("told")
def test_a_log_is_taken_along_as_a_workbook_and_that_is_an_event(auditor: Client) -> None:
    answer = auditor.get("/audit/sign-ins/?address=10.33.8.12&export=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer))).active
    values = [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]  # type: ignore[union-attr]
    text = "\n".join(" ".join(row) for row in values)
    assert "登录日志" in text
    assert text.count("10.33.8.12") == 3
    told = AuditEvent.objects.get(action="audit.exported")
    assert (told.actor, told.detail["rows"]) == ("adm-audit", 3)
    assert "登录日志" in auditor.get("/audit/exports/").content.decode()


@pytest.mark.parametrize("page", ["/audit/", "/audit/sign-ins/", "/audit/exports/", "/audit/event/?no=1"])
def test_nobody_else_reads_the_logs(as_user: Any, cast: Cast, page: str) -> None:
    for person in (cast.provincial_officer, cast.adm_system, cast.adm_security, cast.hangzhou_officer):
        assert as_user(person).get(page).status_code == 403


def test_an_event_that_does_not_exist(auditor: Client) -> None:
    for number in ("999999", "", "x", "-1", "9" * 30):
        assert auditor.get(f"/audit/event/?no={number}").status_code == 404


ROOT = Path(__file__).resolve().parents[2]
#: Who an event is of, and what is told in columns of its own.
OWN_COLUMNS = {"by", "at", "subject", "address", "before", "after"}


def audited_keys() -> set[str]:
    """The names under which the code puts anything into an event."""
    found = set()
    for path in ROOT.rglob("*.py"):
        if {".venv", "tests", "benchmarks"} & set(path.relative_to(ROOT).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"audit.record", "record"}:
                found |= {one.arg for one in node.keywords if one.arg}
    return found - OWN_COLUMNS


def test_no_key_of_an_event_is_shown_raw() -> None:
    assert {key for key in audited_keys() if key_in_words(key) == key} == set()


@pytest.mark.parametrize(
    ("action", "detail", "shown"),
    [
        ("hazard.rectify", {"before": "NOTIFIED", "after": "RECTIFYING"}, [("", "已书面告知", "整改中")]),
        ("person.changed", {"before": {"role": "CITY_EM"}, "after": {"role": "INSURER"}}, None),
        ("enterprise.changed", {"before": {"phone": "13812345678"}, "after": {"phone": "13987654321"}}, None),
    ],
)
def test_codes_and_keys_are_words(
    db: None, action: str, detail: dict[str, object], shown: list[tuple[str, str, str]] | None
) -> None:
    event = audit.record(action, by=None, at=clock.now(), subject="示例", **detail)
    found = events.changes_of(event)
    if shown is not None:
        assert found == shown
    text = str(found)
    assert not re.search(r"[A-Z]{4,}|[a-z_]{4,}", text), text
    assert not re.search(r"1[3-9]\d{9}", text)


def test_names_of_fields_are_words(db: None) -> None:
    event = audit.record("enterprise.changed", by=None, at=clock.now(), fields=["employees", "phone"], sha256="0" * 64)
    found = dict(events.facts_of(event))
    assert found[key_in_words("fields")] == "从业人员数、联系电话"
    assert not any(re.search("[a-z_]{4,}", key) for key in found)
    event = audit.record("enterprise.unmasked", by=None, at=clock.now(), reason="电话核实", enterprise=7)
    assert dict(events.facts_of(event)) == {"事由": "电话核实", "企业记录号": "7"}


@pytest.mark.usefixtures("told")
def test_a_log_too_long_for_a_workbook_asks_for_filters_and_leaves_no_event(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_ROWS", 1)
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    page = auditor.get("/audit/sign-ins/?address=10.33.8.12&export=xlsx", follow=True)
    assert page.redirect_chain == [("/audit/sign-ins/?address=10.33.8.12", 302)]
    assert "共3条，超过一次导出的上限1条" in page.content.decode()
    assert not AuditEvent.objects.filter(action="audit.exported").exists()
