"""Every row of the sample worlds gets exactly what it must get."""

import pytest

from tests.core.workbooks.samples import SAMPLES, World, expected


@pytest.mark.parametrize("name", ["official", "plain"])
def test_rows_get_exactly_the_expected_faults(name: str) -> None:
    folder = SAMPLES / name
    assert sorted(World(folder).findings()) == sorted(expected(folder))
