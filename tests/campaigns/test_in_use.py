"""What is out of use stands on no new record: forms, workbooks and templates ask the dated table."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from accounts.scope import identity_of
from campaigns.models import ListedCode
from core import clock
from core.imports import registry
from core.imports.templates import template_file
from core.workbooks import Row
from core.writing import Refused, version_of
from enterprises.models import Enterprise
from enterprises.services.entries import change_enterprise
from hazards.services.judgement import Found, columns_of
from insurers.activities.importing import ActivitySession
from insurers.activities.services.records import PLACEMENT
from insurers.activities.sheets import check_activity
from insurers.plans.checks import usage_complaints
from tests import world
from tests.cast import Cast
from tests.insurers.activities.life import values
from tests.pages import body

Browser = Callable[[Any], Client]
TODAY = date(2023, 11, 23)


def stop(code: str, on: date) -> None:
    """The code's last day of use."""
    ListedCode.objects.filter(code=code).update(valid_to=on)


def codes_on(book: BytesIO, title: str) -> str:
    """What the guide of a template offers for a column."""
    rows = openpyxl.load_workbook(book)["填报说明"].iter_rows(values_only=True)
    return next(str(row[5]) for row in rows if row[0] == title)


def test_a_sector_out_of_use_is_neither_offered_nor_taken_but_kept(cast: Cast, sign_in: Browser) -> None:
    kept = world.enterprise(sectors=["FISHERY"], main_sector="FISHERY")
    other = world.enterprise()
    stop("FISHERY", date(2023, 6, 30))
    client = sign_in(cast.hangzhou_officer)
    assert ">渔业生产<" not in body(client, f"/enterprises/{other.pk}/edit/")
    assert ">渔业生产<" in body(client, f"/enterprises/{kept.pk}/edit/")
    with pytest.raises(Refused, match="高危行业领域中的“渔业生产”已于 2023-06-30 停用"):
        change_enterprise(
            enterprise=other,
            values={"sectors": ["FISHERY"]},
            seen=version_of(other),
            by=cast.hangzhou_officer,
            at=clock.now(),
        )
    change_enterprise(
        enterprise=kept, values={"note": "示例"}, seen=version_of(kept), by=cast.hangzhou_officer, at=clock.now()
    )
    assert Enterprise.objects.get(pk=kept.pk).sectors == ["FISHERY"]
    offered = codes_on(template_file(registry.importer("enterprises"), TODAY), "高危行业领域")
    assert "渔业生产" not in offered
    assert "金属冶炼" in offered


def test_a_topic_is_one_in_use_on_the_day_of_the_service(cast: Cast) -> None:
    stop("H1", date(2023, 9, 30))
    held = world.policy(world.enterprise())
    session = ActivitySession(identity_of(cast.insurer_a_clerk.organisation), TODAY)

    def verdicts(day: date, number: str) -> list[tuple[str, str]]:
        given = values(held, kind="HAZ", topics=("H1",), start_on=day, end_on=day, activity_no=number)
        given |= {"uscc": held.enterprise.uscc, "enterprise_name": held.enterprise.name}
        row = Row(1, given, (), PLACEMENT)
        check_activity(row, session.facts([row]))
        return [(fault.key, fault.code) for fault in row.faults]

    assert verdicts(date(2023, 9, 30), "FW-1") == []
    assert verdicts(date(2023, 10, 1), "FW-2") == [("topics", "code-list")]
    world.activity(
        held, activity_no="FW-3", kind="HAZ", topics=["H1"], start_on=date(2023, 10, 5), end_on=date(2023, 10, 5)
    )
    assert verdicts(date(2023, 10, 5), "FW-3") == [], "a record keeps what it has"


def test_hazards_and_plans_ask_as_well(cast: Cast) -> None:
    stop("H1", date(2023, 9, 30))
    stop("AQ9010", date(2023, 9, 30))
    found = Found(
        "GENERAL", "", "OTHER", "H1", "示例处", "示例隐患描述", date(2023, 10, 1), "示例", "SERVICE", "", "", ""
    )
    with pytest.raises(Refused, match="专项主题中的“动火等危险作业”已于 2023-09-30 停用"):
        columns_of(found, TODAY, is_insurer=True)
    assert columns_of(found, TODAY, is_insurer=True, kept="H1")["topic"] == "H1"
    head, item = {"standards": ["AQ9010"], "start_on": date(2023, 10, 1)}, {"topics": ["H1"]}
    places = [place for place, _sentence in usage_complaints(head, [item], {}, TODAY)]
    assert places == ["standards", "0.topics"]
    assert not list(usage_complaints(head, [item], {"standards": ["AQ9010"], "topics": ["H1"]}, TODAY))
