"""The overview: each number in the reader's sight, each opening exactly its rows."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from campaigns.models import Campaign
from core import clock
from core.touches import Memory
from coverage.models import GapReminder
from enterprises.models import Enterprise
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.pages import TOTAL, body, total
from workbench.overview import numbers
from workbench.overview.numbers import Overview, weeks_until

Browser = Callable[[Any], Client]
TODAY = date(2023, 11, 23)


@pytest.fixture
def ledgers(db: None) -> None:
    """Two firms in Hangzhou, one of them insured and served; one in Ningbo that is not insured."""
    firm = world.enterprise()
    world.activity(world.policy(firm), start_on=date(2023, 11, 7), end_on=date(2023, 11, 7), campaign_assist=True)
    world.enterprise()
    world.enterprise(world.NINGBO)


def overview(person: Any) -> Overview:
    return Overview(person, Campaign.objects.get(), TODAY, Memory())


def test_numbers_are_those_of_the_readers_sight(cast: Cast, ledgers: None) -> None:
    for name, expected in (
        ("provincial_officer", (3, 1, 2)),
        ("hangzhou_officer", (2, 1, 1)),
        ("ningbo_officer", (1, 0, 1)),
        ("quzhou_officer", (0, 0, 0)),
    ):
        found = overview(getattr(cast, name))
        shown = tuple(found.counted(one).value for one in (numbers.MUST, numbers.INSURED, numbers.MISSING))
        assert shown == expected, name
    assert [line.city.code for line in overview(cast.hangzhou_officer).cities] == ["330100"]
    assert len(overview(cast.provincial_officer).cities) == 11
    assert "330200" not in {line.city.code for line in overview(cast.zhejiang_regulator).cities}


def test_unknown_is_no_zero(cast: Cast, ledgers: None) -> None:
    lines = {line.city.code: line for line in overview(cast.provincial_officer).cities}
    assert lines["330800"].insured_rate is None
    assert lines["330800"].step == 0
    assert str(lines["330100"].insured_rate) == "0.5000"


def test_every_number_opens_its_rows(cast: Cast, ledgers: None, sign_in: Browser) -> None:
    client = sign_in(cast.provincial_officer)
    page = body(client, "/overview/")
    links = re.findall(
        r'<a (?:class="warm" )?href="(/(?:figures|gap|hazards|activities)/[^"]*)">\s*([\d,]+)\s*[<]', page
    )
    assert len(links) > 30
    assert re.search(r'<a href="/figures/[^"]*city=330100[^"]*">50.00%</a>', page), "a rate opens its rows, too"
    for url, number in dict.fromkeys(links):
        rows = body(client, url.replace("&amp;", "&"))
        if number == "0":
            assert TOTAL.search(rows) is None, url  # an empty list has no foot
        elif "expenses" not in url:  # money, whose rows are counted
            assert f"{total(rows):,}" == number, url


def test_major_hazards_closed_off_and_the_total_of_all_cities(cast: Cast, ledgers: None, sign_in: Browser) -> None:
    life.hazard(world.enterprise(), level="MAJOR", state="CLOSED", closed_on=date(2023, 11, 7))
    life.hazard(world.enterprise(), level="MAJOR")
    page = body(sign_in(cast.provincial_officer), "/overview/")
    tile = page.split("重大隐患销号</dt>", 1)[1].split("</div>", 1)[0]
    assert "/ 2</small>" in tile
    assert "50.00%" in tile
    foot = page.split("<tfoot>", 1)[1].split("</tfoot>", 1)[0]
    shown = re.findall(r'class="num">\s*(?:<a href="([^"]+)">)?([^<]*?)\s*<', foot)
    assert [words for _url, words in shown][:6] == ["5", "1", "4", "20.00%", "2", "50.00%"]
    opened = [url for url, words in shown if url and words.isdecimal()]
    assert [total(body(sign_in(cast.provincial_officer), unescape(url))) for url in opened] == [5, 1, 4, 2]
    assert "<tfoot>" not in body(sign_in(cast.hangzhou_officer), "/overview/"), "one city is its own total"


def test_the_share_of_a_week_ago_and_who_was_reminded(cast: Cast, ledgers: None, sign_in: Browser) -> None:
    bare = Enterprise.objects.filter(city__code="330100").exclude(pk__in=Policy.objects.values("enterprise")).get()
    world.policy(bare, start_on=TODAY - timedelta(days=2), end_on=TODAY + timedelta(days=300))
    ningbo = Enterprise.objects.get(city__code="330200")
    GapReminder.objects.create(
        enterprise=ningbo,
        kind="NEVER",
        reference_on=TODAY,
        channel="PHONE",
        text="请投保",
        sent_by=cast.ningbo_officer,
        sent_at=clock.now(),
    )
    page = body(sign_in(cast.provincial_officer), "/overview/")
    assert "较上周 +33.34 个百分点" in page  # two of three against one of three
    found = overview(cast.provincial_officer).reminded
    assert found is not None
    assert (found.value, total(body(sign_in(cast.provincial_officer), found.url))) == (1, 1)
    assert overview(cast.zhejiang_regulator).reminded is None


def test_a_campaign_of_one_sector_counts_no_others(cast: Cast, ledgers: None, sign_in: Browser) -> None:
    other = Enterprise.objects.filter(city__code="330100").latest("pk")
    kept = other.sectors[0]
    Enterprise.objects.filter(pk=other.pk).update(sectors=["FISHERY" if kept != "FISHERY" else "METAL"])
    Campaign.objects.get().sectors.exclude(code=kept).update(enabled=False)
    found = overview(cast.hangzhou_officer)
    assert found.counted(numbers.MUST).value == 1
    assert [(one.must.value, one.missing.value) for one in found.sectors if one.must.value] == [(1, 0)]
    client = sign_in(cast.hangzhou_officer)
    page = body(client, "/overview/")
    assert "本行动的行业领域" in page
    assert "cover=reminded" not in page, "the list behind it is of all sectors"
    assert "较上周 +0.00 个百分点" in page


def test_the_table_of_the_cities_as_a_workbook(cast: Cast, ledgers: None, sign_in: Browser) -> None:
    client = sign_in(cast.provincial_officer)
    assert '<a href="?export=xlsx">' in body(client, "/overview/")
    answer = client.get("/overview/?export=xlsx")
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    assert sheet is not None
    lines = {row[1]: row[2:6] for row in sheet.iter_rows(values_only=True) if row[1]}
    assert lines["杭州市"] == (2, 1, 1, 0.5)
    assert lines["衢州市"][3] is None or lines["衢州市"][3] == "—"


def test_the_page_by_role(cast: Cast, ledgers: None, sign_in: Browser) -> None:
    assert "全屏展示" in body(sign_in(cast.zhejiang_regulator), "/overview/")
    screen = body(sign_in(cast.xihu_county), "/overview/?view=screen")
    assert 'data-bs-theme="dark"' in screen
    assert "<dt>费用</dt>" in screen
    county = body(sign_in(cast.xihu_county), "/overview/")
    assert 'href="/reports/"' not in county  # no page of theirs
    assert "expenses.booked/rows" not in county
    for name in ("insurer_a_clerk", "agency", "adm_system"):
        assert sign_in(getattr(cast, name)).get("/overview/").status_code == 403, name
    Campaign.objects.update(state="DRAFT")
    assert "本年度暂无专项行动" in body(sign_in(cast.provincial_officer), "/overview/")


def test_weeks_begin_on_mondays_and_with_the_campaign() -> None:
    weeks = weeks_until(TODAY, date(2023, 4, 27))
    assert len(weeks) == 12
    assert weeks[-1] == (date(2023, 11, 20), date(2023, 11, 26))
    assert weeks_until(date(2023, 5, 3), date(2023, 4, 27))[0][0] == date(2023, 4, 24)


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, ledgers: None, sign_in: Browser) -> None:
    """What changed since the week before is counted over sets, and not again while nothing is written."""
    client = sign_in(cast.provincial_officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            body(client, "/overview/")
        return len(queries)

    def write(number: int) -> None:
        for county in (world.HANGZHOU, world.NINGBO, "330302"):
            for _number in range(number):
                firm = world.enterprise(county)
                life.hazard(firm, level="MAJOR")
                world.policy(firm, "INS-A-NB" if county == world.NINGBO else "INS-A-ZJ")

    asked()  # what is read once for a process is known from here on
    write(1)
    cold, warm = asked(), asked()
    write(5)
    assert (asked(), asked()) == (cold, warm)
    assert warm < cold <= 36


def test_a_funnel_of_nothing_has_no_bar(cast: Cast) -> None:
    assert [(stage.counted.value, stage.width) for stage in overview(cast.quzhou_officer).funnel] == [(0, 0)] * 4


def test_the_numbers_of_the_total_open_their_rows(cast: Cast, ledgers: None, as_user: Callable[[Any], Client]) -> None:
    client = as_user(cast.provincial_officer)
    foot = re.search(r"<tfoot>.*?</tfoot>", body(client, "/overview/"), re.DOTALL)
    assert foot
    links = re.findall(r'href="(/[^"]+)">\s*([\d,]+)</a>', foot[0])
    assert len(links) == 4
    for url, number in links:
        assert total(body(client, html.unescape(url))) == int(number.replace(",", "")), url
