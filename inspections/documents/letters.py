"""The comments on an inspection 《交叉检查反馈意见》 and the letter that hands findings over 《问题移交函》 (GB/T 9704).

Both are filled from values, so that a print page shows the same words; nothing is read from the database here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from core.documents import fill, in_words

FOLDER: Final = Path(__file__).resolve().parent
REQUEST: Final = "请签收后按照职责依法处置，并将处置方式、文书号、办结日期和整改情况在平台登记反馈。"


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in a letter; `basis` is empty where its article was not held against its text."""

    number: str
    subject: str
    about: str
    kind: str
    fact: str
    basis: str


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of one bureau to another; `days` are the first and the last day of the visits."""

    number: str
    office: str
    addressee: str
    campaign: str
    source: str
    days: tuple[date, date] | None
    enterprises: int
    insurers: int
    text: str
    lines: tuple[Line, ...]
    objections_until: date
    issued_on: date

    @property
    def opening(self) -> str:
        """Why and when was inspected, and how much."""
        days = [in_words(day) for day in dict.fromkeys(self.days or ())]
        when = f"于{'至'.join(days)}" if days else ""
        return (
            f"根据{self.campaign}（{self.source}）交叉检查安排，我局检查组{when}对你市开展交叉检查，"
            f"共检查企业{self.enterprises}户、保险机构{self.insurers}家，发现问题{len(self.lines)}项。现将意见反馈如下："
        )

    @property
    def paragraphs(self) -> list[str]:
        """The overall comments as typed, a paragraph a line."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @property
    def request(self) -> str:
        """By when to object, and that an answer is asked for."""
        return (
            f"对上述问题有异议的，请于{in_words(self.objections_until)}前（含当日）书面提出并说明理由；"
            "无异议的，请组织整改，并将整改安排书面答复我局。"
        )


@dataclass(frozen=True, slots=True)
class HandoverLetter:
    """A letter of the inspecting bureau to the authority that settles the findings of `lines`."""

    number: str
    office: str
    receiver: str
    place: str
    task: str
    lines: tuple[Line, ...]
    issued_on: date
    #: Who of the receiver signed for it on the portal and on which day; None before.
    signed: tuple[str, date] | None = None

    @property
    def opening(self) -> str:
        """Where the findings come from, and why they go to this authority."""
        return (
            f"我局在对{self.place}开展安全生产责任保险交叉检查（任务编号{self.task}）中，发现下列问题{len(self.lines)}项。"
            "按照属地和职责分工，属你单位办理范围，现移交你单位："
        )

    @property
    def receipt(self) -> list[str]:
        """What the receiver signs on paper, or that it was signed for on the portal: by whom and on which day."""
        if self.signed is not None:
            who, day = self.signed
            return [
                f"《问题移交函》（{self.number}）及所附问题清单已收悉，已在平台签收。",
                f"签收单位：{self.receiver}",
                f"签收人：{who}　　签收日期：{in_words(day)}",
            ]
        return [
            f"《问题移交函》（{self.number}）及所附问题清单已收悉。",
            "签收人（签字）：　　　　　　　职务：",
            "签收日期：　　　　年　　月　　日（单位盖章）",
        ]


def comments_document(letter: Comments) -> bytes:
    """The comments as .docx."""
    values = {
        "number": letter.number,
        "addressee": letter.addressee,
        "opening": letter.opening,
        "paragraphs": letter.paragraphs,
        "lines": _rows(letter.lines),
        "request": letter.request,
        "office": letter.office,
        "day": in_words(letter.issued_on),
    }
    return fill(FOLDER / "comments.docx", values)


def handover_document(letter: HandoverLetter) -> bytes:
    """The letter as .docx, with its receipt."""
    values = {
        "number": letter.number,
        "receiver": letter.receiver,
        "opening": letter.opening,
        "lines": _rows(letter.lines),
        "request": REQUEST,
        "office": letter.office,
        "day": in_words(letter.issued_on),
        "receipt": letter.receipt,
    }
    return fill(FOLDER / "handover.docx", values)


def _rows(lines: Sequence[Line]) -> list[Mapping[str, str]]:
    return [
        {
            "no": str(place),
            "number": line.number,
            "about": f"{line.about}（{line.subject}）",
            "kind": line.kind,
            "what": f"{line.fact}\n依据：{line.basis}" if line.basis else line.fact,
        }
        for place, line in enumerate(lines, start=1)
    ]
