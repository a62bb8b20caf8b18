"""The sentences that the portal drafts for a 工作总结 over the figures of its snapshot (domain.md 4.11).

Pure, and without a typed number: a sentence names its figures as tokens (`reports.documents.tokens`), which are filled
in when it is read. Each has its form for none, one and many, for more, less and as many as a month before, and for
what is unknown; a marked gap stands where only the office itself can say something.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from insurers.base.choices import ServiceKind
from reports.choices import ReportKind, SectionKey
from reports.documents.tokens import CUTOFF, MOVED, OF_CITIES, Bound, Values, plain, sentences, to_write, token
from reports.figures import FIGURES, TOLD

NUMERALS: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")


class Part(NamedTuple):
    """A section: its key, its numbered heading, its paragraphs."""

    key: SectionKey
    heading: str
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Given:
    """What the sentences are made of: the place they speak of, the figures, and the cities of which there are several."""

    place: str
    values: Values
    cities: Sequence[str] = ()

    def is_none(self, name: str) -> bool:
        return self.values.get(name) == 0

    def is_known(self, name: str) -> bool:
        return self.values.get(name) is not None

    def has(self, name: str) -> bool:
        """Whether the report carries the figure."""
        return name in self.values and name in TOLD

    def moved(self, name: str, what: str = "") -> str:
        """How a count, called `what`, stands to the month before; nothing where it is not compared."""
        return f"{what}{token(name + MOVED)}。" if name + MOVED in self.values else ""


def drafts_of(kind: ReportKind, given: Given) -> list[Part]:
    """The sections of a report, numbered 一、二、…, with their tokens."""
    return [
        Part(key, f"{numeral}、{key.official}", [text for text in make(given) if text])
        for numeral, (key, make) in zip(NUMERALS, SECTIONS[kind], strict=False)
    ]


def parts_of(kind: ReportKind, place: str, bound: Bound, cities: Sequence[str] = ()) -> list[Part]:
    """The same as a document prints them."""
    given = Given(place, bound.values, cities)
    return [Part(one.key, one.heading, [plain(text, bound) for text in one.texts]) for one in drafts_of(kind, given)]


@cache
def sentences_of_none(kind: ReportKind, place: str) -> Mapping[SectionKey, frozenset[str]]:
    """{section: the sentences that hold as long as there is nothing to count}: of everything, or of one figure alone."""
    some = dict.fromkeys(TOLD, 1)
    usual, *others = (
        drafts_of(kind, Given(place, values))
        for values in (some, dict.fromkeys(TOLD, 0), *({**some, name: 0} for name in TOLD))
    )
    return {
        part.key: frozenset(one for parts in others for one in sentences(parts[n].texts)) - {*sentences(part.texts)}
        for n, part in enumerate(usual)
    }


def _insured(g: Given) -> list[str]:
    day = f"截至{token(CUTOFF)}，"
    if g.is_none("coverage.must_insure"):
        return [f"{day}{g.place}登记在册的生产经营单位中没有应当投保安责险的单位。"]
    return [
        (
            f"{day}{g.place}高危行业领域应投保安责险的生产经营单位{token('coverage.must_insure')}户，"
            f"已投保{token('coverage.insured')}户，投保率{token('coverage.rate')}。"
            f"{g.moved('coverage.insured', '已投保户数')}"
        ),
    ]


def _cover(g: Given) -> list[str]:
    if g.is_none("coverage.insured_units"):
        return ["统计期内没有投保单位。"]
    units, premium = token("coverage.insured_units"), token("coverage.premium_paid")
    return [f"全部投保单位{units}户，累计实收保费{premium}万元。"]


def _terms(g: Given) -> list[str]:
    """Cover and limits of the policies in force; nothing where there are none."""
    name = "policies.in_force"
    if not g.is_known(name) or g.is_none(name):
        return []
    least, most = "policies.least_limit", "policies.most_limit"
    limits = (
        f"每人限额均为{token(least)}万元"
        if g.values.get(least) == g.values.get(most)
        else f"每人限额最低{token(least)}万元、最高{token(most)}万元"
    )
    return [f"有效保单{token(name)}件，保额{token('policies.cover')}万元，{limits}。"]


def _insurers(g: Given) -> list[str]:
    """How many insurers there are, and how many policies."""
    insurers, policies = "policies.insurers", "policies.begun"
    if not g.has(insurers):
        return []
    if g.is_none(insurers):
        return [f"截至{token(CUTOFF)}，{g.place}没有承保安责险的保险机构。"]
    return [f"截至{token(CUTOFF)}，{g.place}承保安责险的保险机构{token(insurers)}家，保单{token(policies)}件。"]


def _missing(g: Given) -> list[str]:
    name = "coverage.not_insured"
    if g.is_none("coverage.must_insure"):
        return ["没有应保未保的生产经营单位。"]
    if g.is_none(name):
        return ["应投保的生产经营单位已全部投保。", f"应保未保户数{g.moved(name)}" if g.moved(name) else ""]
    return [f"尚有{token(name)}户应保未保。{g.moved(name)}", to_write("责令投保、行政处罚等处置情况")]


Make = Callable[[Given], list[str]]


def _with(make: Make, annexes: str) -> Make:
    """A section that names where its tables stand."""
    return lambda given: [*make(given), annexes]


def _assistance(g: Given) -> list[str]:
    name = "campaign.assisted_units"
    if g.is_none("coverage.insured_units"):
        return ["统计期内没有投保单位，未开展帮扶活动。"]
    if g.is_none(name):
        return ["对投保单位均尚未开展专项行动帮扶活动，须尽快补齐。"]
    head = f"已对{token(name)}户投保单位至少各开展一次专项行动帮扶活动，帮扶覆盖率{token('campaign.assist_rate')}。"
    plans = f"服务方案签订率{token('plans.signed_rate')}。" if g.has("plans.signed_rate") else ""
    return [f"{head}{g.moved(name, '帮扶户数')}", plans]


def _times(kind: ServiceKind, words: str, unit: str, *, people: bool = False) -> Make:
    """A sentence on a kind of service: how often, and how many people."""

    def told(g: Given) -> list[str]:
        name = f"campaign.activities.{kind}"
        if g.is_none(name):
            return [f"统计期内未开展{words}。"]
        attendance = f"，参加{token(f'campaign.participants.{kind}')}人次" if people else ""
        return [f"开展{words}{token(name)}{unit}{attendance}。{g.moved(name, '开展次数' if people else '')}"]

    return told


def _topics(prefix: str) -> Make:
    """How often each topic was taught or practised; those that never were are left out.

    No parts of the sentence before: services of every kind bear topics, and one service several.
    """

    def told(g: Given) -> list[str]:
        names = [name for name in g.values if name.startswith(prefix) and name.endswith(".times") and g.has(name)]
        said = [f"{FIGURES[name].name.removesuffix('场次')}{token(name)}场" for name in names if g.values[name]]
        return [f"按主题统计（各类服务均计，一场含多个主题的分别计入）：{'、'.join(said)}。"] if said else []

    return told


#: What a topic was looked at for. What services found is one ledger, what was closed another: no part of the former.
CHECKED: Final = {"checked": "排查", "problems": "发现问题", "rectified": "隐患台账已销号"}
#: No hazard bears this topic: that none of it is closed says nothing.
WITHOUT_HAZARDS: Final = "checks.H6.rectified"


def _looked_at(g: Given) -> list[str]:
    """What services of every kind looked at by topic, what was wrong, and how many hazards of the topic are closed."""
    said = []
    for name in g.values:
        if name.startswith("checks.") and name.endswith(".checked") and g.has(name) and g.values[name]:
            topic = name.removesuffix("checked")
            parts = ((verb, f"{topic}{part}") for part, verb in CHECKED.items())
            some = [(verb, one) for verb, one in parts if g.has(one) and one != WITHOUT_HAZARDS]
            words = FIGURES[name].name.removesuffix("排查数")
            said.append(words + "、".join(f"{verb}{token(one)}项" for verb, one in some))
    return [f"各类服务按专项主题统计：{'；'.join(said)}。"] if said else []


def _rates(**names: str) -> Make:
    """Rates that the report carries, by their words."""

    def told(g: Given) -> list[str]:
        return [f"{words}{token(name)}。" for words, name in names.items() if g.has(name)]

    return told


RATES: Final = {
    "hazards.rectified_rate": "隐患整改率",
    "hazards.rectified_rate.MAJOR": "重大隐患整改率",
    "hazards.in_time_rate": "按期整改率",
    "hazards.notified_rate": "书面告知率",
}


def _hazards(g: Given) -> list[str]:
    levels = ("hazards.found.GENERAL", "hazards.found.MAJOR")
    if all(g.is_none(name) for name in levels):
        return ["统计期内未发现事故隐患。"]
    rates = "，".join(f"{words}{token(name)}" for name, words in RATES.items() if g.has(name))
    overdue = "hazards.overdue"
    return [
        (
            f"发现一般隐患{token(levels[0])}项、重大事故隐患{token(levels[1])}项，"
            f"已书面告知并签收{token('hazards.notified')}项，企业已报整改{token('hazards.rectified')}项，"
            f"已复查销号{token('hazards.closed')}项。"
        ),
        f"重大事故隐患{g.moved(levels[1])}" if g.moved(levels[1]) else "",
        f"{rates}。" if rates else "",
        "没有超期未整改的隐患。" if g.is_none(overdue) else f"超期未整改{token(overdue)}项，正在督促整改。",
    ]


def _refusals(enforcement: str) -> Make:
    """What was refused, with what is said of the cases that followed."""

    def told(g: Given) -> list[str]:
        name, in_time = "hazards.refused", "hazards.refusals_in_time_rate"
        if g.is_none(name):
            return ["未发生拒不整改的情形。"]
        head = f"拒不整改{token(name)}项，应报告属地应急管理部门和行业主管部门。"
        if not g.has(in_time) or not g.is_known(name):
            return [head, enforcement]
        # The rate is that of those reported alone; what nobody reported stands in annex 8.
        rate = f"已报告的，报告及时率{token(in_time)}；逐件报告情况见附表8。"
        return [head + (rate if g.is_known(in_time) else "均尚未报告，见附表8。"), enforcement]

    return told


_refused: Final = _refusals(to_write("执法和处罚情况"))
#: Regulators' offices read no case files (domain.md 1.5), as annex 8 of the same report says.
_refused_unread: Final = _refusals("执法情况由应急管理部门和行业主管部门办理，金融监管机构不查阅案卷，本报告不列。")


def _by_city(g: Given) -> list[str]:
    """The numbers of each city as annex 1 has them, in the order of annex 2: nothing is ranked."""
    told = "；".join(_of_city(city) for city in g.cities if f"coverage.insured@{city}" in g.values)
    return [f"分市情况：{told}。" if told else "", "分市、分行业领域情况见附表1，分保险机构情况见附表2。"]


def _of_city(city: str) -> str:
    must, insured, rate, missing = (token(f"{figure}@{city}") for figure in OF_CITIES)
    return f"{city}应保{must}户、已保{insured}户、投保率{rate}、应保未保{missing}户"


def _expenses(g: Given) -> list[str]:
    if g.is_none("expenses.booked"):
        return ["专项行动期间尚未列支事故预防服务费用。"]
    head = f"专项行动期间列支事故预防服务费用{token('expenses.booked')}万元"
    rate = f"，费用列支率{token('expenses.budget_rate')}" if g.has("expenses.budget_rate") else ""
    return [f"{head}，占相应保单实收保费的{token('expenses.share')}{rate}。"]


def _checked(prefix: str, words: str) -> Make:
    """What one side of a cross-inspection did."""

    def told(g: Given) -> list[str]:
        firms, insurers = f"{prefix}enterprises_checked", f"{prefix}insurers_checked"
        if g.is_none(firms) and g.is_none(insurers):
            return [f"{words}的检查表尚未提交。"]
        return [
            (
                f"{words}，检查企业{token(firms)}户、保险机构{token(insurers)}家，"
                f"发现问题{token(f'{prefix}findings')}个。"
            )
        ]

    return told


def _settled(prefix: str, words: str) -> Make:
    """What became of the findings of one side, where there are any."""

    def told(g: Given) -> list[str]:
        findings, routed, disposed = (f"{prefix}{name}" for name in ("findings", "routed", "disposed"))
        if g.is_none(findings):
            return []
        if g.is_known(routed) and g.is_none(routed):
            return [f"{words}发现的问题尚未移交主管机关。"]
        return [f"{words}发现的问题已移交主管机关{token(routed)}个，已办结{token(disposed)}个。"]

    return told


def _both(*makes: Make) -> Make:
    """Several sections' paragraphs in one."""
    return lambda given: [text for make in makes for text in make(given)]


def _own(what: str) -> Make:
    """A section that only the office itself can write."""
    return lambda _given: [to_write(what)]


Section = tuple[SectionKey, Make]
_TRAINING: Final = _both(
    _times(ServiceKind.TRAIN, "宣传教育培训", "场次", people=True),
    _topics("topics.T"),
    _rates(宣传教育培训覆盖率="campaign.service_rate.TRAIN"),
)
_SEARCHES: Final = _both(
    _times(ServiceKind.HAZ, "隐患排查服务", "次"), _looked_at, _rates(隐患排查覆盖率="campaign.service_rate.HAZ")
)
_DRILLS: Final = _both(
    _times(ServiceKind.DRILL, "应急演练", "场次", people=True),
    _topics("topics.D"),
    _rates(应急演练覆盖率="campaign.service_rate.DRILL"),
)
_BEFORE_CLOSING: Final[Sequence[Section]] = (
    (SectionKey.ASSISTANCE, _with(_assistance, "分保险机构情况见附表4。")),
    (SectionKey.TRAINING, _TRAINING),
    (SectionKey.SEARCHES, _with(_SEARCHES, "动火、电气焊、关键岗位、外包外租等检查情况见附表5。")),
    (SectionKey.DRILLS, _DRILLS),
)
_AFTER_CLOSING: Final[Sequence[Section]] = (
    (SectionKey.REFUSALS, _with(_refused, "拒不整改报告及执法情况见附表8。")),
    (SectionKey.AGENCIES, _own("委托第三方技术服务机构情况")),
    (SectionKey.FEES, _with(_expenses, "分保险机构情况见附表6。")),
    (SectionKey.PUBLICITY, _with(_own("宣传报道和典型案例情况"), "宣传报道及典型案例见附表11。")),
)
_END: Final[Sequence[Section]] = (
    (SectionKey.PROBLEMS, _own("存在的主要问题")),
    (SectionKey.NEXT_STEPS, _own("下一步工作打算和建议")),
)
_OF_INSURERS: Final[Sequence[Section]] = (
    (
        SectionKey.INSURERS,
        _with(
            _both(_insurers, _cover, _assistance, _TRAINING, _SEARCHES, _DRILLS, _hazards, _refused_unread, _expenses),
            "保险机构及其保单、保额情况见附表2，服务开展情况见附表4，费用列支和委托第三方金额见附表6，隐患整改统计见附表7，拒不整改报告情况见附表8。",
        ),
    ),
    (
        SectionKey.INSPECTIONS,
        _with(_own("派员、检查、问题和监管措施"), "涉及保险机构的交叉检查问题清单见附表10。"),
    ),
    (SectionKey.ADVICE, _own("问题与建议")),
)
SECTIONS: Final[Mapping[ReportKind, Sequence[Section]]] = {
    ReportKind.COVERAGE: (
        (SectionKey.BASICS, _insured),
        (
            SectionKey.UNDERWRITING,
            _with(_both(_cover, _terms), "分行业领域、分地区情况见附表1，分保险机构的保单数、保额和每人限额见附表2。"),
        ),
        (SectionKey.MISSING, _with(_missing, "应保未保单位名单见附表3。")),
        (SectionKey.CLAIMS, _own("赔付情况")),
        *_END,
    ),
    ReportKind.CAMPAIGN: (
        (SectionKey.ORGANISING, _own("工作机制、方案和会议")),
        *_BEFORE_CLOSING,
        (SectionKey.CLOSING, _with(_hazards, "隐患整改闭环台账见附表7。")),
        *_AFTER_CLOSING,
        *_END,
    ),
    ReportKind.CROSS_INSPECTION: (
        (SectionKey.GROUPS, _own("检查组组成和方案协商")),
        (SectionKey.INSPECTING, _checked("cross.", "作为检查地区")),
        (SectionKey.INSPECTED, _checked("cross.received.", "作为被检查地区")),
        (
            SectionKey.SETTLING,
            _with(
                _both(_settled("cross.", "检查他市"), _settled("cross.received.", "接受检查")),
                "交叉检查统计见附表9，问题清单见附表10。",
            ),
        ),
        *_END,
    ),
    ReportKind.REGULATOR: _OF_INSURERS,
    ReportKind.REGULATOR_CITY: _OF_INSURERS,
    ReportKind.PROVINCE: (
        (SectionKey.BY_CITY, _both(_insured, _cover, _missing, _by_city)),
        *_BEFORE_CLOSING,
        (SectionKey.CLOSING, _with(_hazards, "隐患整改统计见附表7。")),
        *_AFTER_CLOSING,
        *_END,
    ),
}
