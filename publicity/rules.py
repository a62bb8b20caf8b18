"""What an item of publicity must hold, on plain values (domain.md 4.10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.identifiers import is_page_address

#: So many characters make a case that teaches something.
LEAST_TEXT = 50


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the rules look at. `has_file` of an item that exists already; `names_unit`: an enterprise or insurer is named."""

    published_on: date
    url: str
    text: str
    is_told: bool
    names_unit: bool
    has_consent: bool
    has_file: bool = False


def item_faults(facts: ItemFacts, today: date) -> Iterator[tuple[str, str]]:
    """(field, sentence) for each fault."""
    if facts.published_on > today:
        yield "published_on", f"发布日期 {facts.published_on} 晚于今天（{today}），请更正"
    if facts.url and not is_page_address(facts.url):
        yield "url", f"链接「{facts.url[:60]}」不是网址，请填写以 http:// 或 https:// 开头的完整网址"
    if facts.names_unit and not facts.has_consent:
        yield "has_consent", "条目点名了企业或保险机构，须先取得该单位同意，再选「是」；未取得同意的，请不要点名"
    if facts.is_told and len(facts.text.strip()) < LEAST_TEXT:
        yield "text", f"典型案例和经验材料的正文为 {len(facts.text.strip())} 字，至少 {LEAST_TEXT} 字，请写明做法和成效"


def complain_proof(url: str, text: str, *, has_file: bool) -> str | None:
    """One of link, file and text must show that it was published; asked when the item goes further."""
    if url or has_file or text.strip():
        return None
    return "链接和附件均为空，请至少提供一项（网址、剪报、截图或文件），以便核对"
