"""Hazards on the workbench: every number opens exactly its rows, for everybody who has work with them."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.test import Client

from core import clock
from core.contributions.desk import Desk
from hazards import todos
from hazards.services import refusal
from tests.cast import Cast
from tests.hazards import life
from tests.hazards.life import TODAY
from tests.pages import total

AsUser = Callable[[Any], Client]
TODO = re.compile(r'<a href="((?:/hazards|/refusals)/[^"]*)">([\d,]+) [项件]')


def planted(cast: Cast) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    life.entered(life.firm(), clerk)
    life.hazard(life.firm(), state="SUBMITTED", submitted_by=clerk)
    life.hazard(life.firm(), state="SUBMITTED", level="MAJOR", submitted_by=clerk)
    life.hazard(life.firm(), by="", source="DEPARTMENT", state="RECORDED", notified_on=None, deadline=None)
    life.hazard(life.firm(), by="", source="DEPARTMENT", state="SUBMITTED")
    life.asked(life.hazard(life.firm(), level="MAJOR"), clerk)
    due = life.hazard(life.firm(), level="MAJOR")
    life.asked(due, clerk)
    refusal.agree_refusal(hazard=due, by=lead, today=TODAY, at=clock.now())
    life.reported(clerk, lead)


def test_each_line_opens_a_list_of_that_length(cast: Cast, as_user: AsUser) -> None:
    planted(cast)
    wanted = {
        "insurer_a_clerk": 3,
        "insurer_a_lead": 4,
        "hangzhou_officer": 3,
        "xihu_county": 4,
        "builder_authority": 1,
    }
    for name, lines in wanted.items():
        client = as_user(getattr(cast, name))
        found = TODO.findall(client.get("/").content.decode())
        assert len(found) == lines, (name, found)
        for url, number in found:
            assert total(client.get(unescape(url)).content.decode()) == int(number), (name, url)


def test_tiles_are_the_lists_behind_them(cast: Cast, as_user: AsUser) -> None:
    planted(cast)
    for name in ("insurer_a_clerk", "hangzhou_officer", "provincial_officer", "zhejiang_regulator"):
        person = getattr(cast, name)
        for tile in todos.work(Desk(person, TODAY)).tiles:
            assert total(as_user(person).get(tile.url).content.decode()) == tile.value, (name, tile.url)


def test_a_report_of_a_refusal_is_due_at_once(cast: Cast) -> None:
    planted(cast)
    lines = todos.work(Desk(cast.insurer_a_clerk, TODAY + dt.timedelta(1))).todos
    due = [one for one in lines if "立即报告" in one.title]
    assert [(one.due_on, one.days_left) for one in due] == [(TODAY, -1)]


def test_whoever_has_no_work_with_hazards_sees_none(cast: Cast) -> None:
    planted(cast)
    for name in ("agency", "adm_audit"):
        work = todos.work(Desk(getattr(cast, name), TODAY))
        assert list(work.tiles) == []
        assert list(work.todos) == []
