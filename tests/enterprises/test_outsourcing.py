"""Outsourcing and leasing: by workbook and by hand, by the bureau and by the insurers of the enterprise."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook

from core import clock
from core.gate import NotAllowed
from core.imports.models import HeldRow
from enterprises.initials import refresh
from enterprises.models import Enterprise, Outsourcing
from enterprises.sheets.outsourcing import OUTSOURCING
from insurers.base.exporting import export_ledger
from tests import world
from tests.cast import Cast
from tests.uploads import send, verdicts

Browser = Callable[[Any], Client]


@pytest.fixture
def firm(cast: Cast) -> Enterprise:
    """An enterprise of Hangzhou that insurer A insures."""
    made = world.enterprise(name="杭州示例化工有限公司")
    world.policy(made)
    made.refresh_from_db()
    return made


def cells(of: Enterprise, **given: Any) -> dict[str, Any]:
    return {
        "uscc": of.uscc,
        "enterprise_name": of.name,
        "kind": "外包",
        "counterparty": "杭州示例装卸有限公司",
        "counterparty_uscc": None,
        "project": "2号仓库",
        "qualified": "是",
        "agreement": "是",
        "managed": "否",
        "checked_on": "2023-10-10",
        "note": None,
        **given,
    }


def book(path: Path, *rows: dict[str, Any]) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append([column.title for column in OUTSOURCING.columns])
    for row in rows:
        sheet.append([row.get(column.key) for column in OUTSOURCING.columns])
    made.save(path)
    return path


def typed(**given: str) -> dict[str, str]:
    return {
        "kind": "OUT",
        "counterparty": "杭州示例装卸有限公司",
        "counterparty_uscc": "",
        "project": "2号仓库",
        "qualified": "yes",
        "agreement": "yes",
        "managed": "no",
        "checked_on": "",
        "note": "",
        **given,
    }


@pytest.mark.parametrize("who", ["insurer_a_clerk", "hangzhou_officer"])
def test_rows_come_by_workbook_and_go_out_again(cast: Cast, firm: Enterprise, tmp_path: Path, who: str) -> None:
    by = getattr(cast, who)
    path = book(tmp_path / "外包外租.xlsx", cells(firm), cells(firm, kind="外租", managed="是", checked_on=None))
    first = send("outsourcing", path, by)
    assert (first.new, first.held) == (2, 0), verdicts(first)
    again = send("outsourcing", path, by)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    out = tmp_path / "export.xlsx"
    assert export_ledger(kind="outsourcing", by=by, at=clock.now(), today=clock.today(), path=out) == 2
    back = send("outsourcing", out, by)
    assert (back.new, back.changed, back.unchanged, back.held) == (0, 0, 2, 0), verdicts(back)
    changed = send("outsourcing", book(path, cells(firm, managed="是")), by)
    assert (changed.new, changed.changed) == (0, 1)
    assert Outsourcing.objects.managed().count() == 2
    firm.refresh_from_db()
    assert not firm.outsourcing  # the register is the bureau's own statement


def test_each_fault_stands_at_its_column(cast: Cast, firm: Enterprise, tmp_path: Path) -> None:
    strange = world.enterprise(name="杭州示例别家有限公司")
    rows = [
        cells(strange, enterprise_name=firm.name),
        cells(firm, enterprise_name="别的名称"),
        cells(firm, project="1号仓库", checked_on="2099-01-01"),
        cells(firm, kind="转包"),
        cells(firm, project=None),
        cells(firm, project="3号仓库", counterparty_uscc="91330106MA0000000X"),
        cells(firm),
    ]
    upload = send("outsourcing", book(tmp_path / "外包外租.xlsx", *rows), cast.insurer_a_clerk)
    assert {(row, column, code) for row, column, code, _severity in verdicts(upload)} == {
        (2, "A", "unknown-enterprise"),
        (3, "B", "name-differs"),
        (4, "J", "future"),
        (5, "C", "code-list"),
        (6, "F", "required"),
        (7, "E", "uscc"),
        (8, "A", "duplicate-in-file"),
    }
    assert upload.verdicts.get(code="unknown-enterprise").suggestion == firm.uscc
    doubled = upload.verdicts.get(code="duplicate-in-file").message
    assert f"“{firm.uscc}”和类别、对方单位、项目或场所与本表第 3 行重复" in doubled
    assert (upload.new, upload.held) == (1, 6)
    assert HeldRow.objects.count() == 6
    assert upload.returned is not None


@pytest.mark.parametrize("who", ["insurer_b_clerk", "quzhou_officer"])
def test_whoever_does_not_see_the_enterprise_can_report_nothing_of_it(
    cast: Cast, firm: Enterprise, tmp_path: Path, who: str
) -> None:
    upload = send("outsourcing", book(tmp_path / "外包外租.xlsx", cells(firm)), getattr(cast, who))
    assert {code for _row, _column, code, _severity in verdicts(upload)} == {"unknown-enterprise"}
    assert upload.verdicts.get().suggestion in (None, "")


@pytest.mark.parametrize("who", ["zhejiang_regulator", "xihu_county", "provincial_officer", "agency"])
def test_only_insurers_and_city_bureaus_upload(cast: Cast, firm: Enterprise, tmp_path: Path, who: str) -> None:
    with pytest.raises(NotAllowed):
        send("outsourcing", book(tmp_path / "外包外租.xlsx", cells(firm)), getattr(cast, who))


def test_the_insurer_enters_and_the_bureau_corrects(cast: Cast, firm: Enterprise, as_user: Browser) -> None:
    insurer, bureau = as_user(cast.insurer_a_clerk), as_user(cast.hangzhou_officer)
    address = f"/enterprises/{firm.pk}/outsourcing/new/"
    assert as_user(cast.insurer_b_clerk).post(address, typed()).status_code == 404
    assert insurer.post(address, typed()).status_code == 302
    row = Outsourcing.objects.get()
    twice = insurer.post(address, typed(note="再次"))
    assert twice.status_code == 400
    assert "请在原登记上更正" in twice.content.decode()
    assert row.counterparty in bureau.get(f"/enterprises/{firm.pk}/").content.decode()
    edit = f"/outsourcing/{row.pk}/edit/"
    page = bureau.get(edit).content.decode()
    assert row.counterparty in page
    seen = row.updated_at.isoformat()
    done = bureau.post(edit, typed(seen=seen, managed="yes", note="已现场核对"), follow=True)
    assert "外包外租已更正。" in done.content.decode()
    row.refresh_from_db()
    assert (row.managed, row.note) == (True, "已现场核对")
    stale = insurer.post(edit, typed(seen=seen))
    assert stale.status_code in {400, 409}
    row.refresh_from_db()
    assert row.managed
    assert as_user(cast.insurer_b_clerk).get(edit).status_code == 404
    assert as_user(cast.zhejiang_regulator).get(edit).status_code == 403
    assert insurer.post(f"/outsourcing/{row.pk}/remove/").status_code == 403
    wrong = bureau.post(edit, typed(seen=row.updated_at.isoformat(), checked_on="2099-01-01", counterparty_uscc="x"))
    assert "晚于今天" in wrong.content.decode()
    assert "对方统一社会信用代码" in wrong.content.decode()


def test_the_list_counts_what_was_found_and_what_is_managed(cast: Cast, firm: Enterprise, as_user: Browser) -> None:
    uninsured, far = world.enterprise(name="杭州示例未投保有限公司"), world.enterprise(world.QUZHOU)
    world.policy(far, "INS-B-ZJ")
    for of, managed in ((firm, True), (uninsured, True), (far, False)):
        stamp = clock.now()
        Outsourcing.objects.create(
            enterprise=of,
            kind="OUT",
            counterparty=f"{of.name}的承包方",
            project="检修",
            qualified=True,
            agreement=True,
            managed=managed,
            created_at=stamp,
            updated_at=stamp,
        )
    refresh()

    def seen(who: Any, **asked: str) -> tuple[int, int, int]:
        context = as_user(who).get("/outsourcing/", asked).context
        return context["page"].paginator.count, context["found"], context["managed"]

    assert seen(cast.hangzhou_officer) == (2, 1, 1)
    assert seen(cast.insurer_a_clerk) == (1, 1, 1)
    assert seen(cast.insurer_b_clerk) == (1, 1, 0)
    assert seen(cast.provincial_officer) == (3, 2, 1)
    assert seen(cast.provincial_officer, managed="false") == (1, 1, 0)
    assert seen(cast.provincial_officer, q="hzslhg") == (1, 1, 1)
    assert seen(cast.provincial_officer, q="未投保") == (1, 0, 0)
    assert seen(cast.provincial_officer, place="330800") == (1, 1, 0)
    assert as_user(cast.agency).get("/outsourcing/").status_code == 403
    assert as_user(cast.adm_system).get("/outsourcing/").status_code == 403
