"""Lists alike everywhere: columns to choose, filters kept under a name, several rows at once with a preview."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from core import clock
from core.listing import columns, saving
from core.models import SavedView
from core.views.tables import Columns
from core.writing import Refused
from coverage.models import GapReminder
from tests import world
from tests.cast import Cast
from tests.pages import body

Browser = Callable[[Any], Client]
COLUMNS: Columns = (("甲", "a"), ("乙", "b.c"), ("丙", "d"))


def test_the_address_chooses_among_the_declared_columns() -> None:
    looks = {"a": columns.Look(), "d": columns.Look()}
    assert columns.chosen_paths(COLUMNS, looks, "") == ("a", "d")
    assert columns.chosen_paths(COLUMNS, looks, "b.c,a,nowhere") == ("a", "b.c")
    assert columns.chosen_paths(COLUMNS, looks, "nowhere") == ("a", "d")
    assert columns.unknown_columns(COLUMNS, "a,nowhere") == ["nowhere"]


def test_what_belongs_to_one_look_is_not_kept() -> None:
    assert saving.lasting("q=杭州&page=3&export=xlsx&columns=a,b") == "q=%E6%9D%AD%E5%B7%9E&columns=a%2Cb"
    assert saving.gone("q=1&colour=red", frozenset({"q"})) == ["colour"]


def test_kept_filters_are_ones_own(cast: Cast, sign_in: Browser) -> None:
    client = sign_in(cast.hangzhou_officer)
    sent = {"page": "coverage:gap-list", "name": "危化", "query": "sector=HAZCHEM&page=2", "next": "/gap/"}
    assert client.post("/lists/save/", sent)["Location"] == "/gap/"
    view = SavedView.objects.get()
    assert view.query == "sector=HAZCHEM"
    assert f"?sector=HAZCHEM&amp;saved={view.pk}" in body(client, "/gap/")
    assert "危化" not in body(client, "/enterprises/")
    other = sign_in(cast.ningbo_officer)
    assert "危化" not in body(other, "/gap/")
    assert other.post(f"/lists/{view.pk}/drop/").status_code == 404
    client = sign_in(cast.hangzhou_officer)
    assert client.post(f"/lists/{view.pk}/drop/", {"next": "/gap/"}).status_code == 302
    assert not SavedView.objects.exists()
    with pytest.raises(Refused, match="请填写筛选条件的名称"):
        saving.save_view(page="a", name=" ", query="", by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="名称有 41 个字，最多 40 个字"):
        saving.save_view(page="a", name="长" * 41, query="", by=cast.hangzhou_officer, at=clock.now())
    for page in ("campaigns:setup-list", "nowhere", "coverage:candidate-detail", "set_language"):
        with pytest.raises(Refused, match="不能打开"):
            saving.save_view(page=page, name="甲", query="", by=cast.hangzhou_officer, at=clock.now())


def test_a_kept_filter_of_a_column_that_is_gone_is_a_sentence(cast: Cast, sign_in: Browser) -> None:
    client = sign_in(cast.hangzhou_officer)
    page = body(client, "/gap/?colour=red&columns=name,shape&saved=1")
    assert "已存筛选条件中的「colour、shape」本列表已不再提供" in page
    assert "本列表已不再提供" not in body(client, "/gap/?columns=name&saved=1")


def test_a_value_that_no_filter_reads_is_told_and_left_out(cast: Cast, sign_in: Browser) -> None:
    firm, client = world.enterprise(), sign_in(cast.hangzhou_officer)
    for query, said in {
        "cover=zzz": "投保状态：「zzz」不在可选范围内",
        "on=x": "基准日「x」：日期无法识别，请按",
        "sector=MINE9&q=": "行业领域：「MINE9」不在可选范围内",
        f"status={'X' * 500}": f"「{'X' * 60}…」不在可选范围内",
    }.items():
        page = body(client, f"/gap/?{query}")
        assert said in page, query
        assert "列表未按此条件筛选" in page
        assert f'name="row" value="{firm.pk}"' in page, query
    page = body(client, "/hazards/?found_from=2023-11-02&found_to=2023-11-01")
    assert "早于" in page
    elsewhere = body(client, "/gap/?place=330299")  # a number opens its own rows or none
    assert "没有符合该条件的记录" in elsewhere
    assert f'name="row" value="{firm.pk}"' not in elsewhere
    assert "列表未按此条件筛选" not in body(client, "/gap/?cover=never&on=2023-11-01")
    answer = client.get("/gap/?cover=zzz&sector=CONSTR&export=xlsx")
    assert answer["Location"] == "/gap/?sector=CONSTR", "a workbook would not say that a filter is left out"
    assert "「zzz」" in body(client, "/gap/?sector=CONSTR")
    for url in ("/library/?kind=zzz", "/inspections/?stage=zzz", "/work-plans/?show=zzz", "/promised/list/?month=zzz"):
        assert "zzz" in body(client, url), url


def test_page_and_workbook_show_the_chosen_columns(cast: Cast, sign_in: Browser) -> None:
    firm = world.enterprise()
    client = sign_in(cast.hangzhou_officer)
    page = body(client, "/gap/?columns=name,address")
    assert firm.address in page
    assert firm.address not in body(client, "/gap/").split("<tbody>")[1]
    answer: Any = client.get("/gap/?columns=name,address&export=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    words = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {firm.name, firm.address} <= words
    assert firm.uscc not in words


def test_reminders_to_several_are_shown_before_they_are_written(cast: Cast, sign_in: Browser) -> None:
    missing, insured, foreign = world.enterprise(), world.enterprise(), world.enterprise(world.NINGBO)
    world.policy(insured)
    client = sign_in(cast.hangzhou_officer)
    assert f'value="{missing.pk}"' in body(client, "/gap/")
    page = body(client, "/gap/?cover=must")
    assert [f'name="row" value="{firm.pk}"' in page for firm in (missing, insured)] == [True, False]
    page = body(client, f"/gap/remind/?row={missing.pk}&row={insured.pk}&row={foreign.pk}&row=x")
    assert "将对以下 1 户企业各登记一次督促" in page
    assert "无需督促" in page
    assert "有 1 条不在查看范围内" in page
    assert "不在查看范围内" not in body(client, f"/gap/remind/?{f'row={missing.pk}&' * 3}"), "one row, sent three times"
    assert not GapReminder.objects.exists()
    rows = {"row": [missing.pk, insured.pk, foreign.pk], "back": "/gap/?q=a"}
    assert client.post("/gap/remind/", rows).status_code == 400
    answer = client.post("/gap/remind/", {**rows, "channel": "PHONE", "text": "请于月底前投保"})
    assert answer["Location"] == "/gap/?q=a"
    assert [row.enterprise_id for row in GapReminder.objects.all()] == [missing.pk]
    assert "不是应保未保企业" in body(client, "/gap/")
    client.post("/gap/remind/", {**rows, "channel": "PHONE", "text": " 请于月底前投保"})
    assert GapReminder.objects.count() == 1, "the same once more writes nothing"
    assert "没有重复登记" in body(client, "/gap/")
    client.post("/gap/remind/", {**rows, "channel": "PHONE", "text": "第二次督促"})
    assert GapReminder.objects.count() == 2
    assert sign_in(cast.zhejiang_regulator).get(f"/gap/remind/?row={missing.pk}").status_code == 403


def test_a_list_that_draws_its_own_table_offers_its_workbooks_columns(cast: Cast, sign_in: Browser) -> None:
    firm = world.enterprise(key_enterprise=True)
    client = sign_in(cast.hangzhou_officer)
    assert "显示列" in body(client, "/key-enterprises/")
    page = body(client, "/key-enterprises/?columns=name,county.name")
    head = page.split("<thead>")[1].split("</thead>")[0]
    assert head.count("<th") == 3
    assert f'href="/enterprises/{firm.pk}/"' in page
    page = body(client, "/enterprises/?columns=name,address,principal,phone")
    assert firm.address in page
    assert firm.phone not in page  # contact data are no columns of a list
