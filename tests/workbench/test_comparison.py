"""The comparison of insurers: the numbers of each, in the person's sight, and each number opens exactly its rows."""

import html
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.contributions import tallies
from core.contributions.tallies import CASES_OF_INSURERS, Tally
from crosschecks.choices import InquiryState
from crosschecks.models import Inquiry
from insurers.complaints import services as complaining
from insurers.complaints.services import Filing
from insurers.expenses.figures import Shares
from reports import seeding
from tests import world
from tests.cast import Cast
from tests.databases import Keep
from tests.hazards import life
from tests.pages import TOTAL, body
from workbench.comparison import Compared, Look, compare, total_of
from workbench.views.compare import Asked, days_for

SignIn = Callable[[Any], Client]
TODAY, SINCE = date(2023, 11, 23), date(2023, 4, 27)
URL = "/insurers/compare/"


def seen(person: Any) -> dict[str, Compared]:
    return {row.name[:2]: row for row in compare(Look(person, TODAY, SINCE))}


@pytest.fixture(scope="module")
def filled(keep: Keep) -> None:
    sizes = {"enterprises": 150, "policies": 130, "activities": 260}
    keep(lambda: seeding.fill(seed=7, today=clock.today(), sizes=sizes))


@pytest.fixture
def ledgers(filled: None, db: None) -> None:
    """Ledgers of the seed 7."""


@pytest.fixture
def business(cast: Cast) -> Any:
    """Two units of one insurer and one of another in Hangzhou, one in Ningbo: premiums, services, fees, hazards."""
    first, second = world.enterprise(), world.enterprise()
    held, other = world.policy(first), world.policy(second)
    world.policy(world.enterprise(), by="INS-B-ZJ")
    world.policy(world.enterprise("330203"), by="INS-A-NB")
    world.activity(held, campaign_assist=True)
    world.expense(held, amount=Decimal("1000.00"))
    life.hazard(first, state="CLOSED", closed_on=TODAY)
    life.hazard(first, state="RECTIFYING")
    filing = Filing(other, date(2023, 9, 22), "示例联系人", "未按约定开展培训")
    complaining.record_complaint(filing=filing, by=cast.insurer_a_clerk, today=TODAY, at=clock.now())
    return held


def test_only_insurers_with_business_in_the_place_are_compared(cast: Cast, business: Any) -> None:
    assert list(seen(cast.zhejiang_regulator)) == ["之江", "东海"]
    assert list(seen(cast.ningbo_regulator)) == ["之江"]
    assert seen(cast.wenzhou_regulator) == {}
    assert len(compare(Look(cast.provincial_officer, TODAY, SINCE))) == 3


def test_a_row_holds_what_the_ledgers_say(cast: Cast, business: Any) -> None:
    row = seen(cast.zhejiang_regulator)["之江"]
    assert (row.policies, row.units, row.lacking) == (2, 2, 1)
    assert (row.complaints, row.cases) == (1, 0)
    assert (row.hazards, row.closed) == (2, 1)
    assert row.booked == Decimal("1000.00")
    assert row.reach == Decimal("0.5000")
    empty = seen(cast.zhejiang_regulator)["东海"]
    assert (empty.promises, empty.hazards, empty.booked) == (0, 0, Decimal(0))
    assert empty.rate is None
    assert empty.closing is None


def test_the_sum_divides_sums(cast: Cast, business: Any) -> None:
    rows = compare(Look(cast.zhejiang_regulator, TODAY, SINCE))
    total = total_of(rows, "合计")
    assert total.policies == sum(row.policies for row in rows) == 3
    assert total.fee_share == (total.booked / total.fee_premium).quantize(Decimal("0.0001"))
    assert total.cases == 0


@pytest.mark.parametrize(
    ("booked", "shares", "is_marked"),
    [
        (60, Shares(None, None), False),
        (61, Shares(None, None), True),
        (50, Shares(Decimal("0.06"), None), True),
        (50, Shares(None, Decimal("0.04")), True),
        (50, Shares(Decimal("0.05"), Decimal("0.05")), False),
    ],
)
def test_a_share_outside_of_the_rule_or_above_the_agreed_one_is_marked(
    booked: int, shares: Shares, is_marked: bool
) -> None:
    row = Compared(1, "示例", fee_premium=Decimal(1000), budget=Decimal(60), booked=Decimal(booked))
    assert row.breaks(shares) is is_marked
    assert not Compared(1, "示例").breaks(shares)


def test_the_cases_come_from_the_room_that_keeps_them(cast: Cast, business: Any, monkeypatch: Any) -> None:
    insurer = world.insurer().pk
    tally = Tally(counts=lambda _user: {insurer: 4}, url=lambda key: f"/cases/?subject={key or ''}")
    monkeypatch.setitem(tallies._tallies, CASES_OF_INSURERS, tally)
    rows = compare(Look(cast.zhejiang_regulator, TODAY, SINCE))
    assert [row.cases for row in rows] == [4, 0]
    assert total_of(rows, "").cases == 4


def cells(page: str) -> list[tuple[str, str, str]]:
    """Address, words and text of each number."""
    found = re.findall(r'<a\s+(?:class="warm"\s+)?href="([^"]+)"\s+aria-label="([^"]+)">([^<]+)</a>', page)
    return [(html.unescape(url), label, text) for url, label, text in found]


@pytest.mark.parametrize("name", ["wenzhou_regulator", "ningbo_regulator", "zhejiang_regulator", "provincial_officer"])
def test_each_number_opens_exactly_its_rows(sign_in: SignIn, cast: Cast, ledgers: None, name: str) -> None:
    client = sign_in(getattr(cast, name))
    numbers = cells(body(client, URL).split("<tbody>")[1].split("</table>")[0])
    assert len(numbers) > 20
    pages = {url: body(client, url) for url in {url for url, _label, _text in numbers}}
    for url, label, text in numbers:
        page = pages[url]
        digits = re.sub(r"\D", "", text)
        if "%" in text or "." in text:
            continue  # shares and money: the rows behind them are opened, not counted
        if url.startswith("/promised/list/"):
            assert digits in re.sub(",", "", page), label
            continue
        total = TOTAL.search(page)
        listed = int(total[1].replace(",", "")) if total else 0
        assert listed == int(digits), (label, url)


def test_the_sum_of_hazards_opens_those_of_insurers_alone(sign_in: SignIn, cast: Cast, business: Any) -> None:
    life.hazard(business.enterprise, insurer=None, source="DEPARTMENT")
    client = sign_in(cast.zhejiang_regulator)
    whole = body(client, URL)
    lacking = re.findall(r'href="(/promised/without-assistance/[^"]*insurer=[^"]*)"', whole)
    assert lacking, "in the table and beside it"
    assert all("campaign=2023" in url for url in lacking)
    sums = cells(whole.split('class="p-total"')[1].split("</tbody>")[0])
    url, _label, text = next(cell for cell in sums if cell[0].startswith("/hazards/"))
    found = TOTAL.search(body(client, url))
    assert text == "2"
    assert found
    assert found[1] == "2"


@pytest.mark.parametrize(("due_on", "tag"), [(22, "over"), (25, "warn"), (30, "")])
def test_a_question_says_how_many_days_are_left_for_its_answer(due_on: int, tag: str) -> None:
    asked = Inquiry(state=InquiryState.ASKED, due_on=date(2023, 11, due_on))
    assert Asked(asked, days_for(asked, TODAY)).tag == tag
    answered = Inquiry(state=InquiryState.ANSWERED, due_on=date(2023, 11, due_on))
    assert days_for(answered, TODAY) is None


def test_headings_sort_and_turn_round(sign_in: SignIn, cast: Cast, ledgers: None) -> None:
    client = sign_in(cast.zhejiang_regulator)

    def order(query: str) -> list[int]:
        page = body(client, f"{URL}{query}").split("<tbody>")[1].split("</tbody>")[0]
        return [int(text.replace(",", "")) for _url, label, text in cells(page) if label.split()[1] == "保单"]

    most = order("?sort=policies&dir=desc")
    assert most == sorted(most, reverse=True)
    assert order("?sort=policies") == sorted(most)
    assert order("?sort=nonsense") == order("")
    page = body(client, f"{URL}?sort=policies&dir=desc")
    assert 'aria-sort="descending"' in page
    assert 'href="?sort=policies"' in page


def test_the_number_of_queries_does_not_grow_with_the_insurers(sign_in: SignIn, cast: Cast, business: Any) -> None:
    client = sign_in(cast.zhejiang_regulator)
    client.get(URL)
    counts = []
    for code in ("INS-C-ZJ", "INS-D-ZJ"):
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        counts.append(len(asked))
        world.policy(world.enterprise(), by=code)
        client.get(URL)
    assert counts[0] == counts[1] <= 18


def test_the_page_is_for_regulators_and_the_province(sign_in: SignIn, cast: Cast, business: Any) -> None:
    for name in ("hangzhou_officer", "insurer_a_clerk", "agency", "builder_authority", "adm_system", "xihu_county"):
        assert sign_in(getattr(cast, name)).get(URL).status_code == 403, name
    client = sign_in(cast.zhejiang_regulator)
    assert client.get(f"{URL}?export=xlsx")["Content-Type"].startswith("application/vnd")
    assert f'href="{URL}"' in body(client, "/insurers/")
    assert f'href="{URL}"' in body(client, f"/insurers/{world.insurer().pk}/")
    assert "本地区有第一张保单" in body(sign_in(cast.wenzhou_regulator), URL)
