"""What stands on the public page, as one value: notice, pairing, figures, cases, and nothing else (N53)."""

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.utils import timezone

from campaigns.models import Campaign
from campaigns.seeding.library import text_of
from campaigns.services import current_campaign
from core.attachments import attachments_of_many
from core.languages import official
from core.models import Attachment
from core.plain import Plain
from inspections.models import Task
from inspections.seeding.pairing import ANNEX
from publicity.figures import PublicFigure
from publicity.models import PublicityItem, PublicRelease

Content = Plain
#: What the notice says in its heading and at its end; the abstract is our own.
NOTICE: Final[Content] = {
    "campaign": "安全生产责任保险助力重大事故隐患专项排查整治2023行动",
    "hosts": ["浙江省应急管理厅", "国家金融监督管理总局浙江监管局", "国家金融监督管理总局宁波监管局"],
    "title": "关于印发《充分发挥安全生产责任保险功能作用 助力全省重大事故隐患专项排查整治2023行动实施方案》的通知",
    "number": "浙应急法规〔2023〕133号",
    "issued_on": "2023-08-11",
    "openness": "主动公开",
    "abstract": "突出八个高危行业领域，发挥安责险参与风险评估管控和事故预防功能，指导保险机构对投保单位至少开展一次"
    "重大事故隐患排查整治帮扶，并组织十一市交叉检查。",
}
#: Where a paragraph of the notice is the heading of a part.
HEADING: Final = re.compile(r"[一二三四五六七八九十]、.{1,12}")
#: Suffixes of the media that the page shows.
SUFFIXES: Final = {"image/jpeg": "jpg", "image/png": "png", "video/mp4": "mp4", "video/webm": "webm"}


def base_content() -> Content:
    """What stands there when nothing was released: the notice and its annex 2, both of which were published with it."""
    with ANNEX.open(encoding="utf-8", newline="") as file:
        rows = [
            {"no": int(row["seq"]), "inspecting": row["inspecting_city"], "inspected": row["inspected_city"]}
            for row in csv.DictReader(file)
        ]
    return {"notice": NOTICE, "pairing": rows, "figures": [], "counted_on": "", "cases": []}


def notice_papers() -> list[Content]:
    """Notice and annex 1 as they were published: number, title, addressees, paragraphs, and who signed on which day."""
    notice, letter = (text_of(name).splitlines() for name in ("notice-133.txt", "letter-169.txt"))
    return [_paper(NOTICE["number"], notice, signed=3), _paper("应急厅函〔2023〕169号", letter, signed=1)]


def _paper(number: str, lines: Sequence[str], *, signed: int) -> Content:
    body = [{"text": line, "is_heading": HEADING.fullmatch(line) is not None} for line in lines[2:-signed]]
    return {"number": number, "title": lines[0], "to": lines[1], "body": body, "by": lines[-signed:]}


def edition_content(*, counted_on: date, figures: Sequence[PublicFigure], cases: Iterable[PublicityItem]) -> Content:
    """An edition as it is fixed when it is proposed."""
    campaign = current_campaign(counted_on)
    with official():
        return {
            **base_content(),
            "notice": notice_of(campaign),
            "pairing": pairing_of(campaign.year if campaign else counted_on.year),
            "figures": [figure.content() for figure in figures],
            "counted_on": counted_on.isoformat(),
            "cases": case_contents(list(cases)),
        }


def notice_of(campaign: Campaign | None) -> Content:
    """What the campaign rests on: the notice of 2023, or the paper of a later campaign as the library has it."""
    if campaign is None or campaign.document_no == NOTICE["number"]:
        return NOTICE
    paper = campaign.documents.exclude(number=NOTICE["number"]).order_by("-issued_on", "pk").first()
    return {
        **NOTICE,
        "campaign": campaign.name,
        "number": campaign.document_no,
        "title": paper.title if paper else campaign.name,
        "issued_on": paper.issued_on.isoformat() if paper and paper.issued_on else "",
        "abstract": paper.summary if paper else "",
        "openness": NOTICE["openness"] if paper and paper.issued_on else "",
    }


def pairing_of(year: int) -> list[Content]:
    """Who inspects whom in the campaign of the year, in the order of annex 2; that of the notice where none is set."""
    tasks = Task.objects.filter(campaign__year=year).select_related("inspecting", "inspected").order_by("annex_no")
    rows: list[Content] = [
        {"no": task.annex_no, "inspecting": task.inspecting.name, "inspected": task.inspected.name} for task in tasks
    ]
    return rows or list(base_content()["pairing"])


def case_contents(cases: Sequence[PublicityItem]) -> list[Content]:
    """The cases with their pictures and videos; a unit is named only where it agreed."""
    files: dict[int, list[Content]] = {}
    for attachment in attachments_of_many("publicity-item", [case.pk for case in cases]):
        if (media := media_of(attachment)) is not None:
            files.setdefault(attachment.subject_id, []).append(media)
    return [
        {
            "id": case.pk,
            "title": case.title,
            "published_on": case.published_on.isoformat(),
            "by": case.organisation.name,
            "units": units_of(case),
            "text": case.text,
            "url": case.url,
            "files": files.get(case.pk, []),
        }
        for case in cases
    ]


def units_of(case: PublicityItem) -> list[str]:
    """The units that the case names with their consent."""
    named = [case.enterprise_name, case.company.name if case.company else ""]
    return [name for name in named if name] if case.has_consent else []


def media_of(attachment: Attachment) -> Content | None:
    """Name and kind of a picture or a video that the page shows; None for documents and for what the scanner keeps."""
    shown = attachment.preview or attachment.file
    kind = "image/jpeg" if attachment.preview else attachment.media_type
    if kind not in SUFFIXES or shown.is_withheld or attachment.file.is_withheld:
        return None
    return {
        "name": f"{shown.sha256}.{SUFFIXES[kind]}",
        "is_video": attachment.is_video,
        "stored": shown.pk,
        "label": attachment.name,
    }


def digest_of(content: Content) -> str:
    """SHA-256 over the content in one form."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def page_content(standing: Sequence[PublicRelease]) -> Content:
    """The whole page from the editions that stand, the newest first: the newest whole, of the others the figures."""
    content = content_now(standing)
    page = {**content, "is_of_notice": content["notice"]["number"] == NOTICE["number"]}
    if not standing:
        return {**page, "released_on": "", "past": []}
    return {**page, "released_on": day_of(standing[0]), "past": [past_of(row) for row in standing[1:]]}


def content_now(standing: Sequence[PublicRelease]) -> Content:
    """What the page shows of the editions that stand, the newest first."""
    content: Content = standing[0].content if standing else base_content()
    return content


def changed_parts(content: Content, now: Content) -> set[str]:
    """Names of the parts of the page that an edition would change."""
    return {name for name in ("notice", "pairing", "figures", "cases") if content[name] != now[name]}


def cases_gone(content: Content, now: Content) -> list[str]:
    """Titles of the cases on the page that an edition would take away."""
    kept = {case["id"] for case in content["cases"]}
    return [case["title"] for case in now["cases"] if case["id"] not in kept]


def figures_gone(content: Content, now: Content) -> list[str]:
    """Names of the figures on the page that an edition would take away."""
    kept = {figure["id"] for figure in content["figures"]}
    return [figure["name"] for figure in now["figures"] if figure["id"] not in kept]


def past_of(release: PublicRelease) -> Content:
    """An earlier edition's figures."""
    return {
        "released_on": day_of(release),
        "counted_on": release.content["counted_on"],
        "figures": release.content["figures"],
    }


def day_of(release: PublicRelease) -> str:
    """The day on which an edition was released."""
    return timezone.localdate(release.released_at).isoformat() if release.released_at else ""
