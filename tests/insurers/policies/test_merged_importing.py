"""Workbooks that still name the code of a merged double."""

from enterprises.models import Enterprise
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.merging import merge
from tests.uploads import PLAN, send


def test_a_policy_on_a_merged_code_belongs_to_the_kept_entry_and_the_register_says_where(cast: Cast) -> None:
    folder = next(path.parent for path in sorted(SAMPLES.rglob(PLAN[0][1])))
    register, ledger = folder / PLAN[0][1], folder / PLAN[2][1]
    send("enterprises", register, cast.hangzhou_officer)
    first = send("policies", ledger, cast.insurer_a_clerk)
    gone = Enterprise.objects.filter(pk__in=Policy.objects.values("enterprise")).order_by("pk").first()
    assert gone is not None
    kept = world.enterprise(employees=gone.employees)
    merge(gone, kept, cast.hangzhou_officer)
    moved = set(Policy.objects.filter(enterprise=kept).values_list("policy_no", flat=True))
    assert moved
    again = send("policies", ledger, cast.insurer_a_clerk)
    assert (again.new, again.changed, again.unchanged) == (0, 0, first.accepted)
    assert set(Policy.objects.filter(enterprise=kept).values_list("policy_no", flat=True)) == moved
    renewed = send("enterprises", register, cast.hangzhou_officer)
    [verdict] = renewed.verdicts.filter(code="mismatch")
    assert kept.uscc in verdict.message
    assert (renewed.new, renewed.changed) == (0, 0)


def test_traces_follow_when_the_kept_entry_is_merged_again(cast: Cast) -> None:
    one, two, three = (world.enterprise() for _ in range(3))
    for loser, winner in ((one, two), (two, three)):
        merge(loser, winner, cast.hangzhou_officer)
    assert set(Enterprise.objects.filter(merged_into=three)) == {one, two}
