"""Pure rules of the insurers' room."""

from insurers.base.lookups import nearest_name


def test_a_name_with_a_slip_is_found_and_another_one_is_not() -> None:
    assert nearest_name("杭州示列化工有限公司", ["杭州示例化工有限公司"]) == "杭州示例化工有限公司"
    assert nearest_name("完全无关的名称", ["杭州示例化工有限公司"]) is None
