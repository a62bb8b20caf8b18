"""The papers of a case look the same on screen, in print and in Word, and speak to whom they are sent."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from dispositions.documents.letters import letter_document, letter_of
from dispositions.models import Step
from tests.cast import Cast
from tests.dispositions.rows import TODAY, firm_case, insurer_case, person, take

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
#: What turns a line round: embeddings, overrides, isolates, marks.
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def in_word(client: Client, step: Step) -> list[str]:
    body = b"".join(client.get(f"/dispositions/steps/{step.pk}/paper.docx"))
    return [line.text for line in Document(BytesIO(body)).paragraphs if line.text.strip()]


def on_screen(client: Client, step: Step) -> list[str]:
    page = client.get(f"/dispositions/steps/{step.pk}/paper/").content.decode().split('class="p-letter"', 1)[1]
    return [html.unescape(text) for text in re.findall(r"<p>(.*?)</p>", page, re.DOTALL)]


def test_each_line_of_a_demand_is_a_paragraph_on_screen_and_in_word(cast: Cast, as_user: Browser) -> None:
    client, case = as_user(cast.hangzhou_officer), firm_case(cast.hangzhou_officer)
    text = "第一项：投保。\r\n\r\n  第二项：报送保单\r\n第三项：" + "".join(f"甲{sign}" for sign in TURNING)
    sent = {"text": text, "due_on": f"{TODAY + timedelta(days=7)}"}
    assert client.post(f"/dispositions/{case.pk}/take/ORDER/", sent).status_code == 302
    step = Step.objects.get(case=case)
    word, screen = in_word(client, step), on_screen(client, step)
    begin = next(place for place, line in enumerate(word) if line.startswith("现责令"))
    assert word[begin : begin + 3] == [
        "现责令你单位限期改正：第一项：投保。",
        "第二项：报送保单",
        f"第三项：{'甲' * len(TURNING)}。",
    ]
    assert [line for line in word if line in screen] == screen


def test_what_stands_above_the_signature_stays_with_it_and_the_receipt_with_its_heading(cast: Cast) -> None:
    step = order(cast, "\n".join(f"第{number}项" for number in range(1, 31)))
    letter = letter_of(step)
    assert letter is not None
    lines = Document(BytesIO(letter_document(letter))).paragraphs
    kept = {line.text: bool(line.paragraph_format.keep_with_next) for line in lines}
    assert not kept["第2项"]  # thirty lines that hold together would leave the title alone on its page
    assert kept["第30项。"]
    assert kept["签收回执"]
    assert kept["本文书已收悉。"]


def order(cast: Cast, text: str, **changes: str) -> Step:
    """An order to an enterprise, with facts of its case changed."""
    case = firm_case(cast.hangzhou_officer)
    for name, value in changes.items():
        setattr(case, name, value)
    case.save()
    return take(case, cast.hangzhou_officer, "ORDER", due_on=TODAY + timedelta(days=7), text=text)


def first_of(step: Step) -> str:
    letter = letter_of(step)
    assert letter is not None
    return letter.paragraphs[0]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            "经核对企业台账与保单台账，该企业属于应当投保的高危行业领域单位，2023年11月23日无有效保单。",
            "经核对企业台账与保单台账，你单位属于应当投保的高危行业领域单位，2023年11月23日无有效保单。",
        ),
        ("{name}未投保，该企业有员工 40 人", "经查，你单位存在以下情况：你单位未投保，你单位有员工 40 人。"),
        ("经查{name}未投保", "经查你单位未投保。"),
        ("未投保", "经查，你单位存在以下情况：未投保。"),
        ("租给示例某某有限公司，该公司无资质", "经查，你单位存在以下情况：租给示例某某有限公司，该公司无资质。"),
    ],
)
def test_a_letter_calls_whom_it_is_sent_to_you(cast: Cast, facts: str, said: str) -> None:
    name = firm_case(cast.hangzhou_officer).subject_name
    step = order(cast, "请投保", facts=facts.format(name=name), subject_name=name, basis="")
    assert first_of(step) == said


def test_the_letter_that_hands_a_case_over_speaks_of_its_subject(cast: Cast) -> None:
    by = person("reg-330300")
    case = insurer_case(by, "330300")
    step = take(case, by, "TRANSFER", addressee="示例市公安局")
    assert case.subject_name in first_of(step)
    assert "你单位" not in first_of(step)


def test_the_form_of_a_handing_over_says_where_its_letter_goes(cast: Cast, as_user: Browser) -> None:
    client, case = as_user(cast.hangzhou_officer), firm_case(cast.hangzhou_officer)
    forms = {
        kind: client.get(f"/dispositions/{case.pk}/take/{kind}/").content.decode() for kind in ("TRANSFER", "ORDER")
    }
    assert "请打印移送函，送接收机关" in forms["TRANSFER"]
    assert "送达企业" not in forms["TRANSFER"]
    assert "送达企业" in forms["ORDER"]


def test_a_text_that_is_too_long_says_how_long_it_may_be(cast: Cast, as_user: Browser) -> None:
    client, case = as_user(cast.hangzhou_officer), firm_case(cast.hangzhou_officer)
    sent = {"text": "长" * 5001, "due_on": f"{TODAY + timedelta(days=7)}"}
    page = client.post(f"/dispositions/{case.pk}/take/ORDER/", sent).content.decode()
    assert "不超过 2000 字，现有 5001 字，请缩短" in page
    assert "该变量" not in page
