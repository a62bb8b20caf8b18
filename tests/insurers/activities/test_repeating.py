"""The same file again: known without a second reading as long as nothing has changed, read again after anything has."""

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.imports.models import HeldRow, Upload
from insurers.activities.models import Activity
from insurers.policies.models import Policy
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.databases import Keep
from tests.uploads import send

pytestmark = pytest.mark.django_db
FOLDER = SAMPLES / "plain"


def again(cast: Cast) -> Upload:
    return send("policies", FOLDER / "policies_INS-A-ZJ.xlsx", cast.insurer_a_clerk)


@pytest.fixture(scope="module")
def sent(keep: Keep) -> None:
    """Register and policies, once for all tests; each takes back what it does to them."""

    def fill() -> None:
        send("enterprises", FOLDER / "enterprises_330100.xlsx", Cast().hangzhou_officer)
        again(Cast())

    keep(fill)


@pytest.fixture
def first(sent: None) -> Upload:
    return Upload.objects.get(kind="policies")


def told(upload: Upload) -> list[Any]:
    return list(upload.verdicts.order_by("pk").values_list("row", "column", "code", "severity", "value", "message"))


def test_the_same_file_says_the_same_and_changes_nothing(cast: Cast, first: Upload) -> None:
    policies = list(Policy.objects.order_by("pk").values())
    second = again(cast)
    assert second.repeats == first
    assert (second.rows, second.held, second.ignored) == (first.rows, first.held, first.ignored)
    assert (second.new, second.changed, second.unchanged) == (0, 0, first.accepted)
    assert told(second) == told(first)
    assert second.returned == first.returned
    assert list(Policy.objects.order_by("pk").values()) == policies


def test_a_changed_ledger_is_read_again(cast: Cast, first: Upload) -> None:
    Policy.objects.filter(pk=Policy.objects.order_by("pk")[0].pk).update(
        insured_people=1, updated_at=clock.now() + timedelta(seconds=1)
    )
    second = again(cast)
    assert second.repeats is None
    assert second.changed == 1


def test_a_discarded_held_row_is_held_again(cast: Cast, first: Upload) -> None:
    held = HeldRow.objects.filter(kind="policies")
    number = held.count()
    held.order_by("pk")[0].delete()
    assert again(cast).repeats is None
    assert held.count() == number


def test_another_day_is_another_check(cast: Cast, first: Upload, settings: Any) -> None:
    settings.PORTAL_TODAY = clock.today() + timedelta(days=1)
    assert again(cast).repeats is None


def test_another_insurers_same_file_is_its_own(cast: Cast, first: Upload) -> None:
    assert send("policies", FOLDER / "policies_INS-A-ZJ.xlsx", cast.insurer_b_clerk).repeats is None
    assert not Activity.objects.exists()
