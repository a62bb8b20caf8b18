"""The sentences of a 工作总结 over the figures of its snapshot (domain.md 4.11): pure, so that no number is typed.

Each sentence has its form for none, one and many, and a marked gap where a figure is unknown or where only the office
itself can say something.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from core.workbooks.formats import Form, printed
from insurers.base.choices import ServiceKind
from reports.choices import ReportKind
from reports.rules import Number, wan

#: {figure id: number}
Values = Mapping[str, Number]


class Part(NamedTuple):
    """A section: its heading and its paragraphs."""

    heading: str
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Given:
    """What the sentences are made of: the place they speak of, the cut-off, the figures."""

    place: str
    cutoff: date
    values: Values

    def count(self, name: str) -> str:
        """A count with its commas; a marked gap where it is unknown."""
        return _or_gap(self.values.get(name), Form.COUNT)

    def rate(self, name: str) -> str:
        """A percentage, or a dash over a zero denominator."""
        return printed(Form.RATE, self.values.get(name))

    def wan(self, name: str) -> str:
        """Yuan as 万元."""
        return _or_gap(wan(self.values.get(name)), Form.MONEY)

    def is_none(self, name: str) -> bool:
        return self.values.get(name) == 0

    def is_known(self, name: str) -> bool:
        return self.values.get(name) is not None


def gap(what: str) -> str:
    """A gap that the office fills in, or that waits for a ledger."""
    return f"【待补：{what}】"


def _or_gap(value: Number, form: Form) -> str:
    return gap("台账尚未建立") if value is None else printed(form, value)


def parts_of(kind: ReportKind, given: Given) -> list[Part]:
    """The sections of a report, numbered 一、二、…"""
    return [
        Part(f"{numeral}、{heading}", [text for text in make(given) if text])
        for numeral, (heading, make) in zip("一二三四五六七八九十", SECTIONS[kind], strict=False)
    ]


def _insured(g: Given) -> list[str]:
    day = f"截至{g.cutoff.year}年{g.cutoff.month}月{g.cutoff.day}日，"
    if g.is_none("coverage.must_insure"):
        return [f"{day}{g.place}登记在册的生产经营单位中没有应当投保安责险的单位。"]
    return [
        (
            f"{day}{g.place}高危行业领域应投保安责险的生产经营单位{g.count('coverage.must_insure')}户，"
            f"已投保{g.count('coverage.insured')}户，投保率{g.rate('coverage.rate')}。"
        ),
    ]


def _cover(g: Given) -> list[str]:
    return [f"全部投保单位{g.count('coverage.insured_units')}户，累计实收保费{g.wan('coverage.premium_paid')}万元。"]


def _missing(g: Given) -> list[str]:
    name = "coverage.not_insured"
    if g.is_none(name):
        return ["应投保的生产经营单位已全部投保。"]
    return [f"尚有{g.count(name)}户应保未保。", gap("责令投保、行政处罚等处置情况")]


def _with(make: Callable[[Given], list[str]], annexes: str) -> Callable[[Given], list[str]]:
    """A section that names where its tables stand."""
    return lambda given: [*make(given), annexes]


def _assistance(g: Given) -> list[str]:
    if g.is_none("coverage.insured_units"):
        return ["统计期内没有投保单位，未开展帮扶活动。"]
    if g.is_none("campaign.assisted_units"):
        return ["投保单位均尚未开展专项行动帮扶活动，须尽快补齐。"]
    head = f"{g.count('campaign.assisted_units')}户投保单位至少开展了一次专项行动帮扶活动"
    return [f"{head}，帮扶覆盖率{g.rate('campaign.assist_rate')}。"]


def _times(kind: ServiceKind, words: str, unit: str, people: str = "") -> Callable[[Given], list[str]]:
    """A sentence on a kind of service: how often, and how many people."""

    def told(g: Given) -> list[str]:
        name = f"campaign.activities.{kind}"
        if g.is_none(name):
            return [f"统计期内未开展{words}。"]
        attendance = f"，参加{g.count(f'campaign.participants.{kind}')}人次" if people else ""
        return [f"开展{words}{g.count(name)}{unit}{attendance}。"]

    return told


def _hazards(g: Given) -> list[str]:
    levels = ("hazards.found.GENERAL", "hazards.found.MAJOR")
    if all(g.is_none(name) for name in levels):
        return ["统计期内未发现事故隐患。"]
    overdue = "hazards.overdue"
    return [
        (
            f"发现一般隐患{g.count(levels[0])}项、重大事故隐患{g.count(levels[1])}项，"
            f"已书面告知并签收{g.count('hazards.notified')}项，企业已报整改{g.count('hazards.rectified')}项，"
            f"已复查销号{g.count('hazards.closed')}项。"
        ),
        "没有超期未整改的隐患。" if g.is_none(overdue) else f"超期未整改{g.count(overdue)}项，正在督促整改。",
    ]


def _refused(g: Given) -> list[str]:
    name = "hazards.refused"
    if g.is_none(name):
        return ["未发生拒不整改的情形。"]
    return [f"拒不整改{g.count(name)}项，均应报告属地应急管理部门和行业主管部门。", gap("执法和处罚情况")]


def _expenses(g: Given) -> list[str]:
    if g.is_none("expenses.booked"):
        return ["专项行动期间尚未列支事故预防服务费用。"]
    head = f"专项行动期间列支事故预防服务费用{g.wan('expenses.booked')}万元"
    return [f"{head}，占相应保单实收保费的{g.rate('expenses.share')}。"]


def _checked(prefix: str, words: str) -> Callable[[Given], list[str]]:
    """What one side of a cross-inspection did."""

    def told(g: Given) -> list[str]:
        firms, insurers = f"{prefix}enterprises_checked", f"{prefix}insurers_checked"
        if g.is_none(firms) and g.is_none(insurers):
            return [f"{words}的检查表尚未提交。"]
        return [
            (
                f"{words}，检查企业{g.count(firms)}户、保险机构{g.count(insurers)}家，"
                f"发现问题{g.count(f'{prefix}findings')}个。"
            )
        ]

    return told


def _settled(g: Given) -> list[str]:
    if not g.is_known("cross.routed"):
        return [gap("问题移送和处置台账尚未建立，移送数、办结数暂缺")]
    return [f"已移送主管机关{g.count('cross.routed')}个，已办结{g.count('cross.disposed')}个。"]


def _own(what: str) -> Callable[[Given], list[str]]:
    """A section that only the office itself can write."""
    return lambda _given: [gap(what)]


Section = tuple[str, Callable[[Given], list[str]]]
_SERVICES: Final[Sequence[Section]] = (
    ("帮扶活动覆盖情况", _assistance),
    ("宣传培训情况", _times(ServiceKind.TRAIN, "宣传教育培训", "场次", "人次")),
    ("隐患排查情况", _times(ServiceKind.HAZ, "隐患排查服务", "次")),
    ("应急演练情况", _times(ServiceKind.DRILL, "应急演练", "场次", "人次")),
    ("隐患整改闭环情况", _hazards),
    ("拒不整改报告与执法情况", _refused),
    ("服务费用列支情况", _expenses),
)
_END: Final[Sequence[Section]] = (
    ("存在问题", _own("存在的主要问题")),
    ("下步打算", _own("下一步工作打算和建议")),
)
SECTIONS: Final[Mapping[ReportKind, Sequence[Section]]] = {
    ReportKind.COVERAGE: (
        ("基本情况", _insured),
        ("承保情况", _with(_cover, "分行业领域、分地区情况见附表1，分保险机构情况见附表2。")),
        ("应保未保及处置情况", _with(_missing, "应保未保单位名单见附表3。")),
        ("赔付情况", _own("赔付情况")),
        *_END,
    ),
    ReportKind.CAMPAIGN: (("组织推动情况", _own("工作机制、方案和会议")), *_SERVICES, *_END),
    ReportKind.CROSS_INSPECTION: (
        ("组织情况", _own("检查组组成和方案协商")),
        ("作为检查地区", _checked("cross.", "作为检查地区")),
        ("作为被检查地区", _checked("cross.received.", "作为被检查地区")),
        ("问题处置情况", _settled),
        *_END,
    ),
    ReportKind.REGULATOR: (
        ("辖区内保险机构承保情况", _cover),
        *_SERVICES,
        ("有关检查情况", _own("派员、检查、问题和监管措施")),
        ("问题与建议", _own("问题与建议")),
    ),
    ReportKind.PROVINCE: (("各地投保情况", lambda g: [*_insured(g), *_cover(g), *_missing(g)]), *_SERVICES, *_END),
}
