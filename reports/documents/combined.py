"""The documents of an organisation in one print 合订本: which it holds, which are left out and why, which came back."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from core.documents import in_words
from reports.choices import ReportKind, SubmissionState
from reports.definitions import DEFINITIONS
from reports.delivery import Cell
from reports.models import Submission


@dataclass(slots=True)
class Bundle:
    """The versions of a print in their order, each with what must be said above it, and what is left out."""

    versions: list[tuple[Submission, list[str]]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def remarks(self) -> list[str]:
        """What stands above the first document: what is left out."""
        return (
            [f"本册收入工作总结{len(self.versions)}件。未收入：{'；'.join(self.left_out)}。"] if self.left_out else []
        )


def bundle_of(cells: Iterable[Cell]) -> Bundle:
    """Of each report the version that is furthest on its way; in place of one that came back its newer draft."""
    found = Bundle()
    for cell in cells:
        if cell.is_returned and cell.newest is not None and cell.newest.is_outside and cell.draft is not None:
            found.versions.append((cell.draft, []))  # the registration was undone
        elif cell.newest is None or cell.newest.is_outside:
            found.left_out.append(f"{title_of(cell)}，{_why(cell.newest)}")
        elif cell.is_returned and cell.draft is not None:
            found.versions.append(
                (cell.draft, [f"{_came_back(cell.newest)}本件为其后的草稿第{_number(cell.draft)}版。"])
            )
        else:
            found.versions.append(
                (cell.newest, [f"{_came_back(cell.newest)}尚未重新报送。"] if cell.is_returned else [])
            )
    return found


def title_of(cell: Cell) -> str:
    """What the report is called in official words."""
    return f"{DEFINITIONS[ReportKind(cell.duty.report)].title}工作总结{cell.duty.campaign.beside}"


def _why(newest: Submission | None) -> str:
    """Why there is no document to print."""
    if newest is None:
        return "尚未生成"
    day = f"，{_day(newest)}收到" if newest.submitted_at else ""
    if newest.state == SubmissionState.RETURNED:
        return f"由{newest.duty.recipient_name}补录后退回，平台内没有其文稿"
    return (
        f"在平台外报送、由{newest.duty.recipient_name}补录（{newest.document_no or '无文号'}{day}），平台内没有其文稿"
    )


def _came_back(one: Submission) -> str:
    day = in_words(timezone.localtime(one.answered_at).date()) if one.answered_at else ""
    return f"退回补正：第{_number(one)}版由{one.duty.recipient_name}于{day}退回，原因：{one.reason.rstrip('。')}。"


def _day(one: Submission) -> str:
    return in_words(timezone.localtime(one.submitted_at).date()) if one.submitted_at else ""


def _number(one: Submission) -> int | None:
    return one.snapshot.version if one.snapshot else None
