"""The 工作总结 of a version as a Word document: a draft until it is signed (domain.md 7.1)."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.utils import timezone

from campaigns.models import LibraryDocument
from core.documents import DRAFT, Picture, fill, in_words
from core.documents.qr import qr_png
from core.languages import official
from reports.choices import SubmissionState
from reports.definitions import DEFINITIONS
from reports.documents.sections import Written, sections_of
from reports.documents.tokens import Piece, mark_of
from reports.models import ReportDuty, Snapshot, Submission
from reports.services.places import place_of, verify_address

TEMPLATE: Final = Path(__file__).parent / "summary.docx"
#: Where a title of a report may be broken: 保险机构利用安责险 | 助力专项行动情况.
BREAK: Final = re.compile("及?助力")
#: The number of a paper, with which the basis of a duty begins.
PAPER: Final = re.compile(r"[^\s，（）〔〕]+〔[0-9]{4}〕[0-9]+号")
#: Over the numbers that somebody changed by hand.
BY_HAND: Final = "手工填报数字（正文中以〔注〕标明，与平台统计数不同，由报送单位核实负责）："
#: Millimetres.
QR_WIDTH: Final = 22


def document_of(snapshot: Snapshot, submission: Submission | None) -> bytes:
    """The document; every number in it is the snapshot's. Signed, it carries number and day and no mark."""
    is_signed = submission is not None and submission.signed_at is not None
    return fill(TEMPLATE, {"documents": [_values(snapshot, submission)]}, mark="" if is_signed else DRAFT)


def combined(versions: Sequence[tuple[Snapshot, Submission, Sequence[str]]]) -> bytes:
    """Several documents in one print, each below its remarks; a draft as long as one of them is, or came back."""
    signed = [
        submission.signed_at is not None and submission.state != SubmissionState.RETURNED
        for _snapshot, submission, _remarks in versions
    ]
    return fill(TEMPLATE, {"documents": [_values(*one) for one in versions]}, mark="" if all(signed) else DRAFT)


def title_lines(snapshot: Snapshot) -> tuple[str, str]:
    """The title over two lines that break at a word, the first no longer than a line takes (GB/T 9704)."""
    place, title = place_of(snapshot.report, snapshot.city_id).name, DEFINITIONS[snapshot.report].title
    verb = BREAK.search(title)
    at = verb.start() if verb else 0
    return f"{place}{title[:at]}", f"{title[at:]}工作总结{snapshot.campaign.beside}"


def lead_of(snapshot: Snapshot) -> str:
    """The paragraph under the recipient: by what the report is asked for, and that it follows.

    That is the campaign's own paper by its title, where the library has it, else the campaign by its name; what goes to
    a national body was asked for by that body's own paper, which the duty names.
    """
    campaign, place = snapshot.campaign, place_of(snapshot.report, snapshot.city_id).name
    number, papers, name = campaign.document_no, campaign.documents.all(), campaign.name
    if from_above := _national_paper(snapshot):
        number, papers, name = from_above, LibraryDocument.objects.all(), ""
    marked = f"（{number}）" if any(sign.isdigit() for sign in number) else ""
    paper = papers.filter(number=number).first() if marked else None
    asked_by = f"《{paper.title}》{marked}" if paper else f"{name}{marked}" if name else number
    return f"根据{asked_by}要求，现将{place}{DEFINITIONS[snapshot.report].title}报告如下。"


def _national_paper(snapshot: Snapshot) -> str:
    """The number of the paper by which a national body asks for the report; nothing where an office of the portal does."""
    duty = ReportDuty.objects.filter(
        campaign=snapshot.campaign_id, report=snapshot.report, organisation=snapshot.organisation_id, recipient=None
    ).first()
    found = PAPER.match(duty.basis) if duty else None
    return found[0] if found else ""


def body_of(sections: Sequence[Written]) -> tuple[list[dict[str, object]], str]:
    """The sections, and by itself the last paragraph of all, which the signature stands under on one page.

    Numbers by hand are marked where they stand and told at the end with what the portal counted, so that no reader
    takes one for a figure.
    """
    by_hand: list[Piece] = []
    notes: list[str] = []
    parts: list[tuple[str, list[str]]] = []
    for one in sections:
        told = len(by_hand)
        parts.append((one.heading, one.printed(by_hand)))
        notes += [_note(number, one.heading, by_hand[number - 1]) for number in range(told + 1, len(by_hand) + 1)]
    closing = parts[-1][1] if parts else []
    closing += [BY_HAND + "".join(notes)] if notes else []
    last = closing.pop() if closing else ""
    return [{"heading": heading, "texts": texts} for heading, texts in parts], last


def _note(number: int, heading: str, piece: Piece) -> str:
    return f"{mark_of(number)}{heading}：{piece.label}，平台统计为{piece.system}，手工填报为{piece.text}。"


def _values(snapshot: Snapshot, submission: Submission | None, remarks: Sequence[str] = ()) -> dict[str, object]:
    """What one document says, below the remarks of a print that holds several."""
    signed_at = submission.signed_at if submission else None
    place, definition = place_of(snapshot.report, snapshot.city_id).name, DEFINITIONS[snapshot.report]
    first_line, second_line = title_lines(snapshot)
    with official():
        parts, last = body_of(sections_of(snapshot, submission))
    return {
        "remarks": list(remarks),
        "place": first_line,
        "title": second_line,
        "number": submission.document_no if submission and submission.document_no else "（发文字号待定）",
        "recipient": f"{submission.duty.recipient_name}：" if submission else "（核对件，不报送）",
        "lead": lead_of(snapshot),
        "parts": parts,
        "last": last,
        "annex": f"附件：{place}{definition.title}统计表（另附工作簿）",
        "office": snapshot.organisation.name,
        "day": in_words(timezone.localtime(signed_at or snapshot.built_at).date()),
        "copies": f"抄送：{submission.copies_to}。" if submission and submission.copies_to else "",
        "code": snapshot.printed_code,
        "qr": Picture(qr_png(verify_address(snapshot.code, snapshot.version)), QR_WIDTH),
    }
