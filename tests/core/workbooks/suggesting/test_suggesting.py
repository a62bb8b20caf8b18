"""A suggestion says the same thing as the cell, or there is none (contract, section 4, Suggestions)."""

import datetime as dt
from decimal import Decimal

import pytest

from core.workbooks.suggesting import near_code, near_name, same_but_for_slips
from core.workbooks.suggesting.amounts import amount_of, chinese_number
from core.workbooks.suggesting.days import day_of
from core.workbooks.suggesting.labels import label_of, labels_of
from enterprises.sheets import SECTOR_LIST, STATUS_LIST, YES_NO_LIST
from hazards.sheets import LEVEL_LIST
from insurers.base.sheets import FORM_LIST, KIND_LIST, TOPIC_LIST
from insurers.policies.sheets import STATUS_LIST as POLICY_STATUS_LIST

AGENCIES = (
    "安衡安全技术服务(示例)有限公司",
    "正和安全评价(示例)有限公司",
    "瓯安注册安全工程师事务所(示例)",
    "甬安安全咨询(示例)有限公司",
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一百二十", 120),
        ("叁佰", 300),
        ("十二", 12),
        ("两千零五", 2005),
        ("一万零三百", 10_300),
        ("三亿", 3 * 10**8),
        ("一千二", None),
        ("二百五", None),
        ("百二", None),
        ("零", None),
        ("三三", None),
    ],
)
def test_chinese_numerals_written_in_full_have_one_reading(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("(¥300)", "-300"),
        ("¥(300.50)", "-300.50"),
        ("-(300)", None),
        ("(300", None),
        ("300)", None),
        ("300万元", "3000000"),
        ("1.5百万", "1500000"),
        ("叁仟元整", "3000"),
        ("人民币3000元", "3000"),
        ("3000美元", None),
        ("$300", None),
        ("300-500", None),
        ("300～500", None),
        ("约300", None),
        ("300以上", None),
        ("300元起", None),
        ("3000/月", None),
        ("--300", None),
        ("-300-", None),
        ("300人", None),
        ("", None),
        ("元", None),
        ("-", None),
        ("1e300", None),
    ],
)
def test_amounts_keep_sign_and_scale_or_have_no_reading(text: str, amount: str | None) -> None:
    assert amount_of(text, is_money=True) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2023-8/1", "2023-08-01"),
        ("2023年8月1", "2023-08-01"),
        ("20230801", "2023-08-01"),
        (45_139.0, "2023-08-01"),
        (20_230_801.0, "2023-08-01"),
        ("2023-08-01 00:00:00", "2023-08-01"),
        ("23.8.1", "2023-08-01"),
        ("23年8月15日", "2023-08-15"),
        ("二〇二三年八月十五日", "2023-08-15"),
        ("2023 8 1", "2023-08-01"),
        ("2023-08-01 10:30", None),
        ("2023-08-01至2024-07-31", None),
        ("2023.8.1-2024.7.31", None),
        ("2023-8-1起", None),
        ("08/01/23", None),
        ("01.08.23", None),
        ("99.8.1", None),
        ("2023年8月", None),
        ("2023-13-1", None),
        (3.5, None),
        ("约2023年8月1日", None),
        ("2023-8-1前", None),
        ("1900-1-1", None),
    ],
)
def test_one_whole_day_is_suggested_and_never_an_end_of_a_period(cell: object, day: str | None) -> None:
    assert day_of(cell) == (None if day is None else dt.date.fromisoformat(day))


@pytest.mark.parametrize("text", ["较大", "非重大", "重大隐患", "不一般"])
def test_steps_of_a_scale_are_never_guessed(text: str) -> None:
    assert label_of(text, LEVEL_LIST) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("√", "是"),
        ("y", "是"),
        ("有", "是"),
        ("true", "是"),
        ("×", "否"),
        ("N", "否"),
        ("无", "否"),
        ("没有", None),
        ("不是", None),
    ],
)
def test_signs_for_yes_and_no(text: str, label: str | None) -> None:
    assert label_of(text, YES_NO_LIST) == label


@pytest.mark.parametrize("text", ["停产整顿", "在产(停产)", "未在产", "停业", "正常"])
def test_states_of_an_enterprise_are_never_guessed(text: str) -> None:
    assert label_of(text, STATUS_LIST) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("非煤矿", "非煤矿山"),
        ("煤矿山", None),
        ("煤矿(井工)", "煤矿"),
        ("危险化学品(含储存)", "危险化学品"),
        ("危险化工品", "危险化学品"),
        ("危险化学品(2类)", None),
        ("危险化学品(非生产)", None),
        ("危险化学品(建筑)", None),
        ("化学品", None),
        ("其它", None),
    ],
)
def test_a_sector_may_have_an_addition_or_one_slip(text: str, label: str | None) -> None:
    assert label_of(text, SECTOR_LIST) == label


def test_a_label_with_a_telling_character_changed_is_another_one() -> None:
    assert label_of("非隐患排查", KIND_LIST) is None
    assert label_of("隐患排察", KIND_LIST) == "隐患排查"
    assert label_of("其他排练", TOPIC_LIST) is None, "as near to 其他排查 as to 其他演练"


def test_labels_that_hold_a_word_for_and_are_still_told_apart() -> None:
    text = "危险作业人员及关键岗位人员和项目和场所外包外租情况"
    assert labels_of(text, TOPIC_LIST) == ("危险作业人员及关键岗位人员", "项目和场所外包外租情况")
    assert labels_of("危险化学品、石油", SECTOR_LIST) is None
    assert labels_of("危险化学品或建筑施工", SECTOR_LIST) is None


def test_several_labels_in_a_column_of_one_get_none() -> None:
    assert label_of("现场、线上", FORM_LIST) is None
    assert label_of("有效/退保", POLICY_STATUS_LIST) is None


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ("安衡安全公司", AGENCIES[0]),
        ("安衡安全技术服务有限公司", AGENCIES[0]),
        ("正和安全评介有限公司", AGENCIES[1]),
        ("安衡", None),
        ("安衡公司", None),
        ("安全技术服务有限公司", None),
        ("北京安衡安全技术服务有限公司", None),
        ("安衡安全技术服务(宁波)有限公司", None),
        ("安衡安全技术服务有限公司杭州分公司", None),
    ],
)
def test_a_name_that_leaves_something_out_is_nearly_the_registered_one(written: str, registered: str | None) -> None:
    assert near_name(written, AGENCIES) == registered


def test_names_that_differ_in_a_telling_character_are_two_firms() -> None:
    assert near_name("杭州示例化工一厂", ["杭州示例化工二厂"]) is None
    assert near_name("杭州东化工有限公司", ["杭州西化工有限公司"]) is None


def test_a_number_as_near_to_two_is_none_of_them() -> None:
    assert near_code("AZX-0003", ["AZX-0001", "AZX-0002"]) is None
    assert near_code("AZX-0O01", ["AZX-0001", "AZX-1234"]) == "AZX-0001"


def test_a_clause_without_its_negation_is_another_one() -> None:
    assert same_but_for_slips("未按规定审批动火作业", "未按规定审批动火作业。", most=2)
    assert not same_but_for_slips("按规定审批动火作业", "未按规定审批动火作业", most=2)
