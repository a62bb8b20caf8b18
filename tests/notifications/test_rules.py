"""Reminders: one message a person and day, and a breaker that sends nothing at all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules import Item, Line, Waiting, gather

DAY = date(2023, 11, 10)


def item(person: int, number: int, days: int) -> Item:
    return Item(person, f"YH-330100-2023-{number:06}", "整改", DAY + timedelta(days=days))


def test_one_message_names_what_is_late_first() -> None:
    run = gather([item(1, 1, 3), item(1, 2, -2), item(1, 3, 0)], DAY)
    assert [one.text.splitlines() for one in run.messages] == [
        [
            "台账期限提醒 3 项，其中超期 1 项",
            "YH-330100-2023-000002 整改：已超期 2 天（2023-11-08）",
            "YH-330100-2023-000003 整改：今天到期（2023-11-10）",
            "YH-330100-2023-000001 整改：还有 3 天（2023-11-13）",
        ]
    ]


def test_steps_of_one_day_stand_by_number_and_then_by_name() -> None:
    day = DAY + timedelta(days=2)
    steps = [Item(1, "YH-2", "整改", day), Item(1, "YH-1", "复核", day), Item(1, "YH-1", "整改", day)]
    for order in (steps, steps[::-1]):
        lines = gather(order, DAY).messages[0].text.splitlines()[1:]
        assert [line.split("：")[0] for line in lines] == ["YH-1 复核", "YH-1 整改", "YH-2 整改"]


def test_what_was_ordered_and_ran_out_stands_before_what_ran_out_earlier() -> None:
    ordered, coming = Item(1, "CZ-1", "答复", DAY - timedelta(days=1), True), Item(1, "CZ-2", "答复", DAY, True)
    old = [item(1, number, -90) for number in range(60)]
    for order in ([ordered, coming, *old], [*old, coming, ordered]):
        lines = gather(order, DAY).messages[0].text.splitlines()
        assert lines[1].startswith("CZ-1 答复：已超期 1 天")
        assert not [line for line in lines if "CZ-2" in line]


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "已超期 2 天（"), (-1, "已超期 1 天（"), (0, "今天到期（"), (1, "还有 1 天（")],
)
def test_a_step_tells_how_many_days_are_left_or_over(days: int, words: str) -> None:
    head, line = gather([item(1, 1, days)], DAY).messages[0].text.splitlines()
    assert words in line
    assert head.endswith(f"其中超期 {int(days < 0)} 项")


@pytest.mark.parametrize(("number", "rest"), [(10, []), (11, ["另有 1 项，请在台账查看"])])
def test_ten_steps_are_named_and_the_others_counted(number: int, rest: list[str]) -> None:
    lines = gather([item(1, one, 1) for one in range(number)], DAY).messages[0].text.splitlines()
    assert lines[0] == f"台账期限提醒 {number} 项，其中超期 0 项"
    assert len(lines[1:11]) == 10
    assert lines[11:] == rest


def test_what_waits_is_counted_as_on_the_workbench_and_stands_before_the_days_of_the_ledgers() -> None:
    lines = tuple(Line(f"处置案件：某公司 {number}，审阅答复", f"/dispositions/{number}/") for number in range(10))
    waiting = [Waiting(1, 12, 3, {"处置案件": 12}, lines), Waiting(2, 0, 0, {}, ()), Waiting(3, 1, 0, {}, lines[:1])]
    first, other = gather([item(1, 1, -2)], DAY, already={9}, waiting=waiting).messages
    text = first.text.splitlines()
    assert (text[0], text[11]) == ("您有 12 项事项待办，其中超期 3 项", "另有 2 项，请在工作台查看")
    assert text[12:] == ["台账期限提醒 1 项，其中超期 1 项", "YH-330100-2023-000001 整改：已超期 2 天（2023-11-08）"]
    assert (first.links["1"], first.late, text[1]) == ("/dispositions/0/", 4, lines[0].text)
    assert (other.person_id, len(other.text.splitlines())) == (3, 2)
    assert "某公司" not in first.brief, "what leaves the portal names no firm"
    assert first.brief.splitlines()[:2] == ["您有 12 项事项待办，其中超期 3 项", "处置案件 12 项"]
    assert gather([], DAY, already={1, 3}, waiting=waiting).messages == ()


def test_a_long_list_is_counted() -> None:
    text = gather([item(1, number, 1) for number in range(25)], DAY).messages[0].text
    assert "提醒 25 项" in text
    assert "另有 15 项" in text
    assert len(text.splitlines()) == 12


def test_who_had_a_message_today_gets_no_second_one() -> None:
    run = gather([item(1, 1, 0), item(2, 1, 0)], DAY, already={1})
    assert [one.person_id for one in run.messages] == [2]


def test_the_breaker_sends_nothing_and_says_why() -> None:
    items = [item(person, 1, 0) for person in range(4)]
    assert len(gather(items, DAY, most=4).messages) == 4
    run = gather(items, DAY, most=3)
    assert run.messages == ()
    assert "达 4 条，超过上限 3 条" in str(run.tripped)


def test_five_thousand_messages_go_out_and_one_more_stops_all() -> None:
    people = [item(person, 1, 0) for person in range(5_001)]
    assert len(gather(people[:5_000], DAY).messages) == 5_000
    run = gather(people, DAY)
    assert run.messages == ()
    assert "达 5001 条，超过上限 5000 条" in str(run.tripped)


def test_a_run_with_nothing_due_is_empty_and_not_tripped() -> None:
    assert gather([], DAY, most=0).tripped is None


@given(st.lists(st.builds(item, st.integers(1, 5), st.integers(1, 30), st.integers(-20, 20))))
def test_never_two_messages_for_a_person(items: list[Item]) -> None:
    people = [one.person_id for one in gather(items, DAY).messages]
    assert len(people) == len(set(people))
    assert set(people) == {one.person_id for one in items}
