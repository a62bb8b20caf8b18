"""The ledgers' pages: figures equal lists, filters, scope, masks, and a number of queries that does not grow."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pghistory
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.files import store
from core.imports.models import Upload
from enterprises.models import Enterprise
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.pages import body, total

SignIn = Callable[[Any], Client]
FIGURE = re.compile(r'href="\?cover=(\w+)"[^>]*>\s*([\d,]+)<small>')
SECTOR = re.compile(r'href="\?(cover=missing&amp;sector=(\w+))">\s*([\d,]+)<small>/ ([\d,]+)')
LISTS = ("/enterprises/", "/gap/", "/policies/", "/activities/")


def names(client: Client, url: str) -> set[str]:
    """The enterprises that a list names."""
    return set(re.findall(r"测试示例化工\d{4}有限公司", body(client, url)))


def served(county: str = world.HANGZHOU, by: str = "INS-A-ZJ", **changes: Any) -> Enterprise:
    """An insured enterprise with one service."""
    firm = world.enterprise(county, **changes)
    world.activity(world.policy(firm, by))
    return firm


@pytest.fixture
def gap(cast: Cast) -> dict[str, Enterprise]:
    """Hangzhou with one firm for each way of standing to the duty, and one in Quzhou."""
    firms = {
        "insured": world.enterprise(),
        "soon": world.enterprise(),
        "renewed": world.enterprise(),
        "lapsed": world.enterprise(sectors=["CONSTR", "HAZCHEM"]),
        "given_back": world.enterprise(),
        "future": world.enterprise(),
        "never": world.enterprise(status="BUILDING"),
        "idle": world.enterprise(status="SUSPENDED"),
        "other": world.enterprise(sectors=["OTHER"]),
        "quzhou": world.enterprise(world.QUZHOU),
    }
    world.policy(firms["insured"])
    world.policy(firms["soon"], end_on=date(2023, 12, 20))
    world.policy(firms["renewed"], end_on=date(2023, 12, 1))
    world.policy(firms["renewed"], start_on=date(2023, 12, 2), end_on=date(2024, 12, 1))
    world.policy(firms["lapsed"], end_on=date(2023, 11, 22))
    world.policy(firms["given_back"], status="SURRENDERED")
    world.policy(firms["future"], start_on=date(2023, 12, 1), end_on=date(2024, 11, 30))
    world.policy(firms["other"])
    return firms


def test_the_gap_counts_must_insured_and_missing_as_the_notice_says(
    sign_in: SignIn, cast: Cast, gap: dict[str, Enterprise]
) -> None:
    page = body(sign_in(cast.hangzhou_officer), "/gap/")
    figures = {name: int(number) for name, number in FIGURE.findall(page)}
    assert figures == {"must": 7, "insured": 3, "missing": 4, "expiring": 1}
    assert "42.86%" in page


@pytest.mark.parametrize("name", ["hangzhou_officer", "provincial_officer", "zhejiang_regulator", "xihu_county"])
def test_each_figure_of_the_gap_opens_exactly_its_rows(
    sign_in: SignIn, cast: Cast, gap: dict[str, Enterprise], name: str
) -> None:
    client = sign_in(getattr(cast, name))
    page = body(client, "/gap/")
    figures = FIGURE.findall(page)
    assert len(figures) == 4
    for cover, number in figures:
        assert total(body(client, f"/gap/?cover={cover}")) == int(number)
        assert total(body(client, f"/enterprises/?cover={cover}")) == int(number)
    sectors = SECTOR.findall(page)
    assert len(sectors) == 8
    for query, code, missing, must in sectors:
        assert total(body(client, f"/gap/?{query.replace('&amp;', '&')}")) == int(missing)
        assert total(body(client, f"/gap/?cover=must&sector={code}")) == int(must)


def test_the_gap_lists_the_uninsured_and_how_they_came_to_be(
    sign_in: SignIn, cast: Cast, gap: dict[str, Enterprise]
) -> None:
    client = sign_in(cast.hangzhou_officer)
    expected = {gap[name].name for name in ("lapsed", "given_back", "future", "never")}
    assert names(client, "/gap/") == expected
    assert names(client, "/gap/?cover=") == expected
    page = body(client, "/gap/")
    assert "脱保1天" in page
    assert "已退保" in page
    assert "尚未起保" in page
    assert "从未投保" in page


def test_filters_narrow_the_list_and_stay_in_the_address(
    sign_in: SignIn, cast: Cast, gap: dict[str, Enterprise]
) -> None:
    client = sign_in(cast.provincial_officer)
    wanted = gap["quzhou"]
    assert names(client, f"/enterprises/?q={wanted.name[6:10]}") == {wanted.name}
    assert names(client, f"/enterprises/?q={wanted.uscc.lower()}") == {wanted.name}
    assert names(client, "/enterprises/?place=330800") == {wanted.name}
    assert names(client, "/enterprises/?place=330802") == {wanted.name}
    assert names(client, "/enterprises/?place=330803") == set()
    assert names(client, "/enterprises/?sector=CONSTR") == {gap["lapsed"].name}
    assert names(client, "/enterprises/?status=SUSPENDED") == {gap["idle"].name}
    page = body(client, "/enterprises/?place=330100&sector=HAZCHEM&size=10")
    assert '<option value="330100" selected>' in page
    assert "行业领域：危险化学品" in page
    assert 'href="?place=330100&amp;size=10"' in page


def test_a_filter_nobody_knows_is_told_and_left_out(sign_in: SignIn, cast: Cast, gap: dict[str, Enterprise]) -> None:
    client = sign_in(cast.hangzhou_officer)
    for url in ("/enterprises/?sector=NOPE", "/gap/?cover=nope", "/policies/?start_from=2023-13-45"):
        page = body(client, url)
        assert "列表未按此条件筛选" in page
        assert total(page) == total(body(client, url.split("?", 1)[0]))
    foreign = body(client, "/enterprises/?place=330802")
    assert "没有符合该条件的记录" in foreign
    assert total(foreign) == 0


@pytest.mark.parametrize("query", ["q=%00", "page=0", "page=x", "size=²", "size=1000", "page=99999999999999999999"])
def test_a_broken_address_is_no_fault_of_the_portal(
    sign_in: SignIn, cast: Cast, gap: dict[str, Enterprise], query: str
) -> None:
    client = sign_in(cast.hangzhou_officer)
    for url in LISTS:
        assert client.get(f"{url}?{query}").status_code == 200


def test_policies_and_services_filter_by_number_period_kind_and_insurer(sign_in: SignIn, cast: Cast) -> None:
    served()
    new = served()
    policy = world.policy(new, "INS-B-ZJ", start_on=date(2023, 10, 1), status="CANCELLED")
    world.activity(
        policy, kind="TRAIN", topics=["T1"], campaign_assist=False, start_on=date(2023, 11, 2), end_on=date(2023, 11, 2)
    )
    client = sign_in(cast.hangzhou_officer)
    insurer = world.insurer("INS-B-ZJ").pk
    assert total(body(client, "/policies/")) == 3
    assert total(body(client, f"/policies/?q={policy.policy_no.lower()}")) == 1
    assert total(body(client, f"/policies/?q={new.uscc}")) == 2
    assert total(body(client, "/policies/?start_from=2023-10-01")) == 1
    assert total(body(client, "/policies/?start_to=2023-09-30")) == 2
    assert total(body(client, "/policies/?status=CANCELLED")) == 1
    assert total(body(client, f"/policies/?insurer={insurer}")) == 1
    assert total(body(client, "/activities/?kind=TRAIN")) == 1
    assert total(body(client, "/activities/?assist=false")) == 1
    assert total(body(client, "/activities/?assist=true")) == 2
    assert total(body(client, "/activities/?start_from=2023-11-01&start_to=2023-11-30")) == 1
    assert total(body(client, "/activities/?state=VOID")) == 0


def test_pages_number_on_and_offer_three_sizes(sign_in: SignIn, cast: Cast) -> None:
    for _ in range(23):
        world.enterprise()
    client = sign_in(cast.hangzhou_officer)
    first, second = body(client, "/enterprises/?size=10"), body(client, "/enterprises/?size=10&page=2")
    assert "共23条，第1至10条" in first
    assert ">1</td>" in first
    assert ">11</td>" in second
    assert ">1</td>" not in second
    assert names(client, "/enterprises/?size=10").isdisjoint(names(client, "/enterprises/?size=10&page=2"))
    assert len(names(client, "/enterprises/?size=50")) == 23


@pytest.mark.parametrize("url", LISTS)
def test_the_number_of_queries_does_not_grow_with_the_rows(sign_in: SignIn, cast: Cast, url: str) -> None:
    client = sign_in(cast.provincial_officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            body(client, f"{url}?size=50" + ("&cover=must" if url == "/gap/" else ""))
        return len(caught)

    for _ in range(5):
        served()
    few = queries()
    for _ in range(45):
        served(world.QUZHOU, "INS-B-ZJ")
    many = queries()
    assert total(body(client, f"{url}?size=50" + ("&cover=must" if url == "/gap/" else ""))) == 50
    assert many == few <= 15  # two of them everywhere: which campaigns may be chosen, which filters are kept
    assert queries() < few  # what was counted need not be counted again


SEES = {
    "hangzhou_officer": {"hangzhou_a", "hangzhou_b"},
    "quzhou_officer": {"quzhou"},
    "ningbo_officer": {"ningbo"},
    "xihu_county": {"hangzhou_a", "hangzhou_b"},
    "provincial_officer": {"hangzhou_a", "hangzhou_b", "quzhou", "ningbo", "wenzhou"},
    "zhejiang_regulator": {"hangzhou_a", "hangzhou_b", "quzhou", "wenzhou"},
    "ningbo_regulator": {"ningbo"},
    "wenzhou_regulator": {"wenzhou"},
    "insurer_a_clerk": {"hangzhou_a", "quzhou", "wenzhou"},
    "insurer_a_ningbo_clerk": {"ningbo"},
    "insurer_b_clerk": {"hangzhou_b"},
    "builder_authority": {"hangzhou_b"},
}


@pytest.mark.parametrize("name", sorted(SEES))
def test_everybody_sees_their_own_rows_and_opens_no_other(sign_in: SignIn, cast: Cast, name: str) -> None:
    firms = {
        "hangzhou_a": served(),
        "hangzhou_b": served(by="INS-B-ZJ", sectors=["CONSTR"]),
        "quzhou": served(world.QUZHOU),
        "ningbo": served(world.NINGBO, "INS-A-NB"),
        "wenzhou": served("330302"),
    }
    client = sign_in(getattr(cast, name))
    mine = {firms[key].name for key in SEES[name]}
    for url in ("/enterprises/", "/policies/", "/activities/"):
        assert names(client, url) == mine, url
    for key, firm in firms.items():
        status = 200 if key in SEES[name] else 404
        policy = firm_policy(firm)
        assert client.get(f"/enterprises/{firm.pk}/").status_code == status
        assert client.get(f"/policies/{policy.pk}/").status_code == status
        assert client.get(f"/activities/{policy.activities.get().pk}/").status_code == status


def firm_policy(firm: Enterprise) -> Policy:
    return Policy.objects.get(enterprise=firm)


@pytest.mark.parametrize("name", ["adm_system", "adm_security", "adm_audit"])
def test_administrators_open_no_ledger(sign_in: SignIn, cast: Cast, name: str) -> None:
    client = sign_in(getattr(cast, name))
    assert {client.get(url).status_code for url in LISTS} == {403}


def test_the_gap_is_not_for_insurers(sign_in: SignIn, cast: Cast) -> None:
    assert sign_in(cast.insurer_a_clerk).get("/gap/").status_code == 403


def test_an_insurer_learns_nothing_of_a_rival_s_policy(sign_in: SignIn, cast: Cast) -> None:
    firm = served()
    Policy.objects.update(end_on=date(2023, 6, 30))
    rival = world.policy(firm, "INS-B-ZJ", end_on=date(2023, 12, 28))
    client = sign_in(cast.insurer_a_clerk)
    listed = body(client, "/enterprises/?cover=missing")
    assert names(client, "/enterprises/?cover=missing") == {firm.name}
    detail = body(client, f"/enterprises/{firm.pk}/")
    for page in (listed, detail):
        assert rival.policy_no not in page
        assert "2023-12-28" not in page
        assert "应保未保" not in page
    assert client.get(f"/policies/{rival.pk}/").status_code == 404


def test_contact_data_is_masked_and_absent_from_lists(sign_in: SignIn, cast: Cast) -> None:
    firm = served()
    client = sign_in(cast.hangzhou_officer)
    detail = body(client, f"/enterprises/{firm.pk}/")
    assert "138****5678" in detail
    assert "张**" in detail
    for url in (*LISTS, f"/enterprises/{firm.pk}/"):
        page = body(client, url)
        assert "13800005678" not in page
        assert "张某某" not in page


def test_the_history_says_what_changed_and_masks_contact_data(sign_in: SignIn, cast: Cast) -> None:
    firm = world.enterprise()
    firm.employees, firm.phone, firm.sectors, firm.county_id = 64, "13900001234", ["HAZCHEM", "METAL"], "330105"
    firm.save()
    page = body(sign_in(cast.hangzhou_officer), f"/enterprises/{firm.pk}/")
    assert "50 → 64" in page
    assert "138****5678 → 139****1234" in page
    assert "危险化学品 → 危险化学品、金属冶炼" in page
    assert "西湖区 → 拱墅区" in page
    assert "13900001234" not in page


def test_the_history_names_an_upload_only_to_those_who_may_open_it(as_user: SignIn, cast: Cast) -> None:
    firm, by, at = served(), cast.hangzhou_officer, clock.now()
    file = store(ContentFile(b"x", name="a.xlsx"), name="登记册.xlsx", organisation_id=by.organisation_id, at=at)
    upload = Upload.objects.create(
        kind="enterprises", organisation_id=by.organisation_id, owner=by, file=file, created_at=at, accepted_at=at
    )
    with pghistory.context(user=by.pk, upload=upload.pk):
        Enterprise.objects.filter(pk=firm.pk).update(employees=70)
    link = f'href="/uploads/{upload.pk}/"'
    own, insurer = (body(as_user(user), f"/enterprises/{firm.pk}/") for user in (by, cast.insurer_a_clerk))
    for page in (own, insurer):
        assert "50 → 70" in page
        assert "杭州市应急管理局" in page
    assert link in own
    assert link not in insurer
    assert "登记册" not in insurer


def test_the_enterprise_page_shows_its_policies_and_services_and_links_to_the_rest(sign_in: SignIn, cast: Cast) -> None:
    firm = world.enterprise()
    policy = world.policy(firm)
    for _ in range(21):
        world.activity(policy)
    page = body(sign_in(cast.hangzhou_officer), f"/enterprises/{firm.pk}/")
    assert policy.policy_no in page
    assert len(re.findall(r'href="/activities/\d+/"', page)) == 20
    assert f"/activities/?q={firm.uscc}" in page


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "有效"),
        ({"end_on": date(2023, 11, 22)}, "已到期"),
        ({"end_on": date(2023, 11, 23)}, "有效"),
        ({"start_on": date(2023, 11, 24)}, "尚未起保"),
        ({"status": "SURRENDERED"}, "退保"),
    ],
)
def test_a_policy_says_how_it_stands_on_the_day(
    sign_in: SignIn, cast: Cast, changes: dict[str, Any], word: str
) -> None:
    policy = world.policy(world.enterprise(), **changes)
    client = sign_in(cast.hangzhou_officer)
    for url in ("/policies/", f"/policies/{policy.pk}/"):
        assert re.search(rf'class="p-tag[^"]*">{word}<', body(client, url)), url


def test_an_agency_sees_the_services_it_gave_and_no_more(sign_in: SignIn, cast: Cast) -> None:
    policy = world.policy(world.enterprise())
    own = world.activity(policy, agency=cast.agency.organisation)
    foreign = world.activity(policy)
    client = sign_in(cast.agency)
    assert total(body(client, "/activities/")) == 1
    assert own.activity_no in body(client, f"/activities/{own.pk}/")
    assert client.get(f"/activities/{foreign.pk}/").status_code == 404
    assert client.get("/enterprises/").status_code == 403
