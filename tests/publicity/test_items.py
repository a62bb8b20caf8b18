"""Items of publicity: what is refused, who sees what, and how good practice goes upward."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core import attachments, clock, walls
from core.gate import NotAllowed
from core.writing import Refused
from publicity import services as publicising
from publicity.figures import ANNEX_COLUMNS, annex_rows
from publicity.models import PublicityItem
from tests import world
from tests.cast import Cast
from tests.pages import body, total
from tests.publicity.conftest import TEXT, TODAY, adopted, record

Browser = Callable[[Any], Client]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"published_on": date(2023, 11, 24)}, "published_on", "晚于今天"),
        ({"url": "示例"}, "url", "不是网址"),
        ({"text": "太短"}, "text", "至少 50 字"),
        ({"uscc": "91330000MA00000000"}, "uscc", "没有统一社会信用代码"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, changes: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        record(cast.hangzhou_officer, **changes)
    ((place, sentence),) = refusal.value.reasons
    assert (place, words in sentence) == (field, True)
    assert not PublicityItem.objects.exists()


def test_a_unit_is_named_with_its_consent_alone(cast: Cast) -> None:
    firm = world.enterprise()
    with pytest.raises(Refused, match="须先取得该单位同意"):
        record(cast.hangzhou_officer, uscc=firm.uscc)
    item = record(cast.hangzhou_officer, uscc=firm.uscc, has_consent=True)
    assert (item.enterprise, item.enterprise_name) == (firm, firm.name)
    with pytest.raises(Refused, match="须先取得该单位同意"):
        record(cast.hangzhou_officer, title="另一条", company=world.insurer())


def test_the_same_item_is_recorded_once(cast: Cast) -> None:
    record(cast.hangzhou_officer)
    with pytest.raises(Refused, match="已登记过"):
        record(cast.hangzhou_officer)


def test_good_practice_goes_upward_and_the_province_answers(cast: Cast) -> None:
    officer, province = cast.hangzhou_officer, cast.provincial_officer
    plain = record(officer, title="会议新闻", kind="NEWS", url="https://example.cn/", is_good_practice=False)
    with pytest.raises(Refused, match="未标记为「好做法」"):
        publicising.recommend_item(item=plain, reason="好", by=officer, at=clock.now())
    bare = record(officer, title="无凭证", kind="NEWS", text="")
    with pytest.raises(Refused, match="链接和附件均为空"):
        publicising.recommend_item(item=bare, reason="好", by=officer, at=clock.now())
    item = record(officer)
    with pytest.raises(Refused, match="推荐理由为空"):
        publicising.recommend_item(item=item, reason=" ", by=officer, at=clock.now())
    publicising.recommend_item(item=item, reason="可以推广", by=officer, at=clock.now())
    with pytest.raises(Refused, match="不能修改"):
        publicising.record_item(
            text=publicising.ItemText("改", TODAY, "CASE", "SITE", "CITY", text=TEXT),
            item=item,
            by=officer,
            today=TODAY,
            at=clock.now(),
        )
    with pytest.raises(Refused, match="须写明理由"):
        publicising.answer_item(item=item, adopt=False, note="", by=province, at=clock.now())
    publicising.answer_item(item=item, adopt=False, note="请补充成效", by=province, at=clock.now())
    publicising.recommend_item(item=item, reason="已补充", by=officer, at=clock.now())
    done = publicising.answer_item(item=item, adopt=True, note="", by=province, at=clock.now())
    assert done.state == "ADOPTED"


def test_only_the_own_office_changes_and_recommends(cast: Cast) -> None:
    item = record(cast.xihu_county)
    assert item.city_id == "330100"
    assert item.county_id == "330106"
    with pytest.raises(Refused, match="请由该单位推荐"):
        publicising.recommend_item(item=item, reason="好", by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(NotAllowed):
        publicising.recommend_item(item=item, reason="好", by=cast.ningbo_officer, at=clock.now())
    with pytest.raises(NotAllowed):
        publicising.answer_item(item=item, adopt=True, note="", by=cast.hangzhou_officer, at=clock.now())
    for person in (cast.agency, cast.builder_authority, cast.adm_system):
        with pytest.raises(NotAllowed):
            record(person)


def seen_by(person: User) -> set[str]:
    """What Python gives; and that the database by itself gives no less and no more."""
    titles = set(PublicityItem.objects.visible_to(person).values_list("title", flat=True))
    with walls.seeing_as(person):
        assert set(PublicityItem.objects.visible_to(person).values_list("title", flat=True)) == titles
        if titles:
            assert set(PublicityItem.objects.values_list("title", flat=True)) == titles
    return titles


def test_who_sees_which_items(cast: Cast) -> None:
    record(cast.hangzhou_officer, title="杭州")
    record(cast.xihu_county, title="西湖")
    record(cast.ningbo_officer, title="宁波")
    record(cast.insurer_a_clerk, title="甲公司")
    record(cast.zhejiang_regulator, title="监管局")
    adopted(cast.quzhou_officer, cast.provincial_officer, title="衢州采用")
    assert seen_by(cast.provincial_officer) == {"杭州", "西湖", "宁波", "甲公司", "监管局", "衢州采用"}
    assert seen_by(cast.hangzhou_officer) == {"杭州", "西湖", "衢州采用"}
    assert seen_by(cast.xihu_county) == {"西湖", "衢州采用"}
    assert seen_by(cast.zhejiang_regulator) == {"杭州", "西湖", "甲公司", "监管局", "衢州采用"}
    assert seen_by(cast.ningbo_regulator) == {"宁波", "衢州采用"}
    assert seen_by(cast.insurer_a_clerk) == {"甲公司", "衢州采用"}
    assert seen_by(cast.insurer_b_clerk) == {"衢州采用"}
    assert seen_by(cast.agency) == seen_by(cast.builder_authority) == seen_by(cast.adm_security) == set()


def test_the_pages_carry_an_item_from_form_to_adoption(cast: Cast, sign_in: Browser) -> None:
    client = sign_in(cast.hangzhou_officer)
    assert "没有宣传报道" in body(client, "/publicity/")
    assert "典型案例和经验材料至少 50 字" in body(client, "/publicity/new/")
    form = {
        "title": "渔船出海前演练",
        "published_on": "2023-11-03",
        "kind": "CASE",
        "channel": "TV",
        "level": "CITY",
        "text": TEXT,
        "has_consent": "no",
        "is_good_practice": "yes",
    }
    assert client.post("/publicity/new/", {**form, "url": "示例"}).status_code in {400, 409}
    answer = client.post("/publicity/new/", form)
    assert answer.status_code == 302
    item = PublicityItem.objects.get()
    page = body(client, answer["Location"])
    assert "推荐上报省厅" in page
    assert "省厅意见" not in page
    sent = {"slot": "picture", "sent": world.picture((40, 30))}
    assert client.post(f"/publicity/{item.pk}/files/", sent).status_code == 302
    assert attachments.attachments_of(item).count() == 1
    assert client.get(f"/publicity/{item.pk}/edit/").status_code == 200
    assert client.post(f"/publicity/{item.pk}/recommend/", {"reason": "可以推广"}).status_code == 302
    assert client.post(f"/publicity/{item.pk}/adopt/", {"note": ""}).status_code == 403
    client = sign_in(cast.provincial_officer)
    assert "渔船出海前演练" in body(client, "/")
    assert "省厅意见" in body(client, f"/publicity/{item.pk}/")
    assert client.post(f"/publicity/{item.pk}/adopt/", {"note": ""}).status_code == 302
    assert "渔船出海前演练" not in body(client, "/")
    assert total(body(client, "/publicity/?kind=CASE&state=ADOPTED")) == 1
    assert "没有宣传报道" in body(client, "/publicity/?kind=NEWS")
    assert client.get("/publicity/?export=xlsx").status_code == 200
    for name in ("agency", "builder_authority", "adm_audit"):
        assert sign_in(getattr(cast, name)).get("/publicity/").status_code == 403
    assert sign_in(cast.xihu_county).get(f"/publicity/{item.pk}/").status_code == 200  # adopted: for all
    assert sign_in(cast.xihu_county).get(f"/publicity/{item.pk + 1}/").status_code == 404


def test_annex_11_has_the_items_of_the_days_in_their_order(cast: Cast) -> None:
    record(cast.hangzhou_officer, title="后", published_on=date(2023, 11, 20), medium_name="示例日报")
    record(cast.hangzhou_officer, title="先", published_on=date(2023, 5, 1), channel="PAPER")
    record(cast.ningbo_officer, title="宁波", published_on=date(2023, 6, 1))
    record(cast.hangzhou_officer, title="上年", published_on=date(2022, 6, 1))
    first, last = date(2023, 4, 27), date(2023, 12, 31)
    rows = annex_rows(starts_on=first, ends_on=last, cities=["330100"])
    assert [(row.title, row.kind, row.medium) for row in rows] == [
        ("先", "典型案例", "市级报纸"),
        ("后", "典型案例", "示例日报"),
    ]
    assert len(annex_rows(starts_on=first, ends_on=last)) == 3
    assert len(ANNEX_COLUMNS) == len(rows[0])


def test_the_files_of_an_item_stand_still_once_it_went_upward(cast: Cast, sign_in: Browser) -> None:
    item = record(cast.hangzhou_officer)
    page, client = f"/publicity/{item.pk}/", sign_in(cast.hangzhou_officer)
    picture = attachments.attach(
        item, "picture", world.picture((60, 40)), name="误传.png", by=cast.hangzhou_officer, at=clock.now()
    )
    url = f"/attachments/{picture.pk}/remove/"
    assert url in body(client, page)
    publicising.recommend_item(item=item, reason="好", by=cast.hangzhou_officer, at=clock.now())
    assert url not in body(client, page)
    assert "「已推荐」状态，不能增减附件" in client.post(url, follow=True).content.decode()
    assert attachments.attachments_of(item).get() == picture
    opened = client.get(f"{page}edit/", follow=True)
    assert opened.redirect_chain == [(page, 302)]
    assert "「已推荐」状态，不能修改" in opened.content.decode()
