"""The documents of the ledger from its rows: notice and report of a refusal."""

from datetime import date
from pathlib import Path
from typing import Final

from django.utils import timezone

from accounts.choices import OrganisationKind
from accounts.models import User
from core import attachments
from hazards.choices import NoticeState
from hazards.documents.letters import NoticeLetter, NoticeLine, RefusalLetter
from hazards.models import Hazard, Notice, Refusal
from hazards.models import NoticeLine as LineRow

PICTURES: Final = frozenset({".jpg", ".jpeg", ".png"})


def notice_letter(notice: Notice, user: User) -> NoticeLetter:
    """The notice in the words that it was signed with, as far as the person sees its hazards."""
    rows = list(LineRow.objects.visible_to(user).filter(notice=notice).select_related("hazard").order_by("pk"))
    lines = tuple(
        NoticeLine(row.hazard.hazard_no, row.level, row.place, row.description, row.basis, row.measures, row.deadline)
        for row in rows
    )
    return NoticeLetter(
        number=notice.number,
        insurer=notice.issuer_name,
        enterprise=notice.enterprise_name,
        served_on=min((row.found_on for row in rows), default=notice.issued_on),
        notified_on=notice.issued_on,
        lines=lines,
        is_insurer=notice.issuer.kind == OrganisationKind.INSURER,
        is_void=notice.state == NoticeState.VOID,
    )


def words_of(hazard: Hazard) -> dict[str, str]:
    """What the report of a refusal says of the hazard on its day: kept with it, whatever becomes of the hazard."""
    firm = hazard.enterprise
    return {
        "enterprise": firm.name,
        "uscc": firm.uscc,
        "address": firm.address,
        "level": hazard.level,
        "place": hazard.place,
        "description": hazard.description,
        "basis": hazard.printed_basis,
        "measures": hazard.measures,
        "deadline": (hazard.deadline or hazard.found_on).isoformat(),
        "notice_no": hazard.notice_no,
        "notified_on": (hazard.notified_on or hazard.found_on).isoformat(),
    }


def refusal_letter(refusal: Refusal) -> RefusalLetter:
    """The report as it was sent, or would be."""
    hazard = refusal.hazard
    said = refusal.words or words_of(hazard)
    day = refusal.agreed_at or refusal.found_at
    line = NoticeLine(
        hazard.hazard_no,
        said["level"],
        said["place"],
        said["description"],
        said["basis"],
        said["measures"],
        date.fromisoformat(said["deadline"]),
    )
    reports = refusal.reports.select_related("recipient").order_by("pk")
    return RefusalLetter(
        number=refusal.number or "（待编号）",
        insurer=hazard.insurer.name if hazard.insurer else "",
        recipients=tuple(row.recipient.name for row in reports),
        enterprise=said["enterprise"],
        uscc=said["uscc"],
        address=said["address"],
        hazard=line,
        notice_no=said["notice_no"],
        notified_on=date.fromisoformat(said["notified_on"]),
        ground=refusal.ground.rstrip("。"),
        evidence=evidence_of(refusal),
        found_by=(str(refusal.found_by), str(refusal.agreed_by or "")),
        found_on=timezone.localdate(day),
        reported_on=timezone.localdate(refusal.reported_at or day),
        is_draft=refusal.reported_at is None,
    )


def evidence_of(refusal: Refusal) -> tuple[str, ...]:
    """The evidence by its content: in the words of whoever found the refusal, else how many papers and pictures."""
    if refusal.evidence_note:
        return (refusal.evidence_note.strip().rstrip("。"),)
    names = [Path(row.file.name).suffix.lower() for row in attachments.attachments_of(refusal)]
    pictures = sum(name in PICTURES for name in names)
    papers = "企业书面答复等材料" if refusal.is_written else "书面材料"
    counts = ((papers, len(names) - pictures, "份"), ("照片（图片）", pictures, "张"))
    return tuple(f"{what}{n}{unit}" for what, n, unit in counts if n) or ("见附件",)
