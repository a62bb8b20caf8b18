"""The library says where a found word stands: the passage around it, under which heading or on which page."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from campaigns.models import LibraryDocument
from campaigns.passages import passages_of, pieces_of
from campaigns.services import library
from core import clock
from core.attachments import attach
from tests.cast import Cast
from tests.papers import pdf

Browser = Callable[[Any], Client]
WORD = "交叉检查小组"


def said(passage: object) -> str:
    return "".join(piece.text for piece in passage.pieces)  # type: ignore[attr-defined]


def test_the_passage_stands_under_its_headings_with_the_words_apart(db: None) -> None:
    notice = LibraryDocument.objects.get(number="浙应急法规〔2023〕133号")
    passage = next(passages_of(notice, [WORD, "派员参加"]))
    assert passage.place.startswith("二、主要任务 （四）强化联合检查，加强正面宣传")
    assert [piece.text for piece in passage.pieces if piece.is_word] == [WORD, "派员参加"]
    assert said(passage).startswith("…")
    assert said(passage).endswith("…")


def test_letters_are_found_whatever_their_size_and_signs_stand_for_themselves() -> None:
    assert [piece.text for piece in pieces_of("AQ 9010（示例）a.b aXb", ["aq", "a.b"]) if piece.is_word] == [
        "AQ",
        "a.b",
    ]


def test_a_text_without_the_words_has_no_passage(db: None) -> None:
    notice = LibraryDocument.objects.get(number="浙应急法规〔2023〕133号")
    assert list(passages_of(notice, ["决不存在"])) == []
    assert list(passages_of(notice, [])) == []


@pytest.fixture
def paper(cast: Cast) -> LibraryDocument:
    text = library.DocumentText(
        "OTHER", "示例<文件>", "示例单位", "摘要", "ATTACHED", body="一、总则\n<b>独有词语</b>在此。"
    )
    return library.write_document(text=text, by=cast.provincial_officer, at=clock.now())


def test_a_word_of_a_file_is_told_with_its_page(paper: LibraryDocument, cast: Cast) -> None:
    words = f"封面{library.FILE_END}示例.pdf\n第一页的字\x01\n第二页有独有词语一处\x01"
    paper.sought = library.sought_of(paper, words)
    found = list(passages_of(paper, ["独有词语"]))
    assert [one.place for one in found] == ["一、总则", "示例.pdf · 第2页"]
    assert said(found[1]) == "第二页有独有词语一处"


def test_a_file_is_read_with_its_pages(cast: Cast, paper: LibraryDocument) -> None:
    attach(paper, "text", BytesIO(pdf("alone")), name="示例.pdf", by=cast.provincial_officer, at=clock.now())
    library.read_files_anew(document=paper, by=cast.provincial_officer, at=clock.now())
    paper.refresh_from_db()
    assert [one.place for one in passages_of(paper, ["alone"])] == ["示例.pdf · 第1页"]


def test_list_and_document_show_the_words_marked_and_nothing_as_markup(
    cast: Cast, paper: LibraryDocument, sign_in: Browser
) -> None:
    client = sign_in(cast.hangzhou_officer)
    listed = client.get("/library/", {"q": "独有词语"}).content.decode()
    assert "&lt;b&gt;<mark>独有词语</mark>&lt;/b&gt;在此。" in listed
    assert f"/library/{paper.pk}/?q=%E7%8B%AC%E6%9C%89%E8%AF%8D%E8%AF%AD#hit" in listed
    document = client.get(f"/library/{paper.pk}/", {"q": "独有词语"}).content.decode()
    assert '&lt;b&gt;<mark id="hit">独有词语</mark>&lt;/b&gt;在此。' in document
    assert "<mark" not in client.get(f"/library/{paper.pk}/").content.decode()
