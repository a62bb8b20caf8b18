"""One rate: the gap page and the figures of coverage say the same of every day, whatever happened before and since."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pghistory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coverage import cover
from coverage.gap import frame_of
from enterprises.models import Enterprise
from insurers.policies.models import Policy, PolicyDetail
from reports.figures import FIGURES, compute
from tests import world
from tests.cast import Cast
from tests.reports.figuring import CITY, basis, forgotten

FIRST = date(2023, 11, 1)
DAYS = 12
#: Firms, the first of which have a policy.
FIRMS, POLICIES = 5, 4
QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

#: One thing that happens: on which day, to which firm or policy, and what.
HAPPENING = st.tuples(
    st.integers(0, DAYS - 1),
    st.one_of(
        st.tuples(
            st.just("policy"), st.integers(0, POLICIES - 1), st.sampled_from(["IN_FORCE", "SURRENDERED", "CANCELLED"])
        ),
        st.tuples(
            st.just("firm"), st.integers(0, FIRMS - 1), st.sampled_from(["ACTIVE", "CLOSED", "SUSPENDED", "BUILDING"])
        ),
        st.tuples(st.just("sectors"), st.integers(0, FIRMS - 1), st.sampled_from(["HAZCHEM", "OTHER", "FISHERY"])),
    ),
)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=ZoneInfo("Asia/Shanghai"))


def both(day: date, today: date) -> tuple[Any, Any]:
    """(must, insured, rate) of the figures, and of the gap page, of a day as seen on another."""
    names = ("coverage.must_insure", "coverage.insured")
    figures, _cities = compute([FIGURES[name] for name in names], basis(day), [CITY])
    return tuple(figures[name] for name in names), gap_of(day, today)


def gap_of(day: date, today: date) -> tuple[int, int]:
    sectors = basis(day).sectors
    counts = cover.counts(
        Enterprise.objects.filter(city__code=CITY), frame_of(day, today, sectors), day + timedelta(30)
    )
    return counts.must, counts.insured


def settle_in(ends: Sequence[int]) -> tuple[list[Enterprise], list[Policy]]:
    """Firms and policies that were entered long before, the policies ending on days within the test or after it."""
    start = noon(date(2023, 1, 1))
    firms = [world.enterprise(created_at=start, updated_at=start) for _ in range(FIRMS)]
    policies = [
        world.policy(firm, end_on=FIRST + timedelta(days=end), created_at=start, updated_at=start)
        for firm, end in zip(firms, ends, strict=False)
    ]
    return firms, policies


def happen(what: tuple[str, int, str], at: datetime, firms: list[Enterprise], policies: list[Policy]) -> None:
    kind, which, value = what
    with pghistory.context(at=at.isoformat()):
        if kind == "policy":
            Policy.objects.filter(pk=policies[which].pk).update(status=value, updated_at=at)
        elif kind == "firm":
            Enterprise.objects.filter(pk=firms[which].pk).update(status=value, updated_at=at)
        else:
            Enterprise.objects.filter(pk=firms[which].pk).update(sectors=[value], updated_at=at)


@QUICK
@given(
    ends=st.lists(st.integers(-2, DAYS + 2), min_size=POLICIES, max_size=POLICIES),
    happenings=st.lists(HAPPENING, max_size=8),
)
def test_the_figures_of_a_day_are_the_gap_page_s_then_and_ever_after(
    cast: Cast, ends: list[int], happenings: list[tuple[int, Any]]
) -> None:
    with forgotten():
        firms, policies = settle_in(ends)
        built: dict[date, Any] = {}
        for number in range(DAYS):
            day = FIRST + timedelta(days=number)
            for _day, what in (one for one in happenings if one[0] == number):
                happen(what, noon(day), firms, policies)
            figures, gap_page = both(day, today=day)
            assert figures == gap_page, day
            built[day] = figures
        today = FIRST + timedelta(days=DAYS)
        assert {day: gap_of(day, today) for day in built} == built
        for later in range(3):
            figures, gap_page = both(today + timedelta(days=later), today=today)
            assert figures == gap_page


def test_an_endorsement_that_ends_the_cover_counts_for_both(cast: Cast) -> None:
    held = world.policy(world.enterprise())
    PolicyDetail.objects.create(policy=held, cover_end_on=FIRST, updated_at=world.now())
    for day, insured in ((FIRST - timedelta(days=1), 1), (FIRST, 1), (FIRST + timedelta(days=1), 0)):
        assert both(day, today=day) == ((1, insured), (1, insured))
