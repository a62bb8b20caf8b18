"""《检查对象随机抽取记录》: the Word document of a draw (GB/T 9704-2012)."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from core.choices import official_labels
from core.documents import DRAFT, fill, in_words
from core.languages import official
from core.people import User
from core.plain import Plain
from enterprises.choices import Sector
from inspections.choices import AdditionState, DrawState, RosterKind
from inspections.models import Draw, DrawSignature, ManualAddition
from inspections.record import rosters_of, with_offices

TEMPLATE: Final = Path(__file__).resolve().parent / "draw.docx"
SECTORS: Final = official_labels(Sector)
#: So many digits of a ticket stand on paper; the file of the record holds them all.
SHOWN: Final = 16


def draw_document(draw: Draw) -> bytes:
    """The .docx of a draw; 草稿 stands across it until the seed is entered."""
    with official():
        return fill(TEMPLATE, context_of(draw), mark="" if draw.state == DrawState.DRAWN else DRAFT)


def context_of(draw: Draw) -> dict[str, object]:
    rosters = {one["kind"]: one for one in rosters_of(draw)}
    added = with_offices(draw.additions.filter(state=AdditionState.AGREED))
    signatures = list(draw.signatures.select_related("body", "signed_by"))
    former = draw.task.draws.filter(state=DrawState.REPLACED).order_by("fixed_at")
    void = former.select_related("void_by__organisation").prefetch_related("void_by__postings")
    signed_at = max((one.signed_at for one in signatures), default=None)
    return {
        "no": draw.task.no,
        "inspecting": draw.task.inspecting.name,
        "inspected": draw.task.inspected.name,
        "place": draw.place,
        "fixed": _moment(draw.fixed_at),
        "drawn": _moment(draw.drawn_at) if draw.drawn_at else "待抽取",
        "seed": draw.seed or "待录入",
        "source": draw.get_seed_source_display() or "—",
        "note": draw.seed_note,
        "rosters": [_roster(one) for one in rosters.values()],
        "strata": "；".join(
            f"{SECTORS.get(one.code, one.code)}{one.count}户（回避{one.recused}户）抽{one.wanted}户"
            for one in rosters[RosterKind.FIRMS]["strata"]
        )
        or "—",
        "firms": [_line(line) for line in rosters[RosterKind.FIRMS]["drawn"]],
        "insurers": "、".join(_named(line) for line in rosters[RosterKind.INSURERS]["drawn"]) or "—",
        "people": "、".join(_named(line) for line in rosters[RosterKind.PEOPLE]["drawn"]) or "—",
        "added": "；".join(_added(one, signed_at) for one in added) or "无",
        "signed": "；".join(_signature(one, draw.task.started_at) for one in signatures) or "待签字",
        "void": "；".join(_void(one) for one in void),
        "day": in_words(timezone.localtime(draw.drawn_at or draw.fixed_at).date()),
    }


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _added(one: ManualAddition, signed_at: datetime | None) -> str:
    """An addition with who proposed and agreed, and that it came after the signatures if it did."""
    late = "，签字后提出" if signed_at is not None and one.proposed_at > signed_at else ""
    asked, agreed = _signed(one.proposed_by, one.proposed_at), _signed(one.decided_by, one.decided_at)
    return f"{one.name}（{asked}提出，{agreed}同意，理由：{one.reason}{late}）"


def _signature(one: DrawSignature, started_at: datetime | None) -> str:
    """Who signed as what and when, and that the inspection had begun by then if it had."""
    late = "，检查开始后补签" if started_at is not None and one.signed_at > started_at else ""
    return f"{one.body}{one.signed_by}（{one.get_part_display()}，{_moment(one.signed_at)}{late}）"


def _void(draw: Draw) -> str:
    """Rosters that drew nothing: their seed if one was entered, who made them void, when and why."""
    seed = f"种子{draw.seed}" if draw.seed else "未录入种子"
    ended = f"{_moment(draw.void_at)}由{_signed(draw.void_by, draw.void_at)}作废" if draw.void_at else "已作废"
    return f"{_moment(draw.fixed_at)}固定的名册，{seed}，{ended}，原因：{draw.void_reason.rstrip('。') or '—'}"


def _signed(by: User | None, at: datetime | None) -> str:
    """Somebody with the bureau for which he stood then; a dash for nobody."""
    return f"{by.office_at(at)}{by}" if by is not None and at is not None else "—"


def _roster(one: Plain) -> dict[str, object]:
    roster = one["roster"]
    return {
        "kind": roster.get_kind_display(),
        "count": roster.count,
        "recused": roster.recused,
        "digest": roster.digest,
    }


def _named(line: Any) -> str:
    """A drawn line with what it is checked by."""
    return f"{line.name}（行号 {line.no}，票号 {line.ticket[:SHOWN]}）"


def _line(line: Any) -> dict[str, object]:
    return {
        "sector": SECTORS.get(line.stratum, line.stratum),
        "name": line.name,
        "county": line.enterprise.county.name if line.enterprise else "—",
        "no": line.no,
        "ticket": line.ticket[:SHOWN],
    }
