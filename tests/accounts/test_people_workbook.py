"""The workbook of people (contract 4, sheets/people.csv): one engine for all workbooks, row by row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.test import Client

from accounts.models import User
from core import clock
from core.imports.held import correct_held_row
from core.imports.models import HeldRow, Upload
from core.imports.services import receive_upload
from core.models import AuditEvent
from tests.accounts.traces import leave_traces, left_traces
from tests.cast import Cast
from tests.uploads import send, verdicts

SignIn = Callable[[Any], Client]
HEAD = "用户名,姓名,机构代码,角色,办公电话,状态"


def sent(by: User, *rows: str) -> Upload:
    body = "\n".join([HEAD, *rows]).encode()
    return send("people", Path("人员名册.csv"), by, content=body)


def test_people_come_in_and_the_same_file_again_changes_nothing(cast: Cast) -> None:
    rows = ("em-330106-li,李某,EM-330106,经办人,0571-85000000,启用", "ins-x-wang,王某,INS-A-330300,负责人,,启用")
    upload = sent(cast.adm_system, *rows)
    assert (upload.rows, upload.new, upload.held) == (2, 2, 0)
    person = User.objects.get(username="ins-x-wang")
    assert (person.role, person.is_lead, person.organisation.code) == ("BRANCH", True, "INS-A-330300")
    assert not person.has_usable_password()
    assert person.account_events.get().deed == "created"
    again = sent(cast.adm_system, *rows)
    assert (again.unchanged, again.new, again.changed) == (2, 0, 0)


def test_a_row_with_a_doubled_or_unknown_person_or_organisation_is_held_and_the_others_are_not(cast: Cast) -> None:
    upload = sent(
        cast.adm_system,
        "em-330106-li,李某,EM-330106,经办人,,启用",
        "em-330106-li,李某,EM-330108,经办人,,启用",
        "em-330106-xu,徐某,西湖区应急管理局,经办人,,启用",
        "EM 1,徐某,EM-330106,经办人,12,启用",
        "adm-audit,某人,PROV-EM,负责人,,启用",
        "adm-system,某人,EM-330106,负责人,,启用",
    )
    assert (upload.rows, upload.accepted, upload.held) == (6, 1, 5)
    assert verdicts(upload) == {
        (3, "A", "duplicate-in-file", "error"),
        (4, "C", "code-list", "error"),
        (5, "A", "pattern", "error"),
        (5, "E", "phone", "error"),
        (6, "A", "locked", "error"),
        (7, "A", "locked", "error"),
    }
    assert upload.verdicts.get(row=4).suggestion == "EM-330106"
    assert User.objects.get(username="em-330106-li").organisation.code == "EM-330106"
    assert User.objects.get(username="adm-audit").role == "ADM_AUD"


def test_a_row_that_moves_or_disables_ends_the_sessions(as_user: SignIn, cast: Cast) -> None:
    moved, gone = as_user(cast.hangzhou_officer), as_user(cast.ningbo_officer)
    leave_traces(cast.hangzhou_officer)
    upload = sent(
        cast.adm_system,
        "em-330100,经办人,EM-330300,经办人,,启用",
        "em-330200,经办人,EM-330200,经办人,,停用",
    )
    assert upload.changed == 2
    assert moved.get("/").status_code == gone.get("/").status_code == 302
    assert cast.hangzhou_officer.organisation.code == "EM-330300"
    assert left_traces(cast.hangzhou_officer) == (0, 0, 0, 0, 0)
    assert not cast.ningbo_officer.is_active
    assert list(cast.hangzhou_officer.account_events.values_list("deed", flat=True)) == ["moved"]


def test_what_a_second_administrator_puts_right_bears_the_second_ones_name(cast: Cast) -> None:
    second = User.objects.create(username="adm-second", role="ADM_SYS", organisation=cast.adm_system.organisation)
    sent(cast.adm_system, "em-330106-li,李某,EM-9,经办人,,启用")
    row = HeldRow.objects.get()
    assert correct_held_row(row=row, values={"organisation": "EM-330106"}, by=second, at=clock.now()) is None
    told = User.objects.get(username="em-330106-li").account_events.get()
    assert told.by_name.startswith("adm-second（")
    assert AuditEvent.objects.filter(action="person.created").latest("pk").actor == "adm-second"


def test_the_list_of_people_is_the_system_administrators_alone(as_user: SignIn, cast: Cast) -> None:
    upload = sent(cast.adm_system, "em-330106-li,李某,EM-9,经办人,,启用")
    admin = as_user(cast.adm_system)
    for page in (
        "/uploads/new/people/",
        "/templates/people/",
        f"/uploads/{upload.pk}/",
        "/uploads/",
        "/uploads/held/people/",
    ):
        assert admin.get(page).status_code == 200, page
    for name in ("provincial_officer", "adm_security", "hangzhou_lead"):
        client = as_user(getattr(cast, name))
        assert client.get("/uploads/new/people/").status_code == 403, name
        assert client.get(f"/uploads/{upload.pk}/").status_code in {403, 404}, name
    body = f"{HEAD}\n".encode()
    from django.core.files.base import ContentFile

    office = receive_upload(
        kind="enterprises",
        stream=ContentFile(body, name="x.csv"),
        name="x.csv",
        by=cast.hangzhou_officer,
        at=clock.now(),
        ring=False,
    )
    assert admin.get(f"/uploads/{office.pk}/").status_code == 404
