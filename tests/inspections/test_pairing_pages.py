"""Pages of the tables: who opens them, making in three ways, approval by a second person, publication."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from inspections import services
from inspections.choices import PairingState
from inspections.cities import names_of_cities
from inspections.models import PairingTable, Task
from tests.cast import NAMES, Cast
from tests.inspections.pairs import circle, next_campaign
from tests.world import now

Enter = Callable[[Any], Client]
NEW = "/inspections/pairings/new/"


def workbook(rows: list[tuple[Any, Any]], head: tuple[str, str] = ("检查地区", "被检查地区")) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [head, *rows]:
        book.active.append(row)
    body = BytesIO()
    book.save(body)
    return SimpleUploadedFile("分组.xlsx", body.getvalue())


def named(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    names = names_of_cities()
    return [(names[a], names[b]) for a, b in pairs]


def by_hand(pairs: list[tuple[str, str]], **more: Any) -> dict[str, Any]:
    cells = {
        f"{side}-{row}": pair[place]
        for row, pair in enumerate(pairs)
        for place, side in enumerate(("inspecting", "inspected"))
    }
    return {"by": "hand", "year": 2024, "note": "", **cells, **more}


def draft_of(cast: Cast) -> PairingTable:
    return services.make_table(
        year=2024, pairs=circle(), note="", origin=services.Origin(), by=cast.provincial_officer, at=now()
    )


@pytest.mark.parametrize("who", NAMES)
def test_who_opens_what(who: str, cast: Cast, as_user: Enter) -> None:
    client, published, draft = as_user(getattr(cast, who)), PairingTable.objects.get(year=2023), draft_of(cast)
    province, city = who.startswith("provincial"), getattr(cast, who).role == "CITY_EM"
    reads = city or getattr(cast, who).role.startswith("REG")
    read = 200 if province or reads else 403
    assert client.get(reverse("inspections:pairing-list")).status_code == read
    assert client.get(reverse("inspections:pairing-detail", args=[published.pk])).status_code == read
    assert client.get(reverse("inspections:pairing-detail", args=[draft.pk])).status_code == (404 if reads else read)
    assert client.get(NEW).status_code == (200 if province else 403)
    assert client.get(reverse("inspections:pairing-template")).status_code == (200 if province else 403)
    for move in ("propose", "approve", "return", "publish", "discard", "edit"):
        answer = client.post(reverse(f"inspections:pairing-{move}", args=[draft.pk]), {"seen": "1"})
        assert province or answer.status_code == 403, move
    assert province or PairingTable.objects.get(pk=draft.pk).state == PairingState.DRAFT


def test_the_published_table_stands_as_list_and_ring(cast: Cast, as_user: Enter) -> None:
    table = PairingTable.objects.get(year=2023)
    page = as_user(cast.hangzhou_officer).get(reverse("inspections:pairing-detail", args=[table.pk])).content.decode()
    assert page.count('<td class="num idx">') == 11
    assert page.count('class="p-arc') == 11
    assert "附件2" in page
    assert "提交审批" not in page


def test_by_hand(cast: Cast, as_user: Enter) -> None:
    client = as_user(cast.provincial_officer)
    assert client.get(f"{NEW}?by=hand").content.decode().count("<select") == 23
    pairs = circle()
    answer = client.post(NEW, by_hand([*pairs[:5], (pairs[5][0], pairs[5][0]), *pairs[6:]]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不能检查本地区" in page
    assert "被检查地区一栏缺少" in page
    assert not PairingTable.objects.filter(year=2024).exists()
    client.post(NEW, by_hand(pairs))
    table = PairingTable.objects.get(year=2024)
    assert [row.pair for row in table.rows.order_by("annex_no")] == pairs
    edit = reverse("inspections:pairing-edit", args=[table.pk])
    assert client.get(edit).status_code == 200
    answer = client.post(edit, by_hand(circle(2), seen="1"))
    assert answer.status_code == 302
    answer = client.post(edit, by_hand(circle(3), seen="1"))
    assert answer.status_code == 409
    assert [row.pair for row in table.rows.order_by("annex_no")] == circle(2)


def test_by_workbook(cast: Cast, as_user: Enter) -> None:
    client = as_user(cast.provincial_officer)
    rows = named(circle())
    bad = [*rows[:3], (rows[3][0], "金陵市"), rows[4], (rows[4][0], ""), *rows[6:]]
    answer = client.post(NEW, {"by": "workbook", "year": 2024, "note": "", "file": workbook(bad)})
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    for words in ("「金陵市」不是本省设区市", "在第6行已是检查地区", "被检查地区未填写", ">5<", ">B<", ">7<", ">A<"):
        assert words in page, words
    assert not PairingTable.objects.filter(year=2024).exists()
    for wrong in (SimpleUploadedFile("a.xlsx", b"no"), workbook(rows, ("甲", "乙"))):
        assert client.post(NEW, {"by": "workbook", "year": 2024, "note": "", "file": wrong}).status_code == 422
    client.post(NEW, {"by": "workbook", "year": 2024, "note": "送审稿", "file": workbook(rows[::-1])})
    table = PairingTable.objects.get(year=2024)
    assert (table.origin, table.note) == ("WORKBOOK", "送审稿")
    assert [row.pair for row in table.rows.order_by("annex_no")] == circle()[::-1]


def test_by_draw(cast: Cast, as_user: Enter) -> None:
    client = as_user(cast.provincial_officer)
    data = {
        "by": "drawn",
        "year": 2024,
        "note": "",
        "seed": "0417",
        "lookback": 1,
        "left_out": "杭州市→宁波市\n湖州 嘉兴市\n",
    }
    alone = "\n".join(f"杭州市→{name}" for name in names_of_cities().values() if name != "杭州市")
    for faulty, words in (
        ({"left_out": "杭州市→金陵市"}, "第1行"),
        ({"seed": ""}, "p-bad"),
        ({"lookback": 11}, "p-bad"),
        ({"year": 2023}, "p-bad"),
        ({"left_out": alone}, "杭州市没有可以检查的地区"),
    ):
        answer = client.post(NEW, data | faulty)
        assert answer.status_code == 422
        assert words in answer.content.decode(), words
    page = client.post(NEW, data, follow=True).content.decode()
    assert "按种子复算，结果与本表一致" in page
    assert "杭州市→宁波市、湖州市→嘉兴市" in page
    assert client.post(NEW, {"by": "other"}).status_code == 404


def test_from_draft_to_tasks(cast: Cast, as_user: Enter) -> None:
    first, second, table = as_user(cast.provincial_officer), as_user(cast.provincial_lead), draft_of(cast)

    def post(client: Client, move: str, **data: Any) -> str:
        table.refresh_from_db()
        sent = {"seen": table.version, **data}
        return client.post(reverse(f"inspections:pairing-{move}", args=[table.pk]), sent, follow=True).content.decode()

    post(first, "propose")
    assert "待本单位另一人审批" in post(first, "approve")
    assert "请填写退回的理由" in post(second, "return")
    assert "请核对" in post(second, "return", note="请核对")
    post(first, "propose")
    page = post(second, "approve")
    assert "已审批通过" in page
    assert "2024年度专项行动建立并审批后，才能发布分组表" in page
    assert reverse("inspections:pairing-publish", args=[table.pk]) not in page
    assert "尚未建立" in post(first, "publish")
    next_campaign()
    assert "生成任务11组" in post(first, "publish")
    assert "生成任务0组" in post(first, "publish")
    assert Task.objects.filter(campaign__year=2024).count() == 11
    assert "只有起草中" in post(first, "discard")


def test_a_draft_is_discarded(cast: Cast, as_user: Enter) -> None:
    table = draft_of(cast)
    client = as_user(cast.provincial_officer)
    assert client.post(reverse("inspections:pairing-discard", args=[table.pk]), {"seen": "9"}).status_code == 302
    assert PairingTable.objects.filter(pk=table.pk).exists()
    client.post(reverse("inspections:pairing-discard", args=[table.pk]), {"seen": "1"})
    assert not PairingTable.objects.filter(pk=table.pk).exists()


def test_the_list_costs_the_same_with_one_table_and_with_five(
    cast: Cast, as_user: Enter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_user(cast.provincial_officer)
    client.get(reverse("inspections:pairing-list"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("inspections:pairing-list"))
    for _ in range(4):
        draft_of(cast)
    with django_assert_num_queries(len(few)):
        client.get(reverse("inspections:pairing-list"))
