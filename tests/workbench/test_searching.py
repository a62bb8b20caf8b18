"""Search everywhere: by number, two characters and initials, in the person's sight, grouped, with a fixed number of queries."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.services import guidance
from core import clock
from enterprises.models import Enterprise
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.inspections import rows
from tests.pages import body
from workbench.searching import KINDS, MOST, search

SignIn = Callable[[Any], Client]


@pytest.fixture
def firm(cast: Cast) -> Enterprise:
    """A firm of Hangzhou with a policy, a plan, a service and a hazard; another one in Ningbo."""
    found = world.enterprise(name="杭州示例云帆化工有限公司")
    held = world.policy(found)
    world.plan(held)
    world.activity(held)
    world.expense(held, amount=Decimal("10.00"))
    life.hazard(found)
    world.enterprise("330203", name="宁波示例云帆化工有限公司")
    return found


def groups(person: Any, text: str) -> dict[str, list[str]]:
    return {str(one.label): [hit.title for hit in one.hits] for one in search(person, text)}


def test_wide_letters_are_the_same(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    firm = world.enterprise()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in firm.uscc)
    page = as_user(cast.hangzhou_officer).get("/search/", {"q": wide}).content.decode()
    assert f'href="/enterprises/{firm.pk}/"' in page


def test_two_characters_find_the_firm_and_what_hangs_on_it(cast: Cast, firm: Enterprise) -> None:
    found = groups(cast.hangzhou_officer, "云帆")
    assert firm.name in next(iter(found.values()))
    assert len(found) >= 4
    assert not groups(cast.quzhou_officer, "云帆")
    assert len(next(iter(groups(cast.provincial_officer, "云帆").values()))) == 2


@pytest.mark.parametrize("part", [slice(None), slice(0, 9)])
def test_a_number_finds_by_its_beginning(cast: Cast, firm: Enterprise, part: slice) -> None:
    held = world.policy(firm)
    titles = [title for titles in groups(cast.insurer_a_clerk, held.policy_no[part]).values() for title in titles]
    assert held.policy_no in titles
    assert held.policy_no not in str(groups(cast.insurer_b_clerk, held.policy_no[part]))


def test_findings_and_guidance_are_found_by_the_beginning_of_their_numbers(cast: Cast) -> None:
    task = rows.running_task()
    item = rows.add_enterprise(
        task=task,
        enterprise=world.enterprise(world.SHAOXING),
        by=cast.hangzhou_officer,
        today=date(2023, 11, 23),
        at=clock.now(),
    )
    finding, no = str(rows.find(item, cast)), task.no
    for part in (no[:4], no[:-1], no, f"{no}-", f"{no}-0", f"{no}-01", f"{no}-1", f"{no}-01".lower()):
        assert finding in groups(cast.hangzhou_officer, part)["发现问题"], part
    for part in (f"{no}-02", f"{no}-2", f"{no}-a"):
        assert "发现问题" not in groups(cast.hangzhou_officer, part), part
    text = guidance.GuidanceText("GUIDANCE", "冬季检查", "正文", date(2023, 12, 1), "示例函〔2023〕９号")
    guidance.write_guidance(text=text, by=cast.zhejiang_regulator, today=date(2023, 11, 23), at=clock.now())
    for part in ("示例函〔2023〕9", "冬季检查"):
        assert groups(cast.zhejiang_regulator, part) == {"业务指导和通知公告": ["冬季检查"]}
        assert not groups(cast.hangzhou_officer, part), "a draft is its office's alone"


def test_initials_and_credit_code_find_the_firm(cast: Cast, firm: Enterprise) -> None:
    assert firm.name in str(groups(cast.hangzhou_officer, firm.uscc))
    assert firm.name in str(groups(cast.hangzhou_officer, firm.uscc[:10].lower()))


def test_a_document_opens_at_the_found_word(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hangzhou_officer)
    for query in ("交叉检查小组", "交叉检查小组 派员参加"):
        for url in (f"/search/?q={query}", f"/search/?q={query}&kind=documents"):
            found = re.findall(r'href="(/library/\d+/\?q=[^"#]+)#hit" data-hit', body(client, url))
            assert found, url
            assert any('<mark id="hit">' in body(client, one) for one in found), url


@pytest.mark.parametrize("text", ["", "云", " ", "云" * 61])
def test_too_short_and_too_long_texts_find_nothing(cast: Cast, firm: Enterprise, text: str) -> None:
    assert search(cast.provincial_officer, text.strip()) == []


def test_every_hit_opens(cast: Cast, firm: Enterprise, sign_in: SignIn) -> None:
    for name in ("hangzhou_officer", "insurer_a_clerk", "provincial_officer", "zhejiang_regulator"):
        person = getattr(cast, name)
        client = sign_in(person)
        for one in search(person, "云帆"):
            assert len(one.hits) <= MOST
            for hit in one.hits:
                assert client.get(hit.url).status_code == 200, (name, hit.url)
            assert not one.more or client.get(one.more).status_code == 200


def test_the_number_of_queries_is_fixed(cast: Cast, firm: Enterprise) -> None:
    person = cast.provincial_officer
    counts = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as asked:
            search(person, "云帆")
        counts.append(len(asked))
        for _more in range(8):
            world.policy(world.enterprise(name=f"杭州示例云帆{_more}有限公司"))
    assert counts[0] == counts[1] <= len(KINDS) + 4 + 5, "five kinds have hits, which are then read"
    with CaptureQueriesContext(connection) as asked:
        assert search(person, "决不存在") == []
    assert len(asked) <= len(KINDS) + 3, "what was not found is not read"


def test_all_of_a_group_are_those_that_the_search_finds(cast: Cast, sign_in: SignIn) -> None:
    held = [world.policy(world.enterprise(name=f"杭州示例云帆{n}有限公司")) for n in range(9)]
    for one in held:
        world.activity(one)
    client = sign_in(cast.hangzhou_officer)
    numbers = {one.policy_no for one in held}
    more = {str(one.label): one.more for one in search(cast.hangzhou_officer, "云帆")}
    assert {"/search/?q=%E4%BA%91%E5%B8%86&kind=policies", "/search/?q=%E4%BA%91%E5%B8%86&kind=activities"} <= set(
        more.values()
    )
    page = body(client, "/search/?q=云帆&kind=policies")
    assert all(number in page for number in numbers)
    assert page.count("data-hit") == len(numbers)
    for url in more.values():
        assert body(client, url).count("data-hit") == 9
    halves = [body(client, f"/search/?q=云帆&kind=policies&size=10&page={n}").count("data-hit") for n in (1, 2)]
    assert halves == [9, 9], "a page that is none is the last"
    assert "data-hit" in body(client, "/search/?q=云帆&kind=none")


def test_what_stands_in_too_many_names_says_so(
    cast: Cast, firm: Enterprise, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(cast.provincial_officer)
    told = "只显示其中一部分企业名下的内容"
    assert told not in body(client, "/search/?q=云帆")
    monkeypatch.setattr("workbench.searching.MOST_FIRMS", 1)
    assert told in body(client, "/search/?q=云帆")
    assert told in body(client, "/search/?q=云帆&kind=policies")


def test_the_page(cast: Cast, firm: Enterprise, sign_in: SignIn) -> None:
    client = sign_in(cast.hangzhou_officer)
    page = body(client, "/search/?q=云帆")
    assert f'href="/enterprises/{firm.pk}/"' in page
    assert 'action="/search/"' in page
    first = client.get("/search/?q=云帆", headers={"hx-request": "true"}).content.decode()
    assert "<main" not in first, "the box in the top bar asks for the first answers alone"
    assert re.search(rf'<a role="option"\s+id="find-1-1"\s+href="/enterprises/{firm.pk}/"', first)
    assert client.get("/search/?q=云", headers={"hx-request": "true"}).status_code == 200
    assert "没有找到" in body(client, "/search/?q=决不存在的企业")
    assert "两个" in body(client, "/search/?q=云")
    assert client.get("/search/?q=%00%00").status_code == 200
    assert "p-find" not in body(sign_in(cast.adm_audit), "/")


def test_a_text_too_long_is_told_so(cast: Cast, as_user: SignIn) -> None:
    page = body(as_user(cast.hangzhou_officer), f"/search/?q={'云' * 61}")
    assert "超过 60 个字符" in page
    assert "请至少输入两个字" not in page
