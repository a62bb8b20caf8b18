from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.identifiers import (
    USCC_ALPHABET,
    complain_phone,
    complain_uscc,
    has_org_code,
    is_office_phone,
    is_page_address,
    is_phone,
    is_uscc,
    key_in,
    mask_name,
    mask_phone,
    org_check_char,
    paper_number,
    squeeze_code,
    suggest_uscc,
    suggest_uscc_in,
    uscc_check_char,
)

GOOD = ["91110000600037341L", "91330000142944445H", "91330100799655058B"]


@st.composite
def codes(draw: st.DrawFn) -> str:
    """Sound credit codes with a sound organisation code inside."""
    alphabet = st.sampled_from(USCC_ALPHABET)
    head = (
        draw(alphabet) + draw(alphabet) + "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=6, max_size=6)))
    )
    body = "".join(draw(st.lists(alphabet, min_size=8, max_size=8)))
    code = head + body + org_check_char(body)
    return code + uscc_check_char(code)


@pytest.mark.parametrize("code", [*GOOD, "N23301091234567895"])
def test_sound_codes_pass(code: str) -> None:
    assert is_uscc(code)
    assert complain_uscc(code) is None


def test_organisation_codes_inside_are_sound() -> None:
    assert all(map(has_org_code, GOOD))


@pytest.mark.parametrize("place", range(18))
def test_any_changed_character_fails(place: int) -> None:
    for code in GOOD:
        for char in USCC_ALPHABET:
            if char != code[place]:
                assert not is_uscc(code[:place] + char + code[place + 1 :])


@pytest.mark.parametrize(
    "code", ["", "9133", GOOD[0] + "0", GOOD[0][:-1] + "I", "9A330000142944445H", "91A30000142944445H"]
)
def test_wrong_length_alphabet_or_digits_fail(code: str) -> None:
    assert not is_uscc(code)
    complaint = complain_uscc(code)
    assert complaint is not None
    assert complaint[0] == "uscc"
    assert code in complaint[1]


def test_letters_are_legal_in_the_first_two_places_only() -> None:
    assert is_uscc("N2330109123456789" + uscc_check_char("N2330109123456789"))
    body = "91A30109123456789"
    assert not is_uscc(body + uscc_check_char(body))


def test_codes_from_a_sheet_are_squeezed_before_they_are_judged() -> None:
    assert squeeze_code(" 9133 0000142944445h\u200b") == "91330000142944445H"
    assert squeeze_code("９１３３００００１４２９４４４４５Ｈ") == "91330000142944445H"


def test_a_wrong_organisation_code_is_seen_behind_a_sound_credit_code() -> None:
    body = "9133000014294444" + ("6" if GOOD[1][16] != "6" else "7")
    code = body + uscc_check_char(body)
    assert is_uscc(code)
    assert not has_org_code(code)


COUNTY: Final = "330106"


@st.composite
def codes_of_county(draw: st.DrawFn) -> str:
    """Sound codes of firms that were registered in the county, its city or the province."""
    org = draw(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8))
    place = draw(st.sampled_from([COUNTY, "330100", "330000"]))
    body = f"91{place}{org}{org_check_char(org)}"
    return body + uscc_check_char(body)


@given(codes_of_county(), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_a_wrong_last_place_is_suggested_right_where_the_division_is_that_of_the_row(code: str, wrong: str) -> None:
    assume(wrong != code[17])
    assert suggest_uscc(code[:17] + wrong) is None
    assert suggest_uscc_in(code[:17] + wrong, COUNTY) in ((code,) if code[2:8] == COUNTY else (code, None))


@given(codes_of_county(), st.integers(2, 7), st.sampled_from("0123456789"))
def test_a_wrong_digit_of_the_division_is_not_covered_up_by_another_check_character(
    code: str, place: int, digit: str
) -> None:
    assume(digit != code[place])
    assume(f"{code[2:place]}{digit}{code[place + 1 : 8]}" != COUNTY)  # as good as never: every other place is right
    wrong = f"{code[:place]}{digit}{code[place + 1 :]}"
    assert suggest_uscc(wrong) is None
    assert suggest_uscc_in(wrong, COUNTY) in (code, None)


def test_the_county_of_the_row_tells_which_place_is_wrong() -> None:
    code = "91330106MB0003068R"
    assert suggest_uscc_in(f"{code[:17]}0", COUNTY) == code
    assert suggest_uscc_in("91330116MB0003068R", COUNTY) == code
    assert suggest_uscc_in(f"{code[:17]}0", "330683") is None
    assert suggest_uscc_in(f"{code[:17]}0", "") is None
    assert suggest_uscc_in(f"92{code[2:]}", COUNTY) is None


@pytest.mark.parametrize("written", ["'91330106MB0003068R", "91330106-MB000306-8R", "91330106MB0003068R。"])
def test_signs_around_a_sound_code_are_left_out_of_its_suggestion(written: str) -> None:
    assert suggest_uscc(written) == "91330106MB0003068R"


@pytest.mark.parametrize("place", range(4))
def test_a_wrong_first_place_is_not_covered_up_by_another_check_character(place: int) -> None:
    code = "91330000142944445H"
    assert suggest_uscc(f"{code[:place]}7{code[place + 1 :]}") is None


def test_look_alike_letters_beside_a_wrong_check_character_get_no_suggestion() -> None:
    assert suggest_uscc("I1330000142944445H") is None


def test_look_alike_letters_are_suggested_as_digits() -> None:
    assert suggest_uscc("9I330000142944445H") == "91330000142944445H"
    assert suggest_uscc("91330O00142944445H") == "91330000142944445H"


def test_a_confused_character_is_found_by_both_check_characters() -> None:
    code = "91330100799655058B"
    assert suggest_uscc(code.replace("8B", "BB")) == code


@pytest.mark.parametrize("code", ["", "9133", "9133000014294444", "*" * 18])
def test_nothing_is_suggested_where_places_are_missing(code: str) -> None:
    assert suggest_uscc(code) is None


@pytest.mark.parametrize(
    "phone", ["13800000000", "19900000000", "0571-8000000", "0571-80000000", "02180000000", "05718000000"]
)
def test_good_phones(phone: str) -> None:
    assert is_phone(phone)
    assert complain_phone(phone) is None
    # An office has a landline, perhaps with an extension; full-width digits are none.
    assert is_office_phone(phone) == is_office_phone(f"{phone}-8") == phone.startswith("0")
    assert not is_phone(f"{phone}-8")
    assert not is_office_phone("0571-８0000000")


@pytest.mark.parametrize(
    "phone",
    [
        "12800000000",
        "1380000000",
        "138000000000",
        "571-80000000",
        "80000000",
        "0571-800000",
        "0571-80000000-1",
        "",
        "电话",
    ],
)
def test_bad_phones(phone: str) -> None:
    complaint = complain_phone(phone)
    assert complaint is not None
    assert complaint[0] == "phone"


def test_a_phone_in_another_notation_is_suggested() -> None:
    for written in ("+8613800000000", "138-0000-0000", "(0571)80000000"):
        complaint = complain_phone(written)
        assert complaint is not None
        assert complaint[2] is not None
        assert is_phone(complaint[2])


def test_masks_hide_what_identifies() -> None:
    assert mask_name("张某某") == "张**"
    assert mask_name("张") == "张*"
    assert mask_name("") == ""
    assert mask_phone("13800005678") == "138****5678"
    assert mask_phone("0571-80001234") == "0571-****1234"
    assert mask_phone("") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "[2023]9",
        "［2023］9",
        "(2023)9",
        "（2023）9",
        "【2023】9",
        "〔２０２３〕９",
        " 〔 2023 〕 9",
        "〔2023〕第9",
        "〔2023〕09 ",
        "〔2023〕 第 9 ",
    ],
)
def test_brackets_around_the_year_make_one_number(typed: str) -> None:
    assert paper_number(f"杭应急罚{typed}号") == "杭应急罚〔2023〕9号"
    assert paper_number("A(甲)[12]号") == "A(甲)[12]号"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("https://example.gov.cn/a", True),
        ("http://例子.cn/", True),
        ("javascript:alert(1)", False),
        ("ftp://a.cn", False),
        ("http://a b.cn", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_addresses_of_pages(text: str, fits: bool) -> None:
    assert is_page_address(text) is fits


@pytest.mark.parametrize("text", ["", None, "x", "-1", "1.0", " 1", "１", "²", "1\0", "9" * 19, "9" * 5000])
def test_what_can_be_no_key_is_none(text: str | None) -> None:
    assert key_in(text) is None


def test_a_key_is_a_number() -> None:
    assert key_in("007") == 7
    assert key_in("9" * 18) == 10**18 - 1
