"""Sight of an enterprise begins with a policy and its contact data end with it; the bureau sees both."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from core import clock
from core.models import AuditEvent
from core.writing import Refused
from enterprises.models import Enterprise
from enterprises.services.entries import unmask_contact
from insurers.base.exporting import export_ledger
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast

Browser = Callable[[Any], Client]


def look(firm: Enterprise, by: Any, reason: str = "电话预约服务") -> dict[str, str]:
    return unmask_contact(enterprise=firm, reason=reason, by=by, at=clock.now(), today=clock.today())


def test_a_former_client_stays_visible_and_masked(as_user: Browser, cast: Cast) -> None:
    firm = world.enterprise(phone="13812345678")
    held = world.policy(firm)
    assert look(firm, cast.insurer_a_clerk)["phone"] == "13812345678"
    Policy.objects.filter(pk=held.pk).update(end_on=date(2023, 6, 30))
    page = as_user(cast.insurer_a_clerk).get(f"/enterprises/{firm.pk}/").content.decode()
    assert firm.name in page
    assert "13812345678" not in page
    with pytest.raises(Refused, match="没有本机构的有效保单"):
        look(firm, cast.insurer_a_clerk)
    assert look(firm, cast.hangzhou_officer)["phone"] == "13812345678"


def test_looks_stand_in_a_list_of_the_bureau(as_user: Browser, cast: Cast) -> None:
    firm, elsewhere = world.enterprise(), world.enterprise(world.NINGBO)
    world.policy(firm)
    look(firm, cast.insurer_a_clerk, "电话预约隐患排查")
    look(elsewhere, cast.ningbo_officer, "别处的事由")
    page = as_user(cast.xihu_county).get("/contact-looks/").content.decode()
    assert all(
        text in page for text in (firm.name, "电话预约隐患排查", str(cast.insurer_a_clerk.organisation), "查看 1 次")
    )
    assert elsewhere.name not in page
    assert "别处的事由" not in page
    assert firm.name not in as_user(cast.xihu_county).get("/contact-looks/?q=nobody").content.decode()
    answer = as_user(cast.xihu_county).get("/contact-looks/?export=xlsx")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = " ".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row)
    assert all(text in cells for text in (firm.name, "电话预约隐患排查", str(cast.insurer_a_clerk)))
    assert elsewhere.name not in cells
    assert as_user(cast.insurer_a_clerk).get("/contact-looks/").status_code == 403
    assert as_user(cast.quzhou_officer).get("/contact-looks/").status_code == 200


def test_unmasked_exports_stand_there_with_the_rows_of_the_place(as_user: Browser, cast: Cast, tmp_path: Path) -> None:
    world.enterprise(), world.enterprise(), world.enterprise("330109"), world.enterprise(world.SHAOXING)
    for reason in ("年度回访需要电话", ""):
        export_ledger(
            kind="enterprises",
            by=cast.hangzhou_officer,
            at=clock.now(),
            today=clock.today(),
            path=tmp_path / "a.xlsx",
            reason=reason,
        )
    told = AuditEvent.objects.filter(action="ledger.exported").order_by("pk").values_list("detail", flat=True)
    assert [one.get("places") for one in told] == [{world.HANGZHOU: 2, "330109": 1}, None]
    for bureau, number in ((cast.xihu_county, 2), (cast.hangzhou_officer, 3), (cast.provincial_officer, 3)):
        page = as_user(bureau).get("/contact-looks/").content.decode()
        assert re.search(rf"年度回访需要电话</span></td><td[^>]*><span>{number}</span></td>", page)
    assert "年度回访需要电话" not in as_user(cast.quzhou_officer).get("/contact-looks/").content.decode()


def test_the_first_policy_of_an_insurer_is_shown_as_new(as_user: Browser, cast: Cast) -> None:
    firm, known = world.enterprise(), world.enterprise()
    old = world.now() - timedelta(days=60)
    world.policy(known, created_at=old)
    again, first = world.policy(known), world.policy(firm)
    other = world.policy(known, "INS-B-ZJ")
    client = as_user(cast.xihu_county)
    page = client.get("/policies/?first=new").content.decode()
    assert first.policy_no in page
    assert other.policy_no in page
    assert again.policy_no not in page
    assert "2 件首次承保保单" in client.get("/").content.decode()
    assert "首次承保保单" not in as_user(cast.quzhou_officer).get("/").content.decode()
