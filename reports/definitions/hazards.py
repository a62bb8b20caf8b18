"""附表7 and 附表8: the closed loop of hazards, refusals and what departments did of them (domain.md 7.2)."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Final

from django.db.models import Prefetch
from django.utils import timezone

from core.choices import official_labels
from core.workbooks.formats import DASH, Form, guarded_text
from core.workbooks.official import Line, Table, TableColumn
from dispositions.refused import measured
from hazards.choices import HazardLevel, HazardStatus
from hazards.models import Enforcement, Hazard, Refusal
from hazards.models.gathering import points_of
from hazards.rules.plans import FIVE, five_missing
from reports.choices import AnnexTable
from reports.definitions.base import Cutting, Place, cut_table
from reports.figures import Basis, Figure, LedgerFigure, hazards
from reports.rules import sum_of_known, wan

LEVELS, STATES = official_labels(HazardLevel), official_labels(HazardStatus)
#: Of a list that is longer so many lines are printed; all of them go with the workbook as a file of their own.
LISTED: Final = 5000
LEVELED: Final = ((hazards.MAJOR_HAZARDS, "重大"), (hazards.GENERAL_HAZARDS, "一般"))
STATISTICS: tuple[Figure, ...] = (*hazards.FIGURES, *hazards.RATES)
_COLUMNS: Final = (
    TableColumn("编号", 24),
    TableColumn("单位", 34),
    TableColumn("等级", 8),
    TableColumn("标准条款", 36),
    TableColumn("发现日期", 12, Form.DAY),
    TableColumn("告知日期", 12, Form.DAY),
    TableColumn("整改期限", 12, Form.DAY),
    TableColumn("五落实", 20),
    TableColumn("状态", 12),
    TableColumn("销号日期", 12, Form.DAY),
)


def tables(basis: Basis, place: Place) -> list[Table]:
    """Statistics, the ledgers of both levels, the refusals."""
    return [
        statistics(basis, place),
        *(ledger(basis, place, figure, level) for figure, level in LEVELED),
        refusals(basis, place),
    ]


def statistics(basis: Basis, place: Place, sheet: str = "") -> Table:
    """附表7 in numbers: found, told, rectified, closed, and the rates of domain.md 4.12, by county or city."""
    title = "隐患整改闭环情况统计表"
    return cut_table(AnnexTable.HAZARDS, title, "项", STATISTICS, basis, place, Cutting.of_place(place), sheet)


def by_insurer(basis: Basis, place: Place) -> Table:
    """The same by insurer, for those who watch the insurers: what each of them found (domain.md 4.12)."""
    title, by = "隐患整改闭环情况统计表（按保险机构）", Cutting.of_insurers()
    return cut_table(AnnexTable.HAZARDS, title, "项", STATISTICS, basis, place, by)


def ledger(basis: Basis, place: Place, figure: LedgerFigure, level: str) -> Table:
    """附表7 of one level, hazard by hazard: as many rows as its figure says, or the first of them and where the rest is."""
    count = figure.rows_of(basis, place.cities).count()
    skipped = f"共{count}项，本表列前{LISTED}项；全部{count}项见随附文件「{list_name(level)}」，与本表同时生成。"
    return Table(
        sheet=f"附表7 {level}",
        annex="附表7",
        title=f"{place.name}隐患整改闭环台账（{level}隐患）",
        unit="项",
        columns=_COLUMNS,
        rows=list(islice(_hazard_lines(basis, place, figure), LISTED)),
        totals=(_count_line(count),),
        notes=(skipped,) if count > LISTED else (),
    )


def list_name(level: str) -> str:
    """What the file of all lines of a level is called; the version's name stands before it."""
    return f"附表7-{level}.csv"


def write_lists(basis: Basis, place: Place, folder: Path) -> list[Path]:
    """The whole lists of the levels that the workbook prints in part, as CSV with the same columns."""
    return [
        _write_list(folder / list_name(level), _hazard_lines(basis, place, figure))
        for figure, level in LEVELED
        if figure.rows_of(basis, place.cities).count() > LISTED
    ]


def _write_list(path: Path, lines: Iterable[Line]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["序号", *(column.title for column in _COLUMNS)])
        for number, line in enumerate(lines, 1):
            writer.writerow([number, *map(_in_csv, line)])
    return path


def _in_csv(value: object) -> str:
    """A cell without types: what a program could take for a formula has an apostrophe before it."""
    if value is None:
        return DASH
    text, is_formula = guarded_text(str(value))
    return f"'{text}" if is_formula else text


def _hazard_lines(basis: Basis, place: Place, figure: LedgerFigure) -> Iterator[Line]:
    rows = figure.rows_of(basis, place.cities).select_related("enterprise", "criterion__version", "treatment")
    return (_hazard_line(row, basis) for row in rows.order_by("hazard_no").iterator(chunk_size=2000))


def _count_line(count: int) -> Line:
    return (f"{count}项", *[""] * (len(_COLUMNS) - 1))


def _hazard_line(row: Hazard, basis: Basis) -> Line:
    """Days after the cut-off stay out; the five points are those of major hazards."""
    told, closed = (day if day and day <= basis.cutoff else None for day in (row.notified_on, row.closed_on))
    return (
        row.hazard_no,
        row.enterprise.name,
        LEVELS[row.level],
        row.printed_basis,
        row.found_on,
        told,
        row.deadline,
        _five_points(row),
        STATES[row.state],
        closed,
    )


def _five_points(row: Hazard) -> str:
    if row.level != HazardLevel.MAJOR:
        return ""
    treatment = getattr(row, "treatment", None)
    lacking = five_missing(points_of(treatment.points if treatment else {}))
    return "齐全" if not lacking else f"已落实{len(FIVE) - len(lacking)}项，缺{'、'.join(part[:2] for part in lacking)}"


def refusals(basis: Basis, place: Place, *, with_enforcement: bool = True) -> Table:
    """附表8: refusals found by the cut-off, to whom they were reported, and what followed; fines in 万元.

    Regulators' offices read no case files of the bureaus (domain.md 1.5): theirs ends with the report.
    """
    rows = _refusals(basis, place)
    lines = [_refusal_line(row, basis, with_enforcement=with_enforcement) for row in rows]
    fines = [one if isinstance(one, Decimal) else None for one in (line[-3] for line in lines)]
    hidden = "执法情况由应急管理部门和行业主管部门办理，金融监管机构不查阅案卷，本表不列，以「—」表示。"
    return Table(
        sheet="附表8",
        annex="附表8",
        title=f"{place.name}拒不整改报告及执法情况表",
        unit="件、万元",
        columns=(
            TableColumn("隐患编号", 24),
            TableColumn("单位", 30),
            TableColumn("保险机构", 26),
            TableColumn("认定日期", 12, Form.DAY),
            TableColumn("报告日期", 12, Form.DAY),
            TableColumn("报告部门", 30),
            TableColumn("签收日期", 12, Form.DAY),
            TableColumn("措施", 16),
            TableColumn("文书号", 28),
            TableColumn("罚款（万元）", 12, Form.MONEY),
            TableColumn("公示日期", 14),
            TableColumn("跟踪", 30),
        ),
        rows=lines,
        totals=(_refusal_total(lines, sum_of_known(fines)),) if lines else (),
        notes=() if with_enforcement else (hidden,),
    )


def _refusal_total(lines: Sequence[Line], fines: Decimal | None) -> Line:
    reported = sum(line[4] is not None for line in lines)
    return (f"{len(lines)}件", "", "", "", f"已报告{reported}件", "", "", "", "", fines, "", "")


def _refusals(basis: Basis, place: Place) -> list[Refusal]:
    """Those that a second person agreed to by the cut-off, on hazards that count."""
    of = hazards.hazards(basis).filter(city__in=place.cities)
    rows = Refusal.objects.filter(hazard__in=of.values("pk"), agreed_at__date__lte=basis.cutoff)
    entries = Enforcement.objects.filter(decided_on__lte=basis.cutoff).order_by("decided_on", "pk")
    return list(
        rows.select_related("hazard__enterprise", "hazard__insurer")
        .prefetch_related("reports__recipient", Prefetch("enforcements", entries))
        .order_by("agreed_at", "pk")
    )


def _refusal_line(row: Refusal, basis: Basis, *, with_enforcement: bool) -> Line:
    reports = [one for one in row.reports.all() if timezone.localdate(one.sent_at) <= basis.cutoff]
    signed = [timezone.localdate(one.received_at) for one in reports if one.received_at]
    agreed = row.agreed_at and timezone.localdate(row.agreed_at)
    entries = list(row.enforcements.all()) if with_enforcement else []
    return (
        row.hazard.hazard_no,
        row.hazard.enterprise.name,
        row.hazard.insurer.name if row.hazard.insurer else "",
        agreed,
        min((timezone.localdate(one.sent_at) for one in reports), default=None),
        "、".join(one.recipient.name for one in reports),
        max(signed) if reports and len(signed) == len(reports) and max(signed) <= basis.cutoff else None,
        *(_measures(entries) if with_enforcement else [None] * 5),
    )


def _measures(entries: Sequence[Enforcement]) -> Line:
    """Measures, numbers of documents, fines in 万元, days of publication, what was found on later visits."""
    done = measured(entries)
    return (
        done.words,
        "、".join(done.numbers),
        None if done.fined is None else wan(done.fined),
        "、".join(f"{day:%Y-%m-%d}" for day in done.published),
        "；".join(f"{day:%m-%d} {text}".strip() for day, text in done.visits),
    )
