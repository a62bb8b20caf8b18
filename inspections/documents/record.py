"""The record of a visit 《现场检查记录表》, for an enterprise and for an insurer (notice 二(四); domain.md 4.9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from django.utils import timezone

from core.documents import DRAFT, fill, in_words
from core.languages import official
from inspections.choices import FindingState, ItemState
from inspections.context import Part, Said
from inspections.ledgers import Ledger
from inspections.models import Finding, FormReopening, InspectedEnterprise, Item
from inspections.words import DASH, words

TEMPLATE: Final = Path(__file__).resolve().parent / "record.docx"
KINDS: Final = {True: "企业", False: "保险机构"}


@dataclass(frozen=True, slots=True)
class Line:
    """A question: what was seen, what the ledgers say, and what is said about it."""

    no: str
    question: str
    seen: str
    ledger: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as the record names it."""

    no: str
    about: str
    kind: str
    fact: str
    basis: str
    is_revoked: bool = False

    @property
    def what(self) -> str:
        """Facts and basis in one cell: side by side an article breaks into eight lines."""
        return self.fact if self.basis == DASH else f"{self.fact}\n依据：{self.basis}"


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that stands on the paper, in Chinese."""

    title: str
    number: str
    pairs: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    findings: tuple[FindingLine, ...]
    people: str
    photos: str
    reopened: tuple[str, ...]
    remark: str
    is_draft: bool

    @property
    def told(self) -> str:
        """How many findings stand, and how many were revoked on an objection."""
        revoked = sum(one.is_revoked for one in self.findings)
        standing = len(self.findings) - revoked
        found = f"发现问题 {standing} 项。" if standing else "未发现问题。"
        return f"{found}另有 {revoked} 项经异议处理已撤销。" if revoked else found

    @property
    def mark(self) -> str:
        return DRAFT if self.is_draft else ""


def record_of(
    item: Item,
    parts: Sequence[Part],
    ledger: Ledger,
    findings: Sequence[Finding],
    photos: int,
    reopened: Sequence[FormReopening] = (),
) -> Record:
    """The record of a form as it stands."""
    is_enterprise = isinstance(item, InspectedEnterprise)
    with official():
        return Record(
            title=f"现场检查记录表（{KINDS[is_enterprise]}）",
            number=f"{item.task.no}-{'企' if is_enterprise else '保'}{_place_of(item):02d}",
            pairs=tuple(_pairs(item)),
            lines=tuple(_lines(item, parts, ledger)),
            findings=tuple(
                FindingLine(
                    one.no,
                    f"{one.about}（{one.get_subject_display()}）",
                    f"{one.get_kind_display()}{'（已撤销）' if one.state == FindingState.REVOKED else ''}",
                    one.fact,
                    one.printed_basis or DASH,
                    is_revoked=one.state == FindingState.REVOKED,
                )
                for one in findings
            ),
            people=_people(item),
            photos=f"现场照片 {photos} 张，存于平台。" if photos else "未附现场照片。",
            reopened=tuple(_reopened(one) for one in reopened),
            remark=item.remark or "无",
            is_draft=item.state == ItemState.DRAFT,
        )


def _reopened(one: FormReopening) -> str:
    """That the form was opened again after it had been submitted, and why."""
    submitted, again = (timezone.localtime(at) for at in (one.submitted_at, one.reopened_at))
    return (
        f"本表曾于 {submitted:%Y-%m-%d %H:%M} 提交，{again:%Y-%m-%d %H:%M} 由{one.reopened_by}退回修改，"
        f"理由：{one.reason.rstrip('。')}。"
    )


def _people(item: Item) -> str:
    """The group on the day of inspection, that of today where nobody was in it then; certificates by their last places."""
    members = item.task.members.order_by("-is_leader", "pk")
    there = list(members.members_on(item.checked_on)) if item.checked_on else []
    told = []
    once = {one.user_id or one.name: one for one in there or members.current()}
    for one in once.values():
        marks = [one.unit, one.get_role_display(), *(["组长"] if one.is_leader else [])]
        marks += [f"证号末四位 {one.certificate_end}"] if one.certificate_no else []
        told.append(f"{one.name}（{'，'.join(filter(None, marks))}）")
    return f"检查组：{'、'.join(told) or DASH}。本表填写：{item.saved_by}。"


def _place_of(item: Item) -> int:
    """Which form of its task it is."""
    rows = item.task.inspectedenterprises if isinstance(item, InspectedEnterprise) else item.task.inspectedinsurers
    return rows.filter(pk__lte=item.pk).count()


def _pairs(item: Item) -> list[tuple[str, str]]:
    day: date | None = item.checked_on
    told = [("任务编号", item.task.no), ("检查日期", in_words(day) if day else "　　年　　月　　日")]
    told += [("检查地区", item.task.inspecting.name), ("被检查地区", item.task.inspected.name)]
    if isinstance(item, InspectedEnterprise):
        return [*told, ("受检企业", item.enterprise.name), ("统一社会信用代码", item.enterprise.uscc)]
    return [*told, ("受检保险机构", item.insurer.name), ("分支机构", item.branch or DASH)]


def _lines(item: Item, parts: Sequence[Part], ledger: Ledger) -> list[Line]:
    said = [one for part in parts for one in part.said if one.name not in {"remark", "branch", "checked_on"}]
    return [Line(str(no), one.label, one.answer, _on_record(item, one, ledger)) for no, one in enumerate(said, 1)]


def _on_record(item: Item, said: Said, ledger: Ledger) -> str:
    if said.name in ledger.notes:
        return ledger.notes[said.name]
    return words(item, said.name, ledger.values[said.name]) if said.name in ledger.values else DASH


def record_document(record: Record) -> bytes:
    """The record as .docx; 草稿 stands across it until the form is submitted."""
    values = {
        "title": record.title,
        "number": record.number,
        **{f"label{place}": label for place, (label, _text) in enumerate(record.pairs)},
        **{f"text{place}": text for place, (_label, text) in enumerate(record.pairs)},
        "lines": [
            {"no": one.no, "question": one.question, "seen": one.seen, "ledger": one.ledger} for one in record.lines
        ],
        "findings": [{"no": one.no, "about": one.about, "kind": one.kind, "what": one.what} for one in record.findings],
        "people": record.people,
        "told": record.told,
        "photos": "".join((record.photos, *record.reopened)),
        "remark": record.remark,
    }
    return fill(TEMPLATE, values, mark=record.mark)
