"""The page of the campaign."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign
from tests.cast import NAMES, Cast

SignIn = Callable[[Any], Client]


def test_the_page_says_window_deadline_and_advice(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in(cast.hangzhou_officer).get("/campaign/").content.decode()
    for words in (
        "浙应急法规〔2023〕133号",
        "2023-04-27 — 2023-12-31",
        "距12月10日报送截止",
        "11个工作日（11月24日—12月8日）",
        "截止日为星期日，请于12月8日（星期五）前完成",
        "已进行211天，共249天",
    ):
        assert words in page


def test_coal_stands_in_the_list_and_is_off(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in(cast.hangzhou_officer).get("/campaign/").content.decode()
    row = page.split("<td>煤矿</td>", 1)[1].split("</tr>", 1)[0]
    assert "未纳入" in row
    assert "未纳入" not in page.split("<td>渔业生产</td>", 1)[1].split("</tr>", 1)[0]


def test_after_the_deadline_the_page_says_so(sign_in: SignIn, cast: Cast, settings: Any) -> None:
    settings.PORTAL_TODAY = date(2023, 12, 9)
    page = sign_in(cast.hangzhou_officer).get("/campaign/").content.decode()
    assert "截止日为星期日，此前最后一个工作日12月8日已过" in page
    settings.PORTAL_TODAY = date(2023, 12, 15)
    assert "已过报送截止日" in sign_in(cast.hangzhou_officer).get("/campaign/").content.decode()


def test_a_year_without_campaign(sign_in: SignIn, cast: Cast, settings: Any) -> None:
    settings.PORTAL_TODAY = date(2022, 6, 1)
    Campaign.objects.update(state="DRAFT")  # nothing was approved yet
    assert "本年度暂无专项行动" in sign_in(cast.hangzhou_officer).get("/campaign/").content.decode()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_administrators_do_not_open_it(as_user: SignIn, cast: Cast, name: str) -> None:
    assert as_user(getattr(cast, name)).get("/campaign/").status_code == (403 if name.startswith("adm_") else 200)


def test_few_questions(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in(cast.hangzhou_officer)
    assert Campaign.objects.count() == 1
    with CaptureQueriesContext(connection) as queries:
        client.get("/campaign/")
    assert len(queries) <= 9  # sectors, reports and documents, and which campaigns may be chosen
