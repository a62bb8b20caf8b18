"""Fees on pages: booking to the fen, reversals, months, totals by insurer, and who sees what."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import AuditEvent
from insurers.expenses.figures import by_insurer
from insurers.expenses.models import Expense, MonthClosing
from insurers.policies.models import Policy
from rulebook.choices import RuleCode
from rulebook.models import DatedRule
from tests import world
from tests.cast import Cast

SignIn = Callable[[Any], Client]
PAGES = ("/expenses/", "/fees/policies/", "/fees/")


@pytest.fixture
def policies(cast: Cast) -> list[Policy]:
    return [world.policy(world.enterprise()) for _ in range(2)]


def written(**changes: Any) -> dict[str, Any]:
    """What the form sends for a voucher over one hundred yuan of training material."""
    return {
        "voucher_no": "PZ-1",
        "category": "MATERIAL",
        "amount": "100.00",
        "payee": "示例咨询有限公司",
        "payee_uscc": "91330106MA0000007Q",
        "booked_on": "2023-09-30",
        "invoice_no": "",
        "invoice_on": "",
        "note": "",
        **changes,
    }


def shares(*lines: tuple[Policy, str]) -> dict[str, str]:
    data = {"share-TOTAL_FORMS": "5", "share-INITIAL_FORMS": "0"}
    for number, (policy, amount) in enumerate(lines):
        data |= {f"share-{number}-policy_no": policy.policy_no, f"share-{number}-amount": amount}
    return data


def book(client: Client, *lines: tuple[Policy, str], **changes: Any) -> Any:
    return client.post("/expenses/book/", {**written(**changes), **shares(*lines)})


def test_a_voucher_is_split_to_the_fen(sign_in: SignIn, cast: Cast, policies: list[Policy]) -> None:
    client = sign_in(cast.insurer_a_clerk)
    first, second = policies
    answer = book(client, (first, "33.33"), (second, "66.67"))
    assert answer.status_code == 302
    rows = list(Expense.objects.order_by("part"))
    assert [(e.voucher_no, e.part, e.policy_id, e.amount) for e in rows] == [
        ("PZ-1", 1, first.pk, Decimal("33.33")),
        ("PZ-1", 2, second.pk, Decimal("66.67")),
    ]
    assert AuditEvent.objects.get(action="expense.booked").detail["parts"] == 2
    page = client.get(answer["Location"]).content.decode()
    assert first.policy_no in page
    assert second.policy_no in page


def test_shares_that_miss_the_sum_by_a_fen_write_nothing(sign_in: SignIn, cast: Cast, policies: list[Policy]) -> None:
    first, second = policies
    answer = book(sign_in(cast.insurer_a_clerk), (first, "33.33"), (second, "66.66"))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "分摊合计 99.99 元，与凭证金额 100.00 元相差 0.01 元" in page
    assert 'value="66.66"' in page
    assert not Expense.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"payee_uscc": "11330100MB00000018"}, "收款单位统一社会信用代码"),
        ({"payee_uscc": "9133"}, "应为 18 位，现为 4 位"),
        ({"category": "AGENCY"}, "费用类别为委托服务费时必填"),
        ({"category": "TRAVEL"}, "须填写服务编号"),
        ({"booked_on": "2023-12-01"}, "晚于今天"),
        ({"booked_on": "2023-08-31"}, "2023 年 8 月已结账"),
        ({"voucher_no": "PZ-0"}, "在 2023 年已入账"),
        ({"amount": "-100.00"}, "冲销请在原凭证页面办理"),
        ({"amount": "abc"}, "金额"),
        ({"voucher_no": ""}, "凭证号"),
    ],
)
def test_a_bad_voucher_is_refused_with_a_sentence(
    sign_in: SignIn, cast: Cast, policies: list[Policy], changes: dict[str, str], sentence: str
) -> None:
    world.expense(policies[0], voucher_no="PZ-0")
    MonthClosing.objects.create(
        insurer=world.insurer(), month=date(2023, 8, 1), closed_by=cast.insurer_a_lead, closed_at=world.now()
    )
    amount = changes.get("amount", "100.00")
    answer = book(sign_in(cast.insurer_a_clerk), (policies[0], amount), **changes)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert Expense.objects.count() == 1


def test_lines_without_a_policy_or_with_a_foreign_one_are_refused(
    sign_in: SignIn, cast: Cast, policies: list[Policy]
) -> None:
    client = sign_in(cast.insurer_a_clerk)
    assert "未填写分摊的保单" in book(client).content.decode()
    foreign = world.policy(policies[0].enterprise, by="INS-B-ZJ")
    assert "不是本机构已登记的保单" in book(client, (foreign, "100.00")).content.decode()
    half = client.post("/expenses/book/", {**written(), **shares((policies[0], ""))})
    assert "请填写该行的金额" in half.content.decode()
    twice = book(client, (policies[0], "50.00"), (policies[0], "50.00"))
    assert "请合并为一行" in twice.content.decode()
    assert not Expense.objects.exists()


def test_a_voucher_is_reversed_once_and_whole(sign_in: SignIn, cast: Cast, policies: list[Policy]) -> None:
    client = sign_in(cast.insurer_a_clerk)
    book(client, (policies[0], "33.33"), (policies[1], "66.67"))
    first = Expense.objects.get(part=1)
    address = f"/expenses/{first.pk}/reverse/"
    assert "33.33" in client.get(address).content.decode()
    answer = client.post(address, {"voucher_no": "PZ-2", "booked_on": "2023-10-09"})
    assert answer.status_code == 302
    back = Expense.objects.filter(voucher_no="PZ-2").order_by("part")
    assert [(e.amount, e.reverses) for e in back] == [(Decimal("-33.33"), "PZ-1"), (Decimal("-66.67"), "PZ-1")]
    assert "PZ-1" in client.get(answer["Location"]).content.decode()
    assert (
        "已冲销 100.00 元" in client.post(address, {"voucher_no": "PZ-3", "booked_on": "2023-10-09"}).content.decode()
    )
    again = client.post(f"/expenses/{back[0].pk}/reverse/", {"voucher_no": "PZ-3", "booked_on": "2023-10-09"})
    assert "本身是冲销凭证" in again.content.decode()
    assert Expense.objects.count() == 4


def test_the_lead_closes_and_reopens_months_and_nobody_else(
    sign_in: SignIn, cast: Cast, policies: list[Policy]
) -> None:
    clerk, lead = sign_in(cast.insurer_a_clerk), Client()
    assert clerk.post("/fees/months/", {"month": "2023-09"}).status_code == 403
    lead = sign_in(cast.insurer_a_lead)
    assert lead.post("/fees/months/", {"month": "2023-09"}).status_code == 302
    assert "无须重复办理" in lead.post("/fees/months/", {"month": "2023-09"}).content.decode()
    assert "尚未开始" in lead.post("/fees/months/", {"month": "2024-01"}).content.decode()
    assert "不是年月" in lead.post("/fees/months/", {"month": "9月"}).content.decode()
    closing = MonthClosing.objects.get()
    clerk = sign_in(cast.insurer_a_clerk)
    assert "2023 年 9 月已结账" in book(clerk, (policies[0], "100.00")).content.decode()
    assert clerk.post(f"/fees/months/{closing.pk}/reopen/").status_code == 403
    assert sign_in(cast.insurer_b_clerk).post(f"/fees/months/{closing.pk}/reopen/").status_code == 404
    assert sign_in(cast.insurer_a_lead).post(f"/fees/months/{closing.pk}/reopen/").status_code == 302
    assert book(sign_in(cast.insurer_a_clerk), (policies[0], "100.00")).status_code == 302


def test_a_closed_month_of_one_insurer_is_open_for_another(sign_in: SignIn, cast: Cast, policies: list[Policy]) -> None:
    sign_in(cast.insurer_a_lead).post("/fees/months/", {"month": "2023-09"})
    other = world.policy(policies[0].enterprise, by="INS-B-ZJ")
    assert book(sign_in(cast.insurer_b_clerk), (other, "100.00")).status_code == 302


def test_the_questions_stand_with_their_sentences(sign_in: SignIn, cast: Cast, policies: list[Policy]) -> None:
    """Premium 10,000, share agreed 15 %: budget 1,500; the ceiling of 21 % is 2,100."""
    first, second = policies
    DatedRule.objects.filter(code=RuleCode.FEE_SHARE_MAX).update(valid_from=date(2023, 1, 1))
    world.activity(first)
    world.expense(first, amount=Decimal("1500.01"))
    world.expense(second, amount=Decimal("2100.01"))
    idle = world.policy(world.enterprise())
    world.activity(idle)
    page = sign_in(cast.insurer_a_clerk).get("/fees/policies/").content.decode()
    assert "列支 1,500.01 元超过预算 1,500.00 元" in page
    assert "列支 2,100.01 元超过实收保费 10,000.00 元的 21% 上限" in page
    assert "有支出无服务：已列支 2,100.01 元" in page
    assert "有服务无列支" in page
    totals = by_insurer(Policy.objects.all(), date(2023, 11, 23))[0]
    assert (totals.premium, totals.budget, totals.booked) == (Decimal(30000), Decimal(4500), Decimal("3600.02"))
    assert totals.flags == {
        "over_budget": 2,
        "over_ceiling": 1,
        "under_floor": 0,
        "idle_spend": 1,
        "unpaid_service": 1,
    }
    only = sign_in(cast.insurer_a_clerk).get("/fees/policies/?flag=over_ceiling").content.decode()
    assert second.policy_no in only
    assert first.policy_no not in only


def test_no_upper_limit_of_the_share_holds_in_2023(cast: Cast) -> None:
    """The 21 % come from the measures of 2025: a voucher of 2023 is not beyond them."""
    held = world.policy(world.enterprise(), fee_rate=Decimal("0.25"))
    world.activity(held)
    world.expense(held, amount=Decimal("2400.00"))
    assert by_insurer(Policy.objects.all(), date(2023, 11, 23))[0].flags["over_ceiling"] == 0


def test_exactly_budget_and_ceiling_raise_no_question(cast: Cast) -> None:
    DatedRule.objects.filter(code=RuleCode.FEE_SHARE_MAX).update(valid_from=date(2023, 1, 1))
    held = world.policy(world.enterprise(), fee_rate=Decimal("0.21"))
    world.activity(held)
    world.expense(held, amount=Decimal("2100.00"))
    assert not any(by_insurer(Policy.objects.all(), date(2023, 11, 23))[0].flags.values())


def test_the_cut_off_leaves_out_later_vouchers(sign_in: SignIn, cast: Cast, policies: list[Policy]) -> None:
    world.expense(policies[0], amount=Decimal("111.11"))
    world.expense(policies[0], amount=Decimal("222.22"), booked_on=date(2023, 10, 31))
    client = sign_in(cast.zhejiang_regulator)
    assert "333.33" in client.get("/fees/").content.decode()
    early = client.get("/fees/?cutoff=2023-09-30").content.decode()
    assert "111.11" in early
    assert "333.33" not in early
    # What is no day is told, and a workbook, which would not say so, leads to the page.
    page = client.get("/fees/?cutoff=nonsense")
    assert page.status_code == 200
    assert "统计截止日「nonsense」：日期请按2023-09-30的格式填写" in page.content.decode()
    assert "cutoff" not in page.context["export_query"]
    answer = client.get("/fees/?cutoff=nonsense&export=xlsx")
    assert answer["Location"] == "/fees/?"
    assert "nonsense" in client.get("/fees/").content.decode()
    assert "nonsense" not in client.get("/fees/?cutoff=2023-09-30").content.decode()


def test_a_city_bureau_gets_totals_of_its_city_and_no_voucher(
    sign_in: SignIn, cast: Cast, policies: list[Policy]
) -> None:
    mine = world.expense(policies[0], amount=Decimal("111.11"))
    world.expense(world.policy(world.enterprise(world.QUZHOU)), amount=Decimal("222.22"))
    bureau = sign_in(cast.hangzhou_officer)
    page = bureau.get("/fees/").content.decode()
    assert "111.11" in page
    assert "222.22" not in page
    assert "333.33" not in page
    assert "/expenses/?" not in page
    for address in ("/expenses/", f"/expenses/{mine.pk}/", "/fees/policies/", "/export/expenses/", "/fees/months/"):
        assert bureau.get(address).status_code == 403, address
    assert bureau.get("/figures/expenses.booked/rows/")["Location"].startswith("/fees/?cutoff=")


def test_insurers_and_regulators_see_their_own(sign_in: SignIn, cast: Cast, policies: list[Policy]) -> None:
    mine = world.expense(policies[0])
    other = world.expense(world.policy(world.enterprise(world.QUZHOU), by="INS-B-ZJ"))
    sights = {
        "insurer_a_clerk": (True, False),
        "insurer_b_clerk": (False, True),
        "zhejiang_regulator": (True, True),
        "ningbo_regulator": (False, False),
        "wenzhou_regulator": (False, False),
    }
    for who, (sees_mine, sees_other) in sights.items():
        client = sign_in(getattr(cast, who))
        page = client.get("/expenses/").content.decode()
        assert (mine.voucher_no in page, other.voucher_no in page) == (sees_mine, sees_other), who
        assert client.get(f"/expenses/{mine.pk}/").status_code == (200 if sees_mine else 404)
    assert sign_in(cast.zhejiang_regulator).post("/expenses/book/", written()).status_code == 403
    assert sign_in(cast.insurer_b_clerk).post(f"/expenses/{mine.pk}/reverse/", {}).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_a_page_costs_the_same_however_many_rows(sign_in: SignIn, cast: Cast, address: str) -> None:
    client = sign_in(cast.insurer_a_clerk)

    def cost() -> int:
        for _ in range(3):
            world.expense(world.policy(world.enterprise()))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    cost()
    assert cost() == cost()


def test_the_list_filters_and_sums(sign_in: SignIn, cast: Cast, policies: list[Policy]) -> None:
    world.expense(policies[0], amount=Decimal("111.11"), voucher_no="PZ-A")
    world.expense(policies[1], amount=Decimal("222.22"), voucher_no="PZ-B", booked_on=date(2023, 10, 1))
    client = sign_in(cast.insurer_a_clerk)
    assert "333.33" in client.get("/expenses/").content.decode()
    by_policy = client.get(f"/expenses/?q={policies[1].policy_no}").content.decode()
    assert "PZ-B" in by_policy
    assert "PZ-A" not in by_policy
    assert "PZ-B" not in client.get("/expenses/?booked_to=2023-09-30").content.decode()
    assert client.get("/expenses/?booked_to=x").status_code == 200
