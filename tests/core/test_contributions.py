"""What apps declare for the whole is collected in the order of the apps, and read once for a desk."""

from datetime import date

import pytest

from accounts.models import User
from core.contributions import contributions, modules_named
from core.contributions.desk import DUE_SOON, Desk, Meter, Todo

TODAY = date(2023, 11, 23)


def test_modules_come_in_the_order_of_the_apps_and_only_where_they_exist() -> None:
    names = [module.__name__ for module in modules_named("permissions")]
    assert names[:3] == ["core.permissions", "core.imports.permissions", "accounts.permissions"]
    assert names[-1] == "workbench.permissions"
    assert "insurers.hazard_links.permissions" not in names
    assert modules_named("no_such_module") == ()


def test_what_is_not_of_the_agreed_kind_is_refused() -> None:
    assert contributions("permissions", "NO_SUCH_NAME", dict) == []
    with pytest.raises(TypeError, match=r"accounts\.permissions\.GRANTS is no list"):
        contributions("permissions", "GRANTS", list)


def test_a_desk_reads_once_what_several_apps_ask_for() -> None:
    calls: list[date] = []

    def reading(desk: Desk) -> None:
        calls.append(desk.today)

    desk = Desk(User(), TODAY)
    desk.once(reading)
    desk.once(reading)
    assert calls == [TODAY]
    Desk(User(), TODAY).once(reading)
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("days_left", "tag"), [(None, ""), (DUE_SOON + 1, ""), (DUE_SOON, "warn"), (0, "warn"), (-1, "over")]
)
def test_the_tag_of_what_waits_goes_by_the_days_left(days_left: int | None, tag: str) -> None:
    assert Todo("kind", "title", "", "/", "Open", TODAY, days_left).tag == tag


def test_a_share_of_nothing_has_no_rate() -> None:
    assert Meter("label", 0, 0, "firms", "/").rate is None
    assert Meter("label", 1, 4, "firms", "/").rate == 0.25
