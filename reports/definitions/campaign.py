"""Summary 2: campaign work (notice, closing; domain.md 4.11): tables 4 to 8 and 11."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db.models import Count, Exists, OuterRef

from accounts.querysets import place_order
from core.workbooks.formats import Form
from core.workbooks.official import Line, Table, TableColumn
from publicity.figures import ANNEX_COLUMNS, annex_rows
from reports.choices import AnnexTable, ReportKind
from reports.definitions import fees, hazards
from reports.definitions.base import (
    Cutting,
    Definition,
    Numbers,
    Place,
    checked,
    cut_table,
    figure_columns,
    figure_line,
)
from reports.definitions.counting import counting, cut_of, total_of
from reports.figures import Basis, Cut, Figure, Figures, campaign, coverage, expenses, outsourcing, topics
from reports.rules import rate

#: All that the tables of campaign work count, for reports that hold many of them.
COUNTED: tuple[Figure, ...] = (
    *campaign.BY_PLACE,
    *campaign.COVER,
    *topics.FIGURES,
    *outsourcing.FIGURES,
    *expenses.OF_FEES,
    *hazards.STATISTICS,
)
#: Said below table 5, where more may be closed than services found.
TWO_LEDGERS = "排查数、问题数取自服务记录；已改数为隐患台账中该专项主题已销号的隐患，两者来源不同，不作比较。"
#: What an insurer's line of table 4 takes from the figures.
_BY_INSURER = (campaign.CONFIRMED_PLANS, *campaign.GIVEN)


class CampaignReport(Definition):
    kind = ReportKind.CAMPAIGN
    title = "安责险助力专项行动情况"
    reports = (ReportKind.CAMPAIGN,)

    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        with counting(COUNTED, basis, place.cities):
            return [
                by_insurer(basis, place),
                by_place(basis, place),
                cover(basis, place),
                topics_of(basis, place),
                by_month(basis, place),
                unassisted_units(basis, place),
                checks(basis, place),
                fees.by_insurer(basis, place),
                *hazards.tables(basis, place),
                publicity(basis, place),
            ]

    def write_lists(self, basis: Basis, place: Place, folder: Path) -> list[Path]:
        return hazards.write_lists(basis, place, folder)


def by_insurer(basis: Basis, place: Place) -> Table:
    """附表4 by insurer: plans, units in force and how many of them it assisted, services within the campaign."""
    insurers, units = Cutting.of_insurers(), _units(basis, place)
    found = cut_of(Cut.INSURER, _BY_INSURER, basis, place.cities, sorted(units))
    total = total_of([*_BY_INSURER, coverage.INSURED_UNITS, campaign.ASSISTED_UNITS], basis, place.cities)
    plans, *given = figure_columns(AnnexTable.SERVICES_BY_CITY, _BY_INSURER)
    return Table(
        sheet="附表4",
        annex="附表4",
        title=f"{place.name}事故预防服务开展情况统计表（按保险机构）",
        unit="份、户、次、人次",
        columns=(
            insurers.lead,
            plans,
            TableColumn("投保户数", 9, Form.COUNT),
            TableColumn("帮扶户数", 9, Form.COUNT),
            TableColumn("帮扶覆盖率", 10, Form.RATE),
            *given,
        ),
        rows=[
            _insurer_line(insurers.names.get(code, code), one, units.get(code, (0, 0))) for code, one in found.items()
        ],
        totals=(_insurer_line("", total, (total["coverage.insured_units"], total["campaign.assisted_units"])),),
        notes=(
            "投保户数、帮扶户数按保险机构分别计户，同一户由两家机构承保的各计一户；合计行为不重复的户数，帮扶不论由哪家机构开展。",
            checked(_BY_INSURER, found.values(), total),
        ),
    )


def _insurer_line(name: str, numbers: Figures, units: Sequence[object]) -> Line:
    whole, part = units
    _name, plans, *given = figure_line(name, _BY_INSURER, numbers)
    return [name, plans, whole, part, rate(part, whole), *given]  # type: ignore[list-item,arg-type]


def _units(basis: Basis, place: Place) -> dict[str, tuple[int, int]]:
    """{insurer: (units in force, of them assisted by the insurer itself)}."""
    assisted = coverage.activities(basis).filter(
        coverage.is_assistance(basis), enterprise=OuterRef("enterprise"), insurer=OuterRef("insurer")
    )
    rows = coverage.policies_in_force(basis).filter(city__in=place.cities).order_by()
    held = dict(rows.values_list("insurer__code").annotate(n=Count("enterprise", distinct=True)))
    helped = rows.filter(Exists(assisted)).values_list("insurer__code").annotate(n=Count("enterprise", distinct=True))
    parts = dict(helped)
    return {code: (whole, parts.get(code, 0)) for code, whole in held.items()}


def by_place(basis: Basis, place: Place) -> Table:
    """附表4 by county or city."""
    by, title = Cutting.of_place(place), "事故预防服务开展情况统计表"
    return cut_table(
        AnnexTable.SERVICES_BY_CITY,
        title,
        "份、户、次、人次",
        campaign.BY_PLACE,
        basis,
        place,
        by,
        sheet="附表4 按地区",
    )


def cover(basis: Basis, place: Place) -> Table:
    """附表4: how many of the insured units the services reached, key enterprises by themselves (notice 二(一))."""
    title = "事故预防服务覆盖情况统计表"
    return cut_table(AnnexTable.SERVICE_COVER, title, "户", campaign.COVER, basis, place, Cutting.of_place(place))


def topics_of(basis: Basis, place: Place) -> Table:
    """附表4: trainings and drills by topic (notice 二(二))."""
    title = "宣传培训和应急演练主题情况统计表"
    return cut_table(AnnexTable.TOPICS, title, "次、人次", topics.TOPICS, basis, place, Cutting.of_place(place))


def by_month(basis: Basis, place: Place) -> Table:
    """附表4: services by the month in which they began."""
    found = cut_of(Cut.MONTH, campaign.GIVEN, basis, place.cities)
    total = total_of(campaign.GIVEN, basis, place.cities)
    return Table(
        sheet=AnnexTable.SERVICES_BY_MONTH.label,
        annex=AnnexTable.SERVICES_BY_MONTH.annex,
        title=f"{place.name}事故预防服务开展情况统计表（按月）",
        unit="次、人次",
        columns=(TableColumn("月份", 14), *figure_columns(AnnexTable.SERVICES_BY_MONTH, campaign.GIVEN)),
        rows=[figure_line(_month(month), campaign.GIVEN, numbers) for month, numbers in sorted(found.items())],
        totals=(figure_line("", campaign.GIVEN, total),),
        notes=(checked(campaign.GIVEN, found.values(), total),),
    )


def _month(first: date) -> str:
    return f"{first.year}年{first.month}月"


def checks(basis: Basis, place: Place) -> Table:
    """附表5: checks by topic, and outsourcing (notice 二(二), N17 to N22)."""
    figures, title = (*topics.CHECKS, *outsourcing.FIGURES), "重大事故隐患排查整治帮扶情况表"
    by, notes = Cutting.of_place(place), (TWO_LEDGERS,)
    return cut_table(AnnexTable.CHECKS, title, "项、个", figures, basis, place, by, notes=notes)


def unassisted_units(basis: Basis, place: Place) -> Table:
    """Insured units without any campaign activity: whom the insurers still owe one (notice 二(一))."""
    assisted = campaign.ASSISTED_UNITS.rows_of(basis, place.cities).values("pk")
    insured = coverage.INSURED_UNITS.rows_of(basis, place.cities)
    rows = insured.exclude(pk__in=assisted).select_related("county").order_by(*place_order("county__"), "uscc")
    return Table(
        sheet="附表4 未帮扶单位",
        annex="附表4",
        title=f"{place.name}尚无专项行动帮扶活动的投保单位清单",
        unit="户",
        columns=(
            TableColumn("企业名称", 40),
            TableColumn("统一社会信用代码", 22),
            TableColumn("县（市、区）", 14),
            TableColumn("重点企业", 10),
            TableColumn("从业人数", 10, Form.COUNT),
        ),
        rows=[
            (row.name, row.uscc, row.county.name, "是" if row.key_enterprise else "否", row.employees)
            for row in rows.iterator(chunk_size=2000)
        ],
    )


def publicity(basis: Basis, place: Place) -> Table:
    """附表11: reports and typical cases published within the campaign by the cut-off (notice 二(五))."""
    rows = annex_rows(
        starts_on=basis.starts_on, ends_on=min(basis.ends_on, basis.cutoff), cities=place.publicity_cities
    )
    forms = {"日期": Form.DAY}
    widths = {"标题": 50, "媒体": 24, "报送单位": 34}
    return Table(
        sheet="附表11",
        annex="附表11",
        title=f"{place.name}宣传报道及典型案例表",
        unit="项",
        columns=[TableColumn(title, widths.get(title, 14), forms.get(title, Form.TEXT)) for title in ANNEX_COLUMNS],
        rows=rows,
    )
