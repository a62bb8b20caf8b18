"""The papers of a case: notices, letters, minutes (GB/T 9704-2012). One template; the words come from the step."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from core.documents import DRAFT, fill, in_words
from dispositions.choices import SHOWN, StepState
from dispositions.models import Case, Step
from inspections.choices import Disposition

TEMPLATE: Final = Path(__file__).resolve().parent / "letter.docx"
WITHDRAWN: Final = "已撤销"
YOU: Final = "你单位"
#: How facts begin that say themselves how they were found, how they call whom they are about, and another firm in them.
FOUND: Final = re.compile("经(?:查|核|检查|调查|抽查)")
ITSELF: Final = re.compile("该(?:企业|单位|公司|机构)")
OTHER_FIRM: Final = re.compile("公司|厂|店|合作社")
RECEIPT: Final = (
    "本文书已收悉。",
    "签收人（签字）：　　　　　　　职务：",
    "签收日期：　　　　年　　月　　日（单位盖章）",
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A paper: `number` is empty and `mark` says 草稿 until it is issued; one that was withdrawn says so and when."""

    title: str
    number: str
    addressee: str
    paragraphs: tuple[str, ...]
    office: str
    day: str
    mark: str = ""
    receipt: tuple[str, ...] = ()


def letter_of(step: Step) -> Letter | None:
    """The paper of a step; None for a measure whose paper is made in the authority's own system."""
    if step.kind not in WORDS:
        return None
    title, words = WORDS[Disposition(step.kind)]
    is_issued, day = step.state in SHOWN, in_words(step.done_on) if step.done_on else ""
    is_gone = step.state == StepState.WITHDRAWN
    withdrawn = f"（本文书已于{day}撤销，撤销后不再执行。）" if is_gone else ""
    return Letter(
        title=title,
        number=step.doc_no,
        addressee=step.addressee if step.kind == Disposition.TRANSFER else step.case.subject_name,
        paragraphs=_paragraphs(withdrawn, *words(step)),
        office=step.authority.name,
        day=in_words(step.issued_on) if step.issued_on else "　　　　年　　月　　日",
        mark=WITHDRAWN if is_gone else "" if is_issued else DRAFT,
        receipt=RECEIPT,
    )


def minutes_of(step: Step) -> Letter | None:
    """《监管谈话纪要》; None until the minutes are recorded."""
    if not step.minutes:
        return None
    met = in_words(step.done_on) if step.done_on else ""
    return Letter(
        title="监管谈话纪要",
        number="",
        addressee="",
        paragraphs=_paragraphs(
            f"（监管谈话通知：{step.doc_no}）",
            f"谈话时间和地点：{met}　{step.met_at}",
            f"谈话对象：{step.case.subject_name}{step.addressee}",
            f"谈话人：{step.first_officer}、{step.second_officer}",
            f"谈话事项：{_stopped(step.text)}",
            "谈话内容：",
            step.minutes,
            "谈话对象负责人（签字）：　　　　　　　职务：",
            "谈话人（签字）：　　　　　　　记录人（签字）：",
        ),
        office=step.authority.name,
        day=met,
    )


def letter_document(letter: Letter) -> bytes:
    """The paper as .docx."""
    values = {
        "title": letter.title,
        "number": letter.number,
        "addressee": f"{letter.addressee}：" if letter.addressee else "",
        "paragraphs": list(letter.paragraphs),
        "office": letter.office,
        "day": letter.day,
        "receipt": list(letter.receipt),
    }
    return fill(TEMPLATE, values, mark=letter.mark)


def _paragraphs(*texts: str) -> tuple[str, ...]:
    """Each line of the texts as a paragraph: on screen, in print and in Word they look the same."""
    return tuple(line.strip() for text in texts for line in text.splitlines() if line.strip())


def _facts(step: Step) -> str:
    basis = step.basis or step.case.basis
    facts = _stopped(_to_subject(step.case))
    found = facts if FOUND.match(facts) else f"经查，你单位存在以下情况：{facts}"
    return f"{found}上述情况涉及：{basis}。" if basis else found


def _to_subject(case: Case) -> str:
    """The facts as they are told to whom they are about; where another firm is named, 该企业 may mean that one."""
    facts = case.facts.replace(case.subject_name, YOU)
    return facts if OTHER_FIRM.search(facts) else ITSELF.sub(YOU, facts)


def _due(day: date | None, words: str) -> str:
    return words.format(day=in_words(day)) if day else ""


def _stopped(text: str) -> str:
    """The text with the full stop that closes it."""
    words = text.strip()
    return words if words.endswith(("。", "！", "？", "；", "：")) else f"{words}。"


def _due_of(step: Step) -> date | None:
    """The day that the paper named when it went out: time that was granted later does not change what was sent."""
    asked = getattr(step, "extension", None)
    return asked.before if asked is not None and asked.granted else step.due_on


def _order(step: Step) -> list[str]:
    return [
        _facts(step),
        f"现责令你单位限期改正：{_stopped(step.text)}",
        _due(_due_of(step), "请于{day}前改正完毕，并将改正情况书面报我单位。逾期未改正的，我单位将依法处理。"),
    ]


def _notice(step: Step) -> list[str]:
    return [
        _facts(step),
        f"现提示你单位：{_stopped(step.text)}",
        _due(_due_of(step), "请于{day}前将有关情况书面报我单位。"),
    ]


def _inquiry(step: Step) -> list[str]:
    return [
        _facts(step),
        f"请你单位就下列事项作出书面说明：{_stopped(step.text)}",
        _due(_due_of(step), "请于{day}前提交书面说明及证明材料。确需延期的，可在期限内申请延期一次。"),
    ]


def _interview(step: Step) -> list[str]:
    when = in_words(step.met_on) if step.met_on else ""
    return [
        _facts(step),
        f"我单位决定对你单位进行监管谈话，谈话事项：{_stopped(step.text)}",
        f"谈话时间和地点：{when}　{step.met_at}",
        f"谈话人：{step.first_officer}、{step.second_officer}。请你单位{step.addressee or '有关负责人'}准时参加，并准备有关材料。",
    ]


def _transfer(step: Step) -> list[str]:
    about = f"我单位在办理案件（{step.case.number}）中发现，{step.case.subject_name}存在以下情况：{_stopped(step.case.facts)}"
    return [
        about,
        f"移送理由：{_stopped(step.text)}",
        "按照职责分工，现将该案件移送你单位，请依法处理，并将处理结果函告我单位。",
    ]


#: Title and words of each paper that the portal makes.
WORDS: Final[dict[Disposition, tuple[str, Callable[[Step], list[str]]]]] = {
    Disposition.ORDER: ("责令限期改正通知", _order),
    Disposition.NOTICE: ("监管提示函", _notice),
    Disposition.INQUIRY: ("书面说明通知", _inquiry),
    Disposition.INTERVIEW: ("监管谈话通知", _interview),
    Disposition.TRANSFER: ("案件移送函", _transfer),
}
