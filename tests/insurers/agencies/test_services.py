"""Service agencies: who may be chosen on a day, who keeps what, and orders that only the right people see."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import Organisation, User
from core import clock
from core.gate import NotAllowed
from core.writing import Refused
from insurers.agencies import services as agencies
from insurers.agencies.models import AgencyContract, AgencyEvaluation, AgencyQualification
from insurers.orders.models import ServiceOrder
from insurers.orders.services import orders as ordering
from tests import world
from tests.cast import Cast

SignIn = Callable[[Any], Client]
DAY = date(2023, 11, 28)


@pytest.fixture
def agency(cast: Cast) -> Organisation:
    return cast.agency.organisation


@pytest.fixture
def insurer(cast: Cast) -> Organisation:
    return cast.insurer_a_clerk.organisation


def certified(agency: Organisation, **changes: Any) -> AgencyQualification:
    values = {
        "kind": "ASSESSMENT",
        "cert_no": "示例-1",
        "scope": "危险化学品",
        "issuer": "示例厅",
        "valid_from": date(2021, 1, 1),
        "valid_to": date(2023, 12, 31),
        **changes,
    }
    return AgencyQualification.objects.create(agency=agency, **values)


def contracted(agency: Organisation, insurer: Organisation) -> AgencyContract:
    return AgencyContract.objects.create(
        agency=agency,
        insurer=insurer,
        contract_no="HT-1",
        starts_on=date(2023, 1, 1),
        ends_on=date(2023, 12, 31),
        amount=1,
    )


def evaluated(agency: Organisation, by: User, year: int, conclusion: str) -> None:
    agencies.evaluate(
        agency=agency,
        verdict=agencies.Verdict(year=year, score=60, conclusion=conclusion, note="示例理由"),
        by=by,
        today=clock.today(),
        at=clock.now(),
    )


def wish(agency: Organisation, **changes: Any) -> ordering.Wish:
    values = {"agency": agency, "kind": "HAZ", "service_on": DAY, **changes}
    values.setdefault("policy", None)
    if values["policy"] is None:
        values["policy"] = world.policy(world.enterprise())
    return ordering.Wish(**values)


def order(cast: Cast, agency: Organisation, by: User | None = None, **changes: Any) -> ServiceOrder:
    return ordering.place_order(
        wish=wish(agency, **changes), by=by or cast.insurer_a_clerk, today=clock.today(), at=clock.now()
    )


def test_a_qualified_agency_under_contract_may_be_chosen(agency: Organisation, insurer: Organisation) -> None:
    certified(agency)
    contracted(agency, insurer)
    assert agencies.usable_on(agency, insurer, DAY) is None


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2024, 1, 1), "已于 2023-12-31 到期"), (date(2020, 12, 31), "尚未生效")],
    ids=["the day after the last", "the day before the first"],
)
def test_a_certificate_counts_from_its_first_to_its_last_day(
    agency: Organisation, insurer: Organisation, day: date, words: str
) -> None:
    certified(agency)
    assert words in (agencies.usable_on(agency, insurer, day) or "")


def test_without_contract_or_qualification_it_says_which(agency: Organisation, insurer: Organisation) -> None:
    assert "没有登记资质" in (agencies.usable_on(agency, insurer, DAY) or "")
    certified(agency)
    assert "没有涵盖 2023-11-28 的合同" in (agencies.usable_on(agency, insurer, DAY) or "")


def test_a_suspension_stops_the_insurer_that_spoke_it_and_a_later_verdict_lifts_it(
    cast: Cast, agency: Organisation, insurer: Organisation
) -> None:
    certified(agency)
    contracted(agency, insurer)
    other = cast.insurer_b_clerk.organisation
    contracted(agency, other)
    evaluated(agency, cast.insurer_a_clerk, 2022, "STOP")
    assert "停用" in (agencies.usable_on(agency, insurer, DAY) or "")
    assert agencies.usable_on(agency, other, DAY) is None
    with pytest.raises(Refused, match="停用"):
        order(cast, agency)
    evaluated(agency, cast.insurer_a_clerk, 2023, "KEEP")
    assert agencies.usable_on(agency, insurer, DAY) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"service_on": date(2023, 11, 22)}, "早于今天"),
        ({"service_on": date(2030, 1, 1)}, "保险期间"),
    ],
)
def test_an_order_that_cannot_be_says_why_and_stores_nothing(
    cast: Cast, agency: Organisation, insurer: Organisation, changes: dict[str, Any], words: str
) -> None:
    certified(agency, valid_to=date(2031, 1, 1))
    contracted(agency, insurer)
    with pytest.raises(Refused, match=words):
        order(cast, agency, **changes)
    assert not ServiceOrder.objects.exists()


def test_the_same_order_twice_is_refused(cast: Cast, agency: Organisation, insurer: Organisation) -> None:
    certified(agency)
    contracted(agency, insurer)
    policy = world.policy(world.enterprise())
    order(cast, agency, policy=policy)
    with pytest.raises(Refused, match="请勿重复委托"):
        order(cast, agency, policy=policy)


def test_an_agency_sees_the_orders_given_to_it_and_answers_them(
    cast: Cast, agency: Organisation, insurer: Organisation, sign_in: SignIn
) -> None:
    certified(agency)
    contracted(agency, insurer)
    mine = order(cast, agency)
    stranger = Organisation.objects.agencies().exclude(pk=agency.pk).order_by("code")[0]
    certified(stranger, cert_no="示例-2")
    contracted_there = contracted(stranger, cast.insurer_b_clerk.organisation)
    theirs = order(cast, stranger, by=cast.insurer_b_clerk, policy=world.policy(world.enterprise(), "INS-B-ZJ"))
    client = sign_in(cast.agency)
    page = client.get("/orders/").content.decode()
    assert f"/orders/{mine.pk}/" in page
    assert f"/orders/{theirs.pk}/" not in page
    assert client.get(f"/orders/{theirs.pk}/").status_code == 404
    assert client.post(f"/orders/{theirs.pk}/move/", {"move": "accept"}).status_code == 404
    assert client.get(f"/agencies/{contracted_there.agency_id}/").status_code == 404
    assert client.post(f"/orders/{mine.pk}/move/", {"move": "decline", "note": ""}).status_code == 400
    assert client.post(f"/orders/{mine.pk}/move/", {"move": "accept", "note": "按时到场"}).status_code == 302
    mine.refresh_from_db()
    assert (mine.state, mine.answer) == ("ACCEPTED", "按时到场")


def test_an_insurer_sees_neither_the_orders_nor_the_contracts_of_another(
    cast: Cast, agency: Organisation, insurer: Organisation, sign_in: SignIn
) -> None:
    certified(agency)
    contracted(agency, insurer)
    evaluated(agency, cast.insurer_a_clerk, 2023, "MEND")
    given = order(cast, agency)
    client = sign_in(cast.insurer_b_clerk)
    page = client.get(f"/agencies/{agency.pk}/").content.decode()
    assert "HT-1" not in page
    assert "示例理由" not in page
    assert client.get(f"/orders/{given.pk}/").status_code == 404


def test_staff_are_masked_for_all_but_their_agency(cast: Cast, agency: Organisation, sign_in: SignIn) -> None:
    world.professional(agency, name="欧阳某某", certificate_no="ZA0100012345")
    assert "欧阳某某" in sign_in(cast.agency).get(f"/agencies/{agency.pk}/").content.decode()
    page = sign_in(cast.insurer_a_clerk).get(f"/agencies/{agency.pk}/").content.decode()
    assert "欧阳某某" not in page
    assert "ZA0100012345" not in page
    assert "****2345" in page


def test_the_agency_enters_its_own_and_nobody_else_does(cast: Cast, agency: Organisation, sign_in: SignIn) -> None:
    sent = {"kind": "ASSESSMENT", "cert_no": "示例-9", "scope": "矿山", "issuer": "示例厅", "valid_from": "2023-01-01"}
    url = f"/agencies/{agency.pk}/qualification/"
    page = sign_in(cast.agency).post(url, sent)
    assert page.status_code == 400
    assert "有效期起止" in page.content.decode()
    assert sign_in(cast.agency).post(url, {**sent, "valid_to": "2027-12-31"}).status_code == 302
    assert sign_in(cast.insurer_a_clerk).post(url, {**sent, "valid_to": "2027-12-31"}).status_code == 403
    stranger = Organisation.objects.agencies().exclude(pk=agency.pk).order_by("code")[0]
    assert sign_in(cast.agency).post(f"/agencies/{stranger.pk}/qualification/", sent).status_code == 404
    with pytest.raises(NotAllowed):
        agencies.save_qualification(
            agency=stranger,
            certificate=agencies.Certificate(kind="CONSULTING", ability_note="某"),
            by=cast.agency,
            at=clock.now(),
        )
    assert sign_in(cast.agency).post(f"/agencies/{agency.pk}/nonsense/", sent).status_code == 404


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (agencies.Verdict(year=2023, score=101, conclusion="KEEP"), "0 至 100"),
        (agencies.Verdict(year=2024, score=90, conclusion="KEEP"), "2024"),
        (agencies.Verdict(year=2023, score=50, conclusion="STOP"), "理由"),
    ],
)
def test_an_evaluation_that_cannot_be_is_refused(
    cast: Cast, agency: Organisation, verdict: agencies.Verdict, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        agencies.evaluate(agency=agency, verdict=verdict, by=cast.insurer_a_clerk, today=clock.today(), at=clock.now())
    assert not AgencyEvaluation.objects.exists()


def test_an_order_from_the_form(cast: Cast, agency: Organisation, insurer: Organisation, sign_in: SignIn) -> None:
    certified(agency)
    contracted(agency, insurer)
    policy = world.policy(world.enterprise())
    client = sign_in(cast.insurer_a_clerk)
    sent = {"policy_no": policy.policy_no, "agency": agency.name, "kind": "HAZ", "service_on": DAY.isoformat()}
    assert "没有保单" in client.post("/orders/new/", {**sent, "policy_no": "NONE-0000"}).content.decode()
    answer = client.post("/orders/new/", sent)
    assert answer.status_code == 302
    assert "示例" in client.get(answer["Location"]).content.decode()


def test_lists_ask_a_fixed_number_of_queries_and_export_what_they_show(
    cast: Cast, agency: Organisation, insurer: Organisation, sign_in: SignIn
) -> None:
    certified(agency)
    contracted(agency, insurer)
    client = sign_in(cast.insurer_a_clerk)

    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    order(cast, agency)
    few = {url: queries(url) for url in ("/orders/", "/agencies/")}
    for number in range(5):
        order(cast, agency, service_on=DAY + timedelta(number))
    assert all(queries(url) <= few[url] <= 12 for url in few)
    (sheet,) = load_workbook(BytesIO(client.get("/orders/?export=xlsx").getvalue())).worksheets
    assert [sheet.cell(row, 1).value for row in range(4, 10)] == [1, 2, 3, 4, 5, 6]
    assert sheet.cell(10, 1).value == "合计"


def test_authorities_read_the_agencies_at_work_in_their_place(
    cast: Cast, agency: Organisation, as_user: SignIn
) -> None:
    """With a service in Hangzhou the agency is Hangzhou's to read, not Ningbo's; contracts stay the insurers'."""
    contracted(agency, cast.insurer_a_clerk.organisation)
    world.activity(world.policy(world.enterprise()), agency=agency)
    for who in (cast.hangzhou_officer, cast.xihu_county, cast.zhejiang_regulator):
        client = as_user(who)
        listed = client.get("/agencies/")
        assert [row.pk for row in listed.context["rows"]] == [agency.pk]
        page = client.get(f"/agencies/{agency.pk}/")
        assert page.status_code == 200
        assert "HT-1" not in page.content.decode()
    for other in (cast.ningbo_officer, cast.wenzhou_regulator):
        assert not as_user(other).get("/agencies/").context["rows"]
        assert as_user(other).get(f"/agencies/{agency.pk}/").status_code == 404
