"""Pure rules of the insurers' room."""

import pytest

from insurers.base.lookups import nearest_code, nearest_name

CODES = ["91330106MA0000007Q", "91330203MA2BCDEF13"]


@pytest.mark.parametrize("written", ["91330106MA000007Q", "91330106MA0000070Q", "91330106MAO0000O7Q"])
def test_a_code_off_by_two_characters_is_recognised(written: str) -> None:
    assert nearest_code(written, CODES) == CODES[0]


def test_another_code_is_not_taken_for_a_registered_one() -> None:
    assert nearest_code("91330106MA1234507Q", CODES) is None
    assert nearest_name("完全无关的名称", ["杭州示例化工有限公司"]) is None
