"""Each line of the workbench says whence it comes, and by when or why no day is set."""

import ast
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.contributions import modules_named
from core.contributions.desk import Desk, NoDay, Todo, some_of
from core.plain import Plain
from insurers.orders.models import ServiceOrder
from reports import seeding
from tests import world
from tests.cast import Cast
from tests.databases import Keep
from tests.hazards import life
from tests.pages import body
from tests.workbench.people import WORKERS
from workbench.desk import parts_of

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2023, 11, 23)


def calls_in(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """The calls of a module by the last word of what is called."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            yield (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")), node


def sources() -> list[Path]:
    """All modules of the portal but the desk itself, which makes the lines."""
    apps = {module.__name__.split(".")[0] for module in modules_named("todos")} | {"workbench"}
    found = [path for app in apps for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    return [path for path in found if path != ROOT / "core/contributions/desk.py"]


def is_blank(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not str(node.value or "").strip()


def test_every_kind_of_line_is_made_at_the_desk_and_gives_its_source() -> None:
    """`Desk.line` asks for a day or a reason for none; a literal blank would be no source."""
    lines = 0
    for path in sources():
        for name, call in calls_in(path):
            assert name != "Todo", f"{path.relative_to(ROOT)}:{call.lineno} makes a line past the desk"
            if name == "line" and len(call.args) >= 6:
                lines += 1
                assert not is_blank(call.args[2]), f"{path.relative_to(ROOT)}:{call.lineno} names no source"
    assert lines >= 40


def todos_of(person: Any, day: date = TODAY) -> list[Todo]:
    return [todo for part in parts_of(Desk(person, day)) for todo in part.todos]


@pytest.fixture(scope="module")
def filled(keep: Keep) -> None:
    sizes = {"enterprises": 150, "policies": 130, "activities": 260}
    keep(lambda: seeding.fill(seed=7, today=clock.today(), sizes=sizes))


@pytest.mark.parametrize("name", WORKERS)
def test_no_line_of_the_demonstration_is_without_its_source(filled: None, db: None, cast: Cast, name: str) -> None:
    for todo in todos_of(getattr(cast, name)):
        assert todo.detail.strip(" —：:"), todo
        assert (todo.due_on is None) == (todo.days_left is None), todo


def test_a_line_without_a_day_says_why() -> None:
    desk = Desk(Any, TODAY)  # type: ignore[arg-type]  # a line asks nothing of the person
    dated = desk.line("案件", "甲", "乙", "/1/", "办理", TODAY - timedelta(days=2), count=3)
    assert (dated.due_on, dated.days_left, dated.tag, dated.count) == (date(2023, 11, 21), -2, "over", 3)
    assert desk.line("案件", "甲", "乙", "/1/", "办理", NoDay.NEWS).days_left is None
    assert all(len(reason.value) > 20 for reason in NoDay)


def test_a_line_of_several_names_two_and_how_many_there_are() -> None:
    assert some_of(["乙公司", "甲公司", "乙公司", ""]) == "乙公司、甲公司"
    assert some_of(["乙", "甲", "丙"]) == "丙、乙等3家"
    assert some_of([]) == ""


def order(cast: Cast, state: str, day: date) -> ServiceOrder:
    policy = world.policy(world.enterprise())
    return ServiceOrder.objects.create(
        insurer=policy.insurer,
        agency=cast.agency.organisation,
        policy=policy,
        kind="HAZ",
        service_on=day,
        state=state,
        placed_by=cast.insurer_a_clerk,
        placed_at=clock.now(),
    )


def test_orders_say_who_placed_them_and_records_by_when_they_are_to_be_filed(cast: Cast) -> None:
    order(cast, "ACCEPTED", TODAY - timedelta(days=3))
    order(cast, "RECORDED", date(2023, 11, 1))
    (owed,) = [todo for todo in todos_of(cast.agency) if str(todo.kind) == "服务委托"]
    assert owed.detail == str(cast.insurer_a_clerk.organisation)
    assert owed.days_left == -3
    (sent,) = [todo for todo in todos_of(cast.insurer_a_clerk) if str(todo.kind) == "服务委托"]
    assert sent.detail == str(cast.agency.organisation)
    assert sent.due_on == date(2023, 11, 15)  # ten working days after the first


def test_hazards_are_told_and_reviewed_by_their_first_day(cast: Cast) -> None:
    firm = world.enterprise()
    untold: Plain = {"state": "RECORDED", "notified_on": None, "notice_no": "", "receiver": "", "deadline": None}
    life.hazard(firm, found_on=date(2023, 11, 20), **untold)
    life.hazard(firm, level="MAJOR", found_on=date(2023, 11, 22), **untold)
    life.hazard(firm, level="GENERAL", state="SUBMITTED", submitted_on=date(2023, 11, 10))
    lines = {todo.title: todo for todo in todos_of(cast.insurer_a_clerk) if str(todo.kind) == "隐患"}
    recorded = next(todo for title, todo in lines.items() if "书面告知" in title)
    submitted = next(todo for title, todo in lines.items() if "复查" in title)
    assert (recorded.due_on, recorded.detail) == (date(2023, 11, 23), "本单位服务中发现")
    assert (submitted.due_on, submitted.detail) == (date(2023, 11, 20), "已整改，报请复查")


def test_an_administrator_has_the_next_step_in_place(as_user: Callable[[Any], Client], cast: Cast) -> None:
    from accounts.models import User

    User.objects.filter(username=cast.adm_audit.username).update(is_active=False, last_login=None)
    assert "启用管理员账号</a>" in body(as_user(cast.adm_security), "/")
