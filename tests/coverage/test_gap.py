"""应保未保 as dated rules: kinds, reference dates, near misses, reminders, cases and clearances."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pghistory
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.attachments import attachments_of
from core.files import store
from core.gate import NotAllowed
from core.imports.models import HeldRow, Upload
from core.models import AuditEvent
from core.writing import Refused
from coverage import gap
from coverage import services as pursuing
from coverage.gap import Frame, frame_of
from coverage.models import GapCase, GapClearance, GapFine, GapReminder
from coverage.near_misses import code_distance, near_misses
from enterprises.models import Enterprise
from enterprises.services.entries import change_enterprise
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast

Browser = Callable[[Any], Client]
TODAY = date(2023, 11, 23)
SECTORS = ("HAZCHEM",)


def frame(day: date = TODAY) -> Frame:
    return frame_of(day, TODAY, SECTORS)


def kind(firm: Enterprise, day: date = TODAY) -> str:
    return gap.kind_of(firm, frame(day))


@pytest.fixture
def firms(cast: Cast) -> dict[str, Enterprise]:
    """One for each kind of gap, in Hangzhou."""
    made = {name: world.enterprise() for name in ("never", "lapsed", "cancelled", "partly", "under_limit", "fine")}
    world.policy(made["lapsed"], end_on=date(2023, 11, 22))
    world.policy(made["cancelled"], status="SURRENDERED")
    world.policy(made["partly"], insured_people=40)
    world.policy(made["under_limit"], limit_per_person=Decimal(200000))
    world.policy(made["fine"])
    return made


def test_each_kind_of_gap(firms: dict[str, Enterprise]) -> None:
    assert {name: kind(firm) for name, firm in firms.items()} == {
        "never": "NEVER",
        "lapsed": "LAPSED",
        "cancelled": "CANCELLED",
        "partly": "PARTLY",
        "under_limit": "UNDER_LIMIT",
        "fine": "",
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2022, 12, 31), "NEVER"), (date(2023, 1, 1), ""), (date(2023, 11, 22), ""), (date(2023, 11, 23), "LAPSED")],
)
def test_the_kind_follows_the_reference_date(firms: dict[str, Enterprise], day: date, expected: str) -> None:
    assert kind(firms["lapsed"], day) == expected


def test_a_later_day_shows_who_will_have_lapsed(firms: dict[str, Enterprise]) -> None:
    assert kind(firms["fine"], date(2024, 1, 1)) == "LAPSED"


def test_the_minimum_limit_is_dated(firms: dict[str, Enterprise]) -> None:
    assert (gap.limit_on(date(2025, 3, 28)), gap.limit_on(date(2025, 3, 29))) == (300000, 400000)
    Policy.objects.filter(enterprise=firms["fine"]).update(limit_per_person=Decimal(350000), end_on=date(2025, 12, 31))
    assert kind(firms["fine"], date(2025, 3, 28)) == ""
    assert kind(firms["fine"], date(2025, 3, 29)) == "UNDER_LIMIT"


def test_an_earlier_day_sees_the_policy_and_the_entry_as_they_were_then(cast: Cast) -> None:
    start = world.now() - timedelta(days=100)
    insured, shut = (world.enterprise(created_at=start, updated_at=start) for _ in range(2))
    held = world.policy(insured, created_at=start, updated_at=start)
    turned = world.now() - timedelta(days=20)
    with pghistory.context(at=turned.isoformat()):
        Policy.objects.filter(pk=held.pk).update(status="SURRENDERED", updated_at=turned)
    change_enterprise(
        enterprise=shut, values={"status": "CLOSED"}, seen=shut.updated_at, by=cast.hangzhou_officer, at=turned
    )
    before, after = turned.date() - timedelta(days=1), turned.date()
    assert (kind(insured, before), kind(insured, after), kind(insured)) == ("", "CANCELLED", "CANCELLED")
    assert (kind(shut, before), kind(shut, after), kind(shut)) == ("NEVER", "", "")


def test_tabs_count_what_they_list(as_user: Browser, cast: Cast, firms: dict[str, Enterprise]) -> None:
    client = as_user(cast.hangzhou_officer)
    counts = gap.tab_counts(Enterprise.objects.visible_to(cast.hangzhou_officer), frame())
    assert counts == {
        "open": 3,
        "never": 1,
        "lapsed": 1,
        "cancelled": 1,
        "cleared": 0,
        "partly": 1,
        "under_limit": 1,
    }
    for name in ("never", "lapsed", "cancelled", "partly", "under_limit"):
        page = client.get(f"/gap/?cover={name}").content.decode()
        assert firms[name].uscc in page
        assert "共 1 条" in page or "共1条" in page
    early = client.get("/gap/?cover=missing&on=2022-12-31").content.decode()
    assert all(firm.uscc in early for firm in firms.values())
    assert "2022-12-31" in early
    for wrong in ("2023-13-01", "x", "9999-12-31", "0001-01-01"):
        assert client.get(f"/gap/?on={wrong}").status_code == 200


def test_near_misses_find_old_names_mistyped_codes_and_held_rows(as_user: Browser, cast: Cast) -> None:
    firm = world.enterprise(name="示例旧名化工有限公司")
    change_enterprise(
        enterprise=firm,
        values={"name": "示例新名化工有限公司"},
        seen=firm.updated_at,
        by=cast.hangzhou_officer,
        at=world.now() + timedelta(seconds=1),
    )
    assert near_misses(firm, TODAY, cast.hangzhou_officer) == []
    old_name = world.policy(world.enterprise(), enterprise_name="示例旧名化工有限公司")
    slipped = firm.uscc[:10] + ("1" if firm.uscc[10] != "1" else "2") + firm.uscc[11:]
    mistyped = world.policy(world.enterprise(uscc=slipped))
    held_row(cast, firm.uscc[:12] + ("1" if firm.uscc[12] != "1" else "2") + firm.uscc[13:])  # nobody's code
    found = near_misses(firm, TODAY, cast.hangzhou_officer)
    assert {(miss.why, miss.policy, miss.distance, miss.is_held) for miss in found} == {
        ("NAME", old_name, 0, False),
        ("CODE", mistyped, 1, False),
        ("CODE", None, 1, True),
    }
    page = as_user(cast.hangzhou_officer).get(f"/gap/{firm.pk}/").content.decode()
    for shown in (old_name.policy_no, mistyped.policy_no, "暂存行", "相差 1 位", "第五十一条第二款", "消除条件"):
        assert shown in page


def held_row(cast: Cast, code: str) -> HeldRow:
    by = cast.insurer_a_clerk
    file = store(ContentFile(b"x"), name="保单.xlsx", organisation_id=by.organisation_id, at=world.now())
    upload = Upload.objects.create(
        kind="policies", organisation_id=by.organisation_id, owner=by, file=file, created_at=world.now()
    )
    return HeldRow.objects.create(
        kind="policies",
        organisation_id=by.organisation_id,
        identity="x",
        upload=upload,
        row=2,
        raw={"uscc": code, "enterprise_name": "别的名称"},
        faults=[],
        fingerprint="",
        held_at=world.now(),
    )


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("91330106MA0000007Q", 0),
        ("91330106MA0000001Q", 1),
        ("91330106MA000007Q", 1),
        ("91330106MB0000001Q", 2),
        ("91330106MB0000011Q", None),
    ],
)
def test_how_far_codes_are_apart(other: str, expected: int | None) -> None:
    assert code_distance("91330106MA0000007Q", other) == expected


def test_a_reminder_is_recorded(as_user: Browser, cast: Cast, firms: dict[str, Enterprise]) -> None:
    client = as_user(cast.hangzhou_officer)
    sent = {"channel": "PHONE", "text": "请于7日内投保。"}
    assert client.post(f"/gap/{firms['never'].pk}/remind/", sent).status_code == 302
    assert client.post(f"/gap/{firms['partly'].pk}/remind/", sent).status_code == 302
    refused = client.post(f"/gap/{firms['fine'].pk}/remind/", sent)
    assert refused.status_code == 400
    assert "无需办理" in refused.content.decode()
    assert GapReminder.objects.count() == 2
    assert "请于7日内投保" in client.get(f"/gap/{firms['never'].pk}/").content.decode()
    assert as_user(cast.zhejiang_regulator).post(f"/gap/{firms['never'].pk}/remind/", sent).status_code == 403
    assert as_user(cast.quzhou_officer).post(f"/gap/{firms['never'].pk}/remind/", sent).status_code == 404


def opened(firm: Enterprise, by: Any) -> GapCase:
    return pursuing.open_case(enterprise=firm, frame=frame(), facts="现场核实未投保", by=by, at=world.now())


def test_a_case_from_opening_to_closure(as_user: Browser, cast: Cast, firms: dict[str, Enterprise]) -> None:
    client, firm = as_user(cast.hangzhou_officer), firms["never"]
    assert client.post(f"/gap/{firm.pk}/case/", {"facts": "现场核实未投保"}).status_code == 302
    case = GapCase.objects.get()
    address = f"/gap/cases/{case.pk}/"

    def step(move: str, **sent: str) -> str:
        return str(client.post(f"{address}{move}/", sent, follow=True).content.decode())

    assert "已责令限期投保" in step("order", number="责改〔2023〕1号", ordered_on="2023-11-20", due_on="2023-11-22")
    for amount, overdue, why in (
        ("49999", "no", "50,000 元至 100,000 元"),
        ("100000.01", "no", "不在《安全生产法》第一百零九条"),
        ("60000", "yes", "100,000 元至 200,000 元"),
        ("-1", "no", "不在《安全生产法》第一百零九条"),
    ):
        page = step("fine", number="罚1", decided_on="2023-11-23", amount=amount, overdue=overdue)
        assert why in page
    early = step("fine", number="罚1", decided_on="2023-11-22", amount="150000", overdue="yes")
    assert "尚未逾期" in early
    case.refresh_from_db()
    assert (case.state, case.fines.count()) == ("ORDERED", 0)
    step("fine", number="罚1", decided_on="2023-11-23", amount="150000", overdue="yes")
    assert GapCase.objects.get().state == "ORDERED"
    client.post(f"/gap/fines/{case.fines.get().pk}/approve/")
    assert case.fines.get().state == "PROPOSED"
    as_user(cast.hangzhou_lead).post(f"/gap/fines/{case.fines.get().pk}/approve/")
    assert case.fines.get().state == "DECIDED"
    step("answer", on="2023-11-23", text="已停止生产")
    assert GapCase.objects.get().state == "FEEDBACK"
    refused = step("close", outcome="INSURED", note="已投保")
    assert "没有有效保单" in refused
    step("close", outcome="SHUT", note="企业已关停")
    case.refresh_from_db()
    assert (case.state, case.fines.get().amount, case.outcome) == ("CLOSED", Decimal(150000), "SHUT")
    assert gap.is_cleared(firm, frame())
    assert {event.action for event in AuditEvent.objects.filter(action__startswith="gap-case")} == {
        "gap-case.opened",
        "gap-case.ordered",
        "gap-case.fined",
        "gap-case.answered",
        "gap-case.closed",
    }
    listed = client.get("/gap/cases/?state=CLOSED").content.decode()
    assert firm.name in listed
    assert "150,000.00" in listed


def ordered(firm: Enterprise, by: Any) -> GapCase:
    """A case ordered three days ago, the period of which ended yesterday."""
    order = pursuing.Order("责改〔2023〕1号", TODAY - timedelta(days=3), TODAY - timedelta(days=1))
    return pursuing.order_insurance(case=opened(firm, by), order=order, by=by, today=TODAY, at=world.now())


def proposed(case: GapCase, by: Any, amount: int = 60000, *, overdue: bool = False) -> GapFine:
    penalty = pursuing.Penalty(f"罚〔2023〕{amount}号", TODAY, Decimal(amount), overdue)
    return pursuing.propose_fine(case=case, penalty=penalty, by=by, today=TODAY, at=world.now())


def decided(fine: GapFine, by: Any) -> GapFine:
    return pursuing.decide_fine(fine=fine, approve=True, note="", by=by, at=world.now())


def test_after_an_answer_and_after_a_first_fine_the_one_for_not_correcting_follows(
    cast: Cast, firms: dict[str, Enterprise]
) -> None:
    officer, lead = cast.hangzhou_officer, cast.hangzhou_lead
    case = ordered(firms["never"], officer)
    pursuing.record_answer(case=case, text="正在办理", on=TODAY, by=officer, today=TODAY, at=world.now())
    decided(proposed(case, officer), lead)
    with pytest.raises(Refused, match="同一情形"):
        proposed(case, officer, 70000)
    decided(proposed(case, officer, 150000, overdue=True), lead)
    assert GapCase.objects.get(pk=case.pk).state == "FINED"
    assert [fine.amount for fine in case.fines.all()] == [60000, 150000]


def test_after_the_fine_for_not_correcting_there_is_no_first_one(cast: Cast, firms: dict[str, Enterprise]) -> None:
    case = ordered(firms["never"], cast.hangzhou_officer)
    proposed(case, cast.hangzhou_officer, 150000, overdue=True)
    with pytest.raises(Refused, match="不能再按责令限期改正处罚"):
        proposed(case, cast.hangzhou_officer)


def test_a_fine_is_decided_by_a_colleague_and_not_without_a_reason_against_it(
    cast: Cast, firms: dict[str, Enterprise]
) -> None:
    fine = proposed(ordered(firms["never"], cast.hangzhou_officer), cast.hangzhou_officer)
    for person, why in ((cast.hangzhou_officer, "提出人本人"), (cast.xihu_county, "请由该单位审批")):
        with pytest.raises(Refused, match=why):
            decided(fine, person)
    with pytest.raises(Refused, match="理由"):
        pursuing.decide_fine(fine=fine, approve=False, note=" ", by=cast.hangzhou_lead, at=world.now())
    pursuing.decide_fine(fine=fine, approve=False, note="证据不足", by=cast.hangzhou_lead, at=world.now())
    assert GapCase.objects.get().state == "ORDERED"
    assert proposed(GapCase.objects.get(), cast.hangzhou_officer).state == "PROPOSED"


def test_an_insured_unit_closes_the_case_without_an_answer_and_others_do_not(
    cast: Cast, firms: dict[str, Enterprise]
) -> None:
    case = ordered(firms["never"], cast.hangzhou_officer)

    def close(outcome: str) -> GapCase:
        return pursuing.close_case(
            case=case, outcome=outcome, note="已核实", by=cast.hangzhou_officer, today=TODAY, at=world.now()
        )

    with pytest.raises(Refused, match="须先登记企业反馈"):
        close("SHUT")
    world.policy(firms["never"])
    assert close("INSURED").state == "CLOSED"


@pytest.mark.parametrize(("day", "taken"), [("2023-11-22", False), ("2023-11-23", True), ("2023-11-24", False)])
def test_a_decision_is_published_from_its_day_to_today(
    as_user: Browser, cast: Cast, firms: dict[str, Enterprise], day: str, taken: bool
) -> None:
    case = ordered(firms["never"], cast.hangzhou_officer)
    fine = decided(proposed(case, cast.hangzhou_officer), cast.hangzhou_lead)
    client = as_user(cast.hangzhou_officer)
    assert "2023-12-04" in client.get(f"/gap/cases/{case.pk}/").content.decode()  # seven working days
    client.post(f"/gap/fines/{fine.pk}/publish/", {"published_on": day})
    fine.refresh_from_db()
    assert (fine.published_on is not None) == taken


def test_papers_go_with_a_case_and_are_the_bureaus_alone(
    as_user: Browser, cast: Cast, firms: dict[str, Enterprise]
) -> None:
    case = opened(firms["never"], cast.xihu_county)
    county = as_user(cast.xihu_county)
    county.post(f"/gap/cases/{case.pk}/files/", {"slot": "evidence", "sent": world.picture()})
    stored = attachments_of(case).get()
    county.post(f"/gap/cases/{case.pk}/files/", {"slot": "else", "sent": world.picture()})
    assert attachments_of(case).count() == 1
    address = reverse("core:attachment", args=[stored.pk])
    assert as_user(cast.hangzhou_officer).get(address).status_code == 200
    for stranger in (cast.zhejiang_regulator, cast.builder_authority, cast.quzhou_officer, cast.insurer_a_clerk):
        assert as_user(stranger).get(address).status_code == 404


def test_the_database_knows_no_empty_fine(cast: Cast, firms: dict[str, Enterprise]) -> None:
    case = ordered(firms["never"], cast.hangzhou_officer)
    fine = proposed(case, cast.hangzhou_officer)
    with pytest.raises(IntegrityError, match="gap_fine_amount"), transaction.atomic():
        GapFine.objects.filter(pk=fine.pk).update(amount=Decimal(0))
    with pytest.raises(IntegrityError, match="gap_fine_two_people"), transaction.atomic():
        GapFine.objects.filter(pk=fine.pk).update(answered_by=cast.hangzhou_officer)


def test_cases_are_the_citys_and_come_one_at_a_time(as_user: Browser, cast: Cast, firms: dict[str, Enterprise]) -> None:
    case = opened(firms["never"], cast.hangzhou_officer)
    with pytest.raises(Refused, match="未办结"):
        opened(firms["never"], cast.hangzhou_lead)
    with pytest.raises(Refused, match="不适用《安全生产法》第一百零九条"):
        opened(firms["partly"], cast.hangzhou_officer)
    with pytest.raises(NotAllowed):
        opened(firms["lapsed"], cast.zhejiang_regulator)
    with pytest.raises(Refused, match="不能办理"):
        pursuing.record_answer(case=case, text="x", on=TODAY, by=cast.hangzhou_officer, today=TODAY, at=world.now())
    with pytest.raises(Refused, match="须晚于"):
        pursuing.order_insurance(
            case=case, order=pursuing.Order("1", TODAY, TODAY), by=cast.hangzhou_officer, today=TODAY, at=world.now()
        )
    assert as_user(cast.xihu_county).get(f"/gap/cases/{case.pk}/").status_code == 200
    assert as_user(cast.quzhou_officer).get(f"/gap/cases/{case.pk}/").status_code == 404
    regulator = as_user(cast.zhejiang_regulator)
    assert regulator.get(f"/gap/cases/{case.pk}/").status_code == 403
    page = regulator.get(f"/gap/{firms['never'].pk}/").content.decode()
    assert "已立案" in page
    assert "现场核实未投保" not in page


def test_a_cleared_candidate_returns_only_on_new_facts(cast: Cast, firms: dict[str, Enterprise]) -> None:
    by, firm = cast.hangzhou_officer, firms["lapsed"]

    def clear() -> GapClearance:
        return pursuing.clear_candidate(
            enterprise=firm, frame=frame(), ground="NEAR_MISS", note="保单登记在旧名称下", by=by, at=world.now()
        )

    def is_open() -> bool:
        return gap.choose(Enterprise.objects.filter(pk=firm.pk), "open", frame()).exists()

    assert is_open()
    clear()
    assert not is_open()
    with pytest.raises(Refused, match="已核销"):
        clear()
    firm.refresh_from_db()
    firm = change_enterprise(
        enterprise=firm, values={"phone": "13900001111"}, seen=firm.updated_at, by=by, at=world.now()
    )
    assert not is_open()
    Policy.objects.filter(enterprise=firm).update(status="SURRENDERED", updated_at=world.now() + timedelta(minutes=1))
    assert is_open()
    Policy.objects.filter(enterprise=firm).update(updated_at=world.now() - timedelta(days=9))
    assert not is_open()
    change_enterprise(
        enterprise=firm, values={"sectors": ["HAZCHEM", "METAL"]}, seen=firm.updated_at, by=by, at=world.now()
    )
    assert is_open()
    with pytest.raises(Refused, match="不能核销"):
        pursuing.clear_candidate(
            enterprise=firms["partly"], frame=frame(), ground="OTHER", note="x", by=by, at=world.now()
        )


@pytest.mark.parametrize(("days", "is_taken"), [(-1, True), (0, True), (1, False)])
def test_an_answer_is_dated_by_today_at_the_latest(
    cast: Cast, firms: dict[str, Enterprise], days: int, is_taken: bool
) -> None:
    by = cast.hangzhou_officer
    case = opened(firms["never"], by)
    order = pursuing.Order("责改〔2023〕1号", TODAY, TODAY + timedelta(days=5))
    case = pursuing.order_insurance(case=case, order=order, by=by, today=TODAY, at=world.now())
    on = TODAY + timedelta(days=days)
    if is_taken:
        answered = pursuing.record_answer(case=case, text="已投保", on=on, by=by, today=TODAY, at=world.now())
        assert answered.feedback_on == on
        return
    with pytest.raises(Refused, match="晚于今天"):
        pursuing.record_answer(case=case, text="已投保", on=on, by=by, today=TODAY, at=world.now())
    assert AuditEvent.objects.filter(action="write.refused", detail__step="answer").exists()


def test_whoever_renames_an_entry_learns_nothing_of_others(cast: Cast) -> None:
    """A policy of another county, and a row that another enterprise waits for, are told to nobody who takes the name."""
    wanted = "示例被窥探化工有限公司"
    elsewhere = world.policy(world.enterprise("330108", name=wanted))
    mine = world.enterprise()
    row = held_row(cast, "91330108MA000000XX")
    HeldRow.objects.filter(pk=row.pk).update(
        raw={"uscc": "91330108MA000000XX", "enterprise_name": "示例未登记化工有限公司"}
    )
    for name in (wanted, "示例未登记化工有限公司"):
        mine.refresh_from_db()
        change_enterprise(
            enterprise=mine, values={"name": name}, seen=mine.updated_at, by=cast.hangzhou_officer,
            at=world.now() + timedelta(seconds=1),
        )  # fmt: skip
        mine.refresh_from_db()
        assert near_misses(mine, TODAY, cast.xihu_county) == []
    assert [miss.policy for miss in near_misses(mine, TODAY, cast.hangzhou_officer)] == [elsewhere]


def test_a_row_that_names_another_entry_is_not_told(cast: Cast) -> None:
    mine, other = world.enterprise(), world.enterprise()
    row = held_row(cast, mine.uscc[:10] + ("1" if mine.uscc[10] != "1" else "2") + mine.uscc[11:])
    assert len(near_misses(mine, TODAY, cast.hangzhou_officer)) == 1
    HeldRow.objects.filter(pk=row.pk).update(raw={**row.raw, "enterprise_name": other.name})
    assert near_misses(mine, TODAY, cast.hangzhou_officer) == []
