"""The written notice of hazards (clause N31) and the report of a refusal (clause N34) as Word documents.

Both are filled from values, so that a print page shows the same words; nothing is read from the database here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from core.choices import official_labels
from core.documents import DRAFT, VOID, fill, in_words
from hazards.choices import HazardLevel

LEVELS = official_labels(HazardLevel)
#: When hazards were found and on what a notice rests: of an insurer (insurance law 51), of a department (law 65).
INSURER = ("在为你单位提供安全生产责任保险事故预防服务时", "《中华人民共和国保险法》第五十一条")
DEPARTMENT = ("在对你单位的安全生产情况进行检查时", "《中华人民共和国安全生产法》第六十五条")
CLOSING: Final = "请你单位按期完成整改，并将整改情况和证明材料书面反馈我单位。重大事故隐患消除前，请落实防范措施。"
FOLDER: Final = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A hazard in a notice; `level` is a code of `HazardLevel`."""

    number: str
    level: str
    place: str
    description: str
    basis: str
    measures: str
    deadline: date


@dataclass(frozen=True, slots=True)
class NoticeLetter:
    """A notice of an insurer, or of a department that found them, to one enterprise on the hazards of one activity."""

    number: str
    insurer: str
    enterprise: str
    served_on: date
    notified_on: date
    lines: tuple[NoticeLine, ...]
    is_insurer: bool = True
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class RefusalLetter:
    """A report to the bodies in `recipients` that an enterprise refuses to rectify a major hazard."""

    number: str
    insurer: str
    recipients: tuple[str, ...]
    enterprise: str
    uscc: str
    address: str
    hazard: NoticeLine
    notice_no: str
    notified_on: date
    ground: str
    evidence: tuple[str, ...]
    found_by: tuple[str, str]
    found_on: date
    reported_on: date
    is_draft: bool = False

    @property
    def title(self) -> str:
        return f"关于{self.enterprise}存在重大事故隐患拒不整改情况的报告"

    @property
    def mark(self) -> str:
        return DRAFT if self.is_draft else ""


def notice_document(letter: NoticeLetter) -> bytes:
    """The notice as .docx, with the table of hazards and the receipt to be signed on paper."""
    values = {
        "number": letter.number,
        "enterprise": letter.enterprise,
        "opening": notice_opening(letter),
        "lines": [_cells(number, line) for number, line in enumerate(letter.lines, start=1)],
        "closing": CLOSING,
        "office": letter.insurer,
        "day": in_words(letter.notified_on),
        "receipt": receipt_lines(letter),
    }
    return fill(FOLDER / "notice.docx", values, mark=VOID if letter.is_void else "")


def receipt_lines(letter: NoticeLetter) -> list[str]:
    """What the receiver signs, on the paper and the print page."""
    return [
        f"《事故隐患书面告知书》（{letter.number}）及所附隐患清单已收悉。",
        "签收人（签字）：　　　　　　　职务：",
        "签收日期：　　　　年　　月　　日（单位盖章）",
    ]


def notice_opening(letter: NoticeLetter) -> str:
    """The first paragraph, with the counts by level."""
    major = sum(line.level == HazardLevel.MAJOR for line in letter.lines)
    when, ground = INSURER if letter.is_insurer else DEPARTMENT
    return (
        f"{in_words(letter.served_on)}，我单位{when}，发现事故隐患{len(letter.lines)}项，其中重大事故隐患{major}项。"
        f"现依据{ground}，将有关情况书面告知如下："
    )


def _cells(number: int, line: NoticeLine) -> Mapping[str, str]:
    basis = f"\n判定依据：{line.basis}" if line.basis else ""
    return {
        "place_no": str(number),
        "number": line.number,
        "level": LEVELS[line.level],
        "what": f"{line.place}：{line.description}{basis}",
        "measures": line.measures,
        "deadline": in_words(line.deadline),
    }


def refusal_document(letter: RefusalLetter) -> bytes:
    """The report of a refusal as .docx; it asks for nothing, so that it stays a report."""
    *parts, (heading, texts) = refusal_parts(letter)
    values = {
        "enterprise": letter.enterprise,
        "number": letter.number,
        "recipients": "、".join(letter.recipients),
        "parts": [{"heading": head, "texts": said} for head, said in (*parts, (heading, texts[:-1]))],
        "last": texts[-1],  # stays on the page of the signature
        "office": letter.insurer,
        "day": in_words(letter.reported_on),
    }
    return fill(FOLDER / "refusal.docx", values, mark=letter.mark)


def refusal_parts(letter: RefusalLetter) -> list[tuple[str, list[str]]]:
    """Headings and paragraphs of the report, for the document and the print page."""
    hazard = letter.hazard
    told = f"我单位于{in_words(letter.notified_on)}以{letter.notice_no}书面告知该单位"
    first, second = letter.found_by
    return [
        (
            "一、单位和隐患情况",
            [
                f"{letter.enterprise}（统一社会信用代码：{letter.uscc}），地址：{letter.address}。",
                f"隐患编号{hazard.number}，部位：{hazard.place}。{hazard.description}。判定依据：{hazard.basis}。",
            ],
        ),
        (
            "二、书面告知情况",
            [f"{told}，要求于{in_words(hazard.deadline)}前完成整改。"],
        ),
        (
            "三、拒不整改的认定",
            [
                f"{letter.ground}。认定日期：{in_words(letter.found_on)}；认定人：{first}、{second}。",
                "证据：" + "；".join(letter.evidence) + "。",
            ],
        ),
    ]
