"""应保未保 as dated rules: kinds, reference dates, near misses, reminders and clearances."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pghistory
import pytest
from django.core.files.base import ContentFile
from django.test import Client

from core.files import store
from core.imports.models import HeldRow, Upload
from core.writing import Refused
from coverage import gap
from coverage import services as pursuing
from coverage.gap import Frame, frame_of
from coverage.models import GapClearance, GapReminder
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
        "reminded": 0,
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


def test_the_reminded_are_a_tab_of_the_bureaus(as_user: Browser, cast: Cast, firms: dict[str, Enterprise]) -> None:
    given = {"channel": "PHONE", "text": "请于本月内投保"}
    client = as_user(cast.hangzhou_officer)
    assert client.post(f"/gap/{firms['lapsed'].pk}/remind/", given).status_code == 302
    page = client.get("/gap/?cover=reminded").content.decode()
    assert (firms["lapsed"].uscc in page, firms["never"].uscc in page) == (True, False)
    assert re.search(r"已督促<small>1</small>", page)
    other = as_user(cast.zhejiang_regulator).get("/gap/?cover=reminded").content.decode()
    assert ("已督促" in other, firms["never"].uscc in other) == (False, True)


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
            enterprise=mine,
            values={"name": name},
            seen=mine.updated_at,
            by=cast.hangzhou_officer,
            at=world.now() + timedelta(seconds=1),
        )
        mine.refresh_from_db()
        assert near_misses(mine, TODAY, cast.xihu_county) == []
    assert [miss.policy for miss in near_misses(mine, TODAY, cast.hangzhou_officer)] == [elsewhere]


def test_a_row_that_names_another_entry_is_not_told(cast: Cast) -> None:
    mine, other = world.enterprise(), world.enterprise()
    row = held_row(cast, mine.uscc[:10] + ("1" if mine.uscc[10] != "1" else "2") + mine.uscc[11:])
    assert len(near_misses(mine, TODAY, cast.hangzhou_officer)) == 1
    HeldRow.objects.filter(pk=row.pk).update(raw={**row.raw, "enterprise_name": other.name})
    assert near_misses(mine, TODAY, cast.hangzhou_officer) == []
