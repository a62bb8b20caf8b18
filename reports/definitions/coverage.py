"""Summary 1: insured status (notice, closing; domain.md 4.11): tables 1 to 3."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum

from accounts.querysets import place_order
from core.choices import official_labels
from core.workbooks.formats import Form
from core.workbooks.official import Line, Table, TableColumn
from coverage import gap
from coverage.choices import MISSING, WARNINGS, GapKind
from dispositions.handling import Handling, handling_of
from enterprises.choices import EnterpriseStatus, Sector
from enterprises.models import Enterprise
from insurers.policies.querysets import PolicyQuerySet
from reports.choices import ReportKind
from reports.definitions.base import CHECKED, Cutting, Definition, Numbers, Place
from reports.definitions.counting import cut_of, total_of
from reports.figures import Basis, Cut, Figures, coverage, terms
from reports.rules import Number, sum_of_known, wan

SECTORS, STATUSES = official_labels(Sector), official_labels(EnterpriseStatus)
KINDS = official_labels(GapKind)
#: The counted figures of table 1, and its columns behind the first.
_DUTY: Final = (coverage.MUST_INSURE, coverage.INSURED_OF_MUST, coverage.NOT_INSURED, coverage.RATE)
#: All that table 1 counts, for reports that hold more tables.
COUNTED: Final = _DUTY
_MISSING: Final = "应保未保"
_COLUMNS: Final = (
    TableColumn("应投保", 11, Form.COUNT),
    TableColumn("已投保", 11, Form.COUNT),
    TableColumn("投保率", 11, Form.RATE),
    TableColumn("合计", 9, Form.COUNT, _MISSING),
    *[TableColumn(KINDS[kind], 9, Form.COUNT, _MISSING) for kind in MISSING],
    *[TableColumn(KINDS[kind].removesuffix("投保"), 10, Form.COUNT) for kind in WARNINGS],
)


class CoverageReport(Definition):
    kind = ReportKind.COVERAGE
    title = "安责险投保情况"
    reports = (ReportKind.COVERAGE,)
    further = terms.OF_COVER

    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        return [
            by_county(basis, place),
            by_sector(basis, place),
            by_insurer(basis, place),
            uninsured_enterprises(basis, place),
        ]


@dataclass(slots=True)
class Gaps:
    """How many firms have each kind of gap, by a key of theirs: county, city or sector."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, keys: Iterable[str], kind: str) -> None:
        for key in keys:
            self.counts.setdefault(key, Counter())[kind] += 1

    def of(self, key: str) -> Counter[str]:
        return self.counts.get(key, Counter())

    def whole(self) -> Counter[str]:
        """Over all keys: for keys of which a firm has one."""
        return sum(self.counts.values(), Counter())


def _gaps(basis: Basis, place: Place, keys_of: Callable[[str, str, list[str]], Iterable[str]]) -> Gaps:
    """The gaps of the day by kind, as the gap page tells them; `keys_of` gets city, county and sectors of a firm."""
    frame, found = coverage.frame_of(basis), Gaps()
    rows = Enterprise.objects.filter(city__code__in=place.cities)
    uninsured: Any = gap.with_kind(gap.missing(rows, frame), frame).order_by()
    for city, county, sectors, kind in uninsured.values_list("city_id", "county_id", "sectors", "gap_kind"):
        found.add(keys_of(city, county, sectors), kind)
    for kind in WARNINGS:
        warned: Any = gap.warned(rows, kind, frame).order_by()
        for city, county, sectors in warned.values_list("city_id", "county_id", "sectors"):
            found.add(keys_of(city, county, sectors), kind)
    return found


def _duty_line(name: str, numbers: Figures, gaps: Mapping[str, int]) -> Line:
    must, insured, missing, share = (numbers[figure.id] for figure in _DUTY)
    return [name, must, insured, share, missing, *[gaps.get(kind, 0) for kind in (*MISSING, *WARNINGS)]]


def by_county(basis: Basis, place: Place) -> Table:
    """附表1, by county, or by city over several; its total is the report's figures."""
    by = Cutting.of_place(place)
    found = cut_of(by.cut, _DUTY, basis, place.cities, by.keys)
    total = total_of(_DUTY, basis, place.cities)
    gaps = _gaps(basis, place, lambda city, county, _sectors: (city if by.cut == Cut.CITY else county,))
    return Table(
        sheet="附表1",
        annex="附表1",
        title=f"{place.name}高危行业领域安责险投保情况统计表{by.words}",
        unit="户",
        columns=(by.lead, *_COLUMNS),
        rows=[_duty_line(by.names[key], numbers, gaps.of(key)) for key, numbers in found.items()],
        totals=(_duty_line("", total, gaps.whole()),),
        notes=(_tied(found.values(), total, gaps.whole()), WARNED),
    )


WARNED: Final = "未全员、未足额为已投保户中的提示，不计入应保未保；同一户两种情形都有的，各计一次。"


def _tied(lines: Iterable[Figures], total: Figures, gaps: Mapping[str, int]) -> str:
    """The check below table 1: the lines against the total, the kinds of gap against those not insured."""
    rows = list(lines)
    wrong = [
        figure.name for figure in _DUTY[:3] if sum(int(numbers[figure.id] or 0) for numbers in rows) != total[figure.id]
    ]
    if sum(gaps.get(kind, 0) for kind in MISSING) != total[coverage.NOT_INSURED.id]:
        wrong.append("应保未保各类型")
    return f"核对不符，请先查明原因：{'、'.join(wrong)}的各行之和与合计不一致。" if wrong else CHECKED


def by_sector(basis: Basis, place: Place) -> Table:
    """附表1, by sector; an enterprise of several sectors stands in each, so there is no total row."""
    found = cut_of(Cut.SECTOR, _DUTY, basis, place.cities, basis.sectors)
    gaps = _gaps(basis, place, lambda _city, _county, sectors: sectors)
    return Table(
        sheet="附表1 按行业",
        annex="附表1",
        title=f"{place.name}高危行业领域安责险投保情况统计表（按行业领域）",
        unit="户",
        columns=(TableColumn("行业领域", 16), *_COLUMNS),
        rows=[_duty_line(SECTORS[code], found[code], gaps.of(code)) for code in basis.sectors],
        notes=("一户企业属于多个行业领域的，在各行业领域分别计入，故不设合计。", WARNED),
    )


class Cover(NamedTuple):
    """A line of table 2 behind the insurer's code; money in yuan, None where nothing is on record."""

    name: str
    policies: int
    valid: int
    people: int
    premium: Decimal
    cover: Decimal
    least: Decimal | None
    most: Decimal | None
    claims: int | None
    paid: Decimal | None

    @property
    def line(self) -> Line:
        counts = (self.name, self.policies, self.valid, self.people, wan(self.premium), wan(self.cover))
        return (*counts, _range(wan(self.least), wan(self.most)), self.claims, wan(self.paid))


def _whole(rows: Sequence[Cover]) -> Cover:
    """All insurers together; claims are those on record."""
    claims = [row.claims for row in rows if row.claims is not None]
    paid = [row.paid for row in rows if row.paid is not None]
    return Cover(
        name="",
        policies=sum(row.policies for row in rows),
        valid=sum(row.valid for row in rows),
        people=sum(row.people for row in rows),
        premium=sum((row.premium for row in rows), Decimal(0)),
        cover=sum((row.cover for row in rows), Decimal(0)),
        least=min((row.least for row in rows if row.least is not None), default=None),
        most=max((row.most for row in rows if row.most is not None), default=None),
        claims=sum(claims) if claims else None,
        paid=sum(paid, Decimal(0)) if paid else None,
    )


def by_insurer(basis: Basis, place: Place) -> Table:
    """附表2, cover by insurer: policies begun by the cut-off, terms of those in force on that day, money in 万元."""
    rows = _covers(basis, place)
    return Table(
        sheet="附表2",
        annex="附表2",
        title=f"{place.name}安责险承保情况统计表",
        unit="件、人、万元",
        columns=(
            TableColumn("保险机构", 34),
            TableColumn("保单数", 10, Form.COUNT),
            TableColumn("其中有效", 10, Form.COUNT),
            TableColumn("有效保单投保人数", 13, Form.COUNT),
            TableColumn("实收保费（万元）", 14, Form.MONEY),
            TableColumn("保额（万元）", 16, Form.MONEY),
            TableColumn("每人限额区间（万元）", 18),
            TableColumn("赔付件数", 10, Form.COUNT),
            TableColumn("赔付金额（万元）", 14, Form.MONEY),
        ),
        rows=[row.line for row in rows],
        totals=(_whole(rows).line,) if rows else (),
        notes=(
            "保单数、实收保费为保险起期不晚于截止日的全部保单；投保人数、保额（累计责任限额）、每人限额为截止日有效保单的，计入批改。",
            "赔付按保单登记，未登记的以「—」表示；保险公司省级机构与宁波机构分别列示。",
        ),
    )


def _covers(basis: Basis, place: Place) -> list[Cover]:
    """One for each insurer in the order of codes."""
    valid = Q(is_valid=True)
    held = Exists(coverage.policies_in_force(basis).filter(pk=OuterRef("pk")))
    policies: PolicyQuerySet[Any] = coverage.begun_policies(basis).filter(city__code__in=place.cities)  # type: ignore[assignment]
    grouped = (
        policies.with_stated(
            basis.cutoff, people_now="insured_people", limit_now="limit_per_person", cover_now="limit_total"
        )
        .annotate(is_valid=held)
        .order_by()
        .values_list("insurer__code", "insurer__name")
        .annotate(
            n=Count("pk"),
            valid=Count("pk", filter=valid),
            people=Sum("people_now", filter=valid, default=0),
            premium=Sum("premium_so_far"),
            cover=Sum("cover_now", filter=valid, default=Decimal(0)),
            least=Min("limit_now", filter=valid),
            most=Max("limit_now", filter=valid),
            claims=Sum("detail__claims"),
            paid=Sum("detail__claims_amount"),
        )
    )
    return [Cover(*line[1:]) for line in sorted(grouped, key=lambda line: line[0])]


def _range(least: Number, most: Number) -> str | None:
    """From the smallest to the largest limit per person, None without a policy in force."""
    if least is None or most is None:
        return None
    return f"{least:,}" if least == most else f"{least:,}—{most:,}"


def uninsured_enterprises(basis: Basis, place: Place) -> Table:
    """附表3: the enterprises behind coverage.not_insured, name by name, and what was done of each by the cut-off."""
    frame = coverage.frame_of(basis)
    rows = gap.with_kind(gap.missing(Enterprise.objects.filter(city__code__in=place.cities), frame), frame)
    firms = list(rows.select_related("county").order_by(*place_order("county__"), "uscc"))
    handled = handling_of([row.pk for row in firms], basis.cutoff)
    lines = [_missing_line(row, handled.get(row.pk, Handling())) for row in firms]
    fines = sum_of_known(wan(handled.get(row.pk, Handling()).fined) for row in firms)
    ordered = sum(line[7] is not None for line in lines)
    return Table(
        sheet="附表3",
        annex="附表3",
        title=f"{place.name}应保未保生产经营单位清单",
        unit="户、万元",
        columns=(
            TableColumn("企业名称", 36),
            TableColumn("统一社会信用代码", 22),
            TableColumn("县（市、区）", 14),
            TableColumn("行业领域", 20),
            TableColumn("地址", 32),
            TableColumn("从业人数", 9, Form.COUNT),
            TableColumn("类型", 10),
            TableColumn("责令日期", 12, Form.DAY),
            TableColumn("处罚（万元）", 11, Form.MONEY),
            TableColumn("企业状态", 9),
            TableColumn("处置状态", 18),
        ),
        rows=lines,
        totals=([f"{len(lines)}户", "", "", "", "", "", "", f"已责令{ordered}户", fines, "", ""],) if lines else (),
    )


def _missing_line(row: Enterprise, handled: Handling) -> Line:
    return (
        row.name,
        row.uscc,
        row.county.name,
        "、".join(SECTORS.get(code, code) for code in row.sectors),
        row.address,
        row.employees,
        KINDS[row.gap_kind],  # type: ignore[attr-defined]
        handled.ordered_on,
        wan(handled.fined),
        STATUSES[row.status],
        handled.state,
    )
