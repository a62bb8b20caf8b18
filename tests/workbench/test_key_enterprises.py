"""The board of key enterprises: one line each with measures, cover, services and hazards, in the person's sight."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.pages import body, total
from workbench.key_enterprises import key_enterprises

Browser = Callable[[Any], Client]
TODAY = date(2023, 11, 23)
WINDOW = (date(2023, 4, 27), date(2023, 12, 31))
URL = "/key-enterprises/"


@pytest.fixture
def firm(cast: Cast) -> Any:
    """A key enterprise of Hangzhou with a plan, a service and an overdue major hazard; and two others."""
    found = world.enterprise(name="杭州示例重点化工有限公司", key_enterprise=True)
    held = world.policy(found)
    world.plan(held, special_measures="专家驻点每季一天")
    world.activity(held, campaign_assist=True)
    life.hazard(found, level="MAJOR", state="RECTIFYING", deadline=date(2023, 11, 1))
    world.enterprise(name="杭州示例普通有限公司")
    world.enterprise("330203", name="宁波示例重点有限公司", key_enterprise=True)
    return found


def test_a_line_holds_what_the_ledgers_say(cast: Cast, firm: Any) -> None:
    (row,) = key_enterprises(cast.hangzhou_officer, TODAY, WINDOW)
    assert row.pk == firm.pk
    assert row.measures == "专家驻点每季一天"
    assert (row.has_measures, row.is_insured, row.assists) == (True, True, 1)
    assert (row.open_hazards, row.major_hazards, row.overdue_hazards) == (1, 1, 1)
    (outside,) = key_enterprises(cast.hangzhou_officer, TODAY, (date(2024, 1, 1), date(2024, 12, 31)))
    assert outside.assists == 0
    (without,) = key_enterprises(cast.hangzhou_officer, TODAY, None)
    assert without.assists == 0


def test_each_sees_the_own_sight(cast: Cast, firm: Any) -> None:
    def names(person: Any) -> list[str]:
        return [row.name[:2] for row in key_enterprises(person, TODAY, WINDOW)]

    assert names(cast.provincial_officer) == ["杭州", "宁波"]
    assert names(cast.ningbo_officer) == ["宁波"]
    assert names(cast.zhejiang_regulator) == ["杭州"]
    assert names(cast.insurer_a_clerk) == ["杭州"]
    assert names(cast.insurer_b_clerk) == []


def test_the_page_and_its_filters(cast: Cast, firm: Any, sign_in: Browser) -> None:
    client = sign_in(cast.provincial_officer)
    assert total(body(client, URL)) == 2
    for query, count in {
        "measures=true": 1,
        "assisted=true": 1,
        "hazards=major": 1,
        "hazards=overdue": 1,
        "insured=true": 1,
    }.items():
        page = body(client, f"{URL}?{query}")
        assert total(page) == count, query
        assert firm.name in page, query
    assert total(body(client, f"{URL}?insured=false")) == 1
    life.hazard(firm, deadline=date(2023, 12, 1))
    links = re.findall(r'href="(/hazards/\?[^"]+)">(\d+)</a>', body(client, URL))
    assert [int(number) for _url, number in links] == [2, 1, 1]
    assert [total(body(client, unescape(url))) for url, _number in links] == [2, 1, 1]
    assert "没有符合条件的企业" in body(client, f"{URL}?sector=FISHERY&q=决不存在")
    assert client.get(f"{URL}?export=xlsx").status_code == 200
    insurer = sign_in(cast.insurer_a_clerk)
    assert "无有效保单" not in body(insurer, URL)
    for name in ("agency", "builder_authority", "adm_system"):
        assert sign_in(getattr(cast, name)).get(URL).status_code == 403
