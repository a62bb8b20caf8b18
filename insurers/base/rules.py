"""Arithmetic and checks that several ledgers share."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from core.identifiers import is_page_address


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """A fraction with four decimals, HALF_UP; None over nothing."""
    return (part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP) if whole else None


def link_complaint(text: str) -> str | None:
    """What is wrong with the address of a page: only one that a browser opens as a page may be linked to."""
    if is_page_address(text):
        return None
    return f"链接“{text[:80]}”不是网页地址，请填写以 http:// 或 https:// 开头的完整网址。"


def content_complaints(channel: str, medium: str, link: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the published content of a case or training material: the field and the sentence."""
    if not channel:
        yield "channel", "“发布渠道”为空，请选择内容发布在哪里（官网、APP、微信或其他）。"
    if not medium:
        yield "medium", "“内容形式”为空，请选择文字、图片或视频。"
    if link and (wrong := link_complaint(link)):
        yield "link", wrong
