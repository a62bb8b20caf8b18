"""Rules of an entry that is typed by hand (domain.md 4.1). Pure functions on values; sentences in Chinese."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from core.identifiers import complain_phone, complain_uscc
from core.workbooks.texts import NO_NAMES

Fault = tuple[str, str]
#: An entry's values by the names of its fields, of as many types as the register has.
Entry = Mapping[str, Any]

#: The province's frame in degrees (domain.md 4.1): smallest and largest value.
FRAME: Final = {
    "lon": (Decimal("118.0"), Decimal("123.5"), "东经", "经度"),
    "lat": (Decimal("27.0"), Decimal("31.5"), "北纬", "纬度"),
}
_NAMES: Final = {"name": "企业名称", "principal": "主要负责人"}
_INDUSTRY: Final = re.compile(r"[0-9]{2,4}")


def tidy(text: str) -> str:
    """Names as workbooks are read: NFKC, so that brackets and widths agree, and trimmed (contract 4, Cells)."""
    return unicodedata.normalize("NFKC", text).strip()


def faults(values: Entry) -> Iterator[Fault]:
    """(field, sentence) for everything that is wrong; a value that is not given is not looked at."""
    if values.get("uscc") and (wrong := complain_uscc(values["uscc"])):
        yield "uscc", f"统一社会信用代码{wrong[1]}" + (f"是否应为 {wrong[2]}？" if wrong[2] else "")
    if values.get("phone") and (wrong := complain_phone(values["phone"])):
        yield "phone", f"联系电话{wrong[1]}"
    for key, label in _NAMES.items():
        if (name := str(values.get(key) or "")) in NO_NAMES:
            yield key, f"{label}只填了“{name}”，不是名称。"
    yield from _places(values)
    yield from _numbers(values)
    yield from _sectors(values)


def _places(values: Entry) -> Iterator[Fault]:
    for key, (low, high, half, label) in FRAME.items():
        value = values.get(key)
        if value is not None and not low <= value <= high:
            yield key, f"{label} {value} 不在本省范围（{half} {low} 至 {high} 度）内，请核对坐标。"
    if (values.get("lon") is None) != (values.get("lat") is None):
        missing = "lon" if values.get("lon") is None else "lat"
        yield missing, "经度和纬度须同时填写，或者都不填写。"


def _numbers(values: Entry) -> Iterator[Fault]:
    employees, posts = values.get("employees"), values.get("high_risk_posts")
    if employees is not None and employees < 1:
        yield "employees", f"从业人员数为 {employees}，至少应为 1 人。"
    elif employees is not None and posts is not None and posts > employees:
        yield "high_risk_posts", f"危险作业及关键岗位人数 {posts} 多于从业人员数 {employees}，请核对。"
    code = values.get("industry_code") or ""
    if code and not _INDUSTRY.fullmatch(code):
        yield "industry_code", f"国民经济行业代码“{code}”应为 2 至 4 位数字（GB/T 4754）。"


def _sectors(values: Entry) -> Iterator[Fault]:
    sectors, main = values.get("sectors"), values.get("main_sector")
    if sectors is not None and not sectors:
        yield "sectors", "高危行业领域至少选择一项；不属于高危行业领域的选择“其他”。"
    elif main and sectors is not None and main not in sectors:
        yield "main_sector", "主要行业领域须是已选的高危行业领域之一。"


def new_faults(values: Entry) -> Iterator[Fault]:
    """What is asked of a new entry besides; older ones came by workbooks, which do not carry it."""
    yield from faults(values)
    if values.get("licence_no") and not values.get("licence_kind"):
        yield "licence_kind", "已填写许可证编号，请同时选择许可证种类。"
