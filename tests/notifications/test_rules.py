"""Reminders: one message a person and day, and a breaker that sends nothing at all."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notifications.rules import Item, gather

DAY = date(2023, 11, 10)


def item(person: int, number: int, days: int) -> Item:
    return Item(person, f"YH-330100-2023-{number:06}", "整改", DAY + timedelta(days=days))


def test_one_message_names_what_is_late_first() -> None:
    run = gather([item(1, 1, 3), item(1, 2, -2), item(1, 3, 0)], DAY)
    assert [one.text.splitlines() for one in run.messages] == [
        [
            "您有 3 项隐患事项待办，其中超期 1 项",
            "YH-330100-2023-000002 整改：已超期 2 天（2023-11-08）",
            "YH-330100-2023-000003 整改：今天到期（2023-11-10）",
            "YH-330100-2023-000001 整改：还有 3 天（2023-11-13）",
        ]
    ]


def test_a_long_list_is_counted() -> None:
    text = gather([item(1, number, 1) for number in range(25)], DAY).messages[0].text
    assert "您有 25 项" in text
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


def test_a_run_with_nothing_due_is_empty_and_not_tripped() -> None:
    assert gather([], DAY, most=0).tripped is None


@given(st.lists(st.builds(item, st.integers(1, 5), st.integers(1, 30), st.integers(-20, 20))))
def test_never_two_messages_for_a_person(items: list[Item]) -> None:
    people = [one.person_id for one in gather(items, DAY).messages]
    assert len(people) == len(set(people))
    assert set(people) == {one.person_id for one in items}
