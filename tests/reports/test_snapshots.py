"""What a snapshot freezes: one series for each report, rows that stay as they were, what changed since."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Division
from core import clock, jobs
from core.documents.qr import qr_png
from enterprises.models import Enterprise
from inspections.models import Finding
from insurers.expenses.models import Expense
from insurers.policies.models import Policy
from reports import services
from reports.changes.since import changes_since
from reports.choices import ChangeKind
from reports.definitions import DEFINITIONS
from reports.documents.summary import document_of
from reports.documents.truth import untrue_sentences
from reports.figures import FIGURES, FURTHER, LedgerFigure
from reports.models import CaptureFigure, Snapshot
from reports.rules import digest_of, from_json
from reports.services import building
from reports.services.frozen import FrozenRows, frozen_keys
from tests import world
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.databases import Keep
from tests.hazards import life
from tests.reports.crossing import OUT, check, find, hand_in, start
from tests.reports.figuring import CUTOFF, basis, build
from tests.reports.reading import text_of
from tests.uploads import PLAN, send

Enter = Callable[[Any], Client]


@pytest.fixture(scope="module")
def built(keep: Keep) -> None:
    """A report of each form, once for all tests that only read them or try to change them."""

    def fill() -> None:
        cast, task = Cast(), start(OUT)
        find(check(task, cast.hangzhou_officer, CUTOFF), cast.hangzhou_officer, CUTOFF)
        hand_in(task)
        for county in (world.HANGZHOU, world.QUZHOU):
            world.policy(world.enterprise(county))
        for report in ("coverage", "cross-inspection"):
            build(report, cast.hangzhou_officer)
        build("province", cast.provincial_officer)

    keep(fill)


def test_a_report_is_one_series_whoever_builds_it(cast: Cast) -> None:
    first = build("coverage", cast.hangzhou_officer)
    copy = build("coverage", cast.provincial_officer, "330100")
    second = build("coverage", cast.hangzhou_lead)
    other = build("campaign", cast.hangzhou_officer)
    assert [one.version for one in (first, copy, second, other)] == [1, None, 2, 1]
    assert {one.organisation.code for one in (first, copy, second)} == {"EM-330100"}
    assert copy.builder.code == "PROV-EM"
    assert copy.workbook.name.endswith("-check.xlsx")


def test_check_copies_are_seen_by_who_built_them_alone(cast: Cast) -> None:
    copy = build("coverage", cast.provincial_officer, "330100")
    assert copy in Snapshot.objects.visible_to(cast.provincial_officer)
    assert copy not in Snapshot.objects.visible_to(cast.hangzhou_officer)


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize(
    "table",
    [
        "reports_snapshot",
        "reports_capture",
        "reports_capturefigure",
        "reports_captureblock",
        "reports_capturecolumn",
        "reports_capturenames",
        "reports_capturehistory",
    ],
)
def test_what_was_frozen_stays(built: None, db: None, table: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
        assert cursor.fetchone() == (True,), "a trigger for each row needs one"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def frozen_keys_of(behind: CaptureFigure) -> list[int]:
    query, values = frozen_keys(behind)
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return sorted(key for (key,) in cursor.fetchall())


def test_every_figure_has_exactly_its_rows(cast: Cast) -> None:
    for _ in range(3):
        held = world.policy(world.enterprise())
        world.activity(held)
        world.expense(held)
        life.hazard(held.enterprise)
    task = start(OUT)
    find(check(task, cast.hangzhou_officer, CUTOFF), cast.hangzhou_officer, CUTOFF)
    hand_in(task)
    for report in ("coverage", "campaign", "cross-inspection"):
        snapshot = build(report, cast.hangzhou_officer)
        for name, value in snapshot.figures.items():
            part = FIGURES[name].leading_part
            if part is None:
                continue
            behind = snapshot.capture.figures.get(figure=part.id)
            keys = sorted(part.rows_of(basis(), ["330100"]).values_list("pk", flat=True))
            assert frozen_keys_of(behind) == keys
            assert behind.digest == digest_of(keys)
            assert behind.count == len(keys)
            if isinstance(FIGURES[name], LedgerFigure):
                assert value == (float(behind.total) if behind.total is not None else behind.count)
            assert len(FrozenRows(behind)[:]) == len(keys) == len(FrozenRows(behind, "330100"))
    assert CaptureFigure.objects.filter(figure="cross.findings", count=1).exists()


def test_rows_that_went_to_another_city_are_shown_as_they_stood(cast: Cast, as_user: Enter) -> None:
    """Of a row only its version is frozen, and whoever reads the report reads that version."""
    held = world.policy(world.enterprise())
    snapshot = build("coverage", cast.hangzhou_officer)
    number, premium, county = held.policy_no, held.premium_paid, held.enterprise.county.name
    quzhou = Division.objects.filter(code__startswith="3308").exclude(code="330800")[0]
    Policy.objects.filter(pk=held.pk).update(policy_no="AZX-LATER", premium_paid=1)
    Enterprise.objects.filter(pk=held.enterprise_id).update(county=quzhou, city_id="330800", employees=1)
    reader = as_user(cast.hangzhou_officer)
    page = reader.get(reverse("reports:snapshot-rows", args=[snapshot.pk, "coverage.premium_paid"]))
    (line,) = page.context["lines"]
    assert (line.title, line.cells[-1].text) == (number, f"{premium:,.2f}")
    page = reader.get(reverse("reports:snapshot-rows", args=[snapshot.pk, "coverage.insured"]))
    (line,) = page.context["lines"]
    assert (line.subtitle, line.cells[0].text) == (held.enterprise.uscc, county)
    assert line.cells[1].text != "1"


def test_a_figure_of_a_snapshot_opens_its_rows_as_they_stood(cast: Cast, as_user: Enter) -> None:
    firm = world.enterprise()
    snapshot = build("coverage", cast.hangzhou_officer)
    name, firm.name = firm.name, "改名后示例有限公司"
    firm.save()
    world.enterprise()
    address = reverse("reports:snapshot-rows", args=[snapshot.pk, "coverage.not_insured"])
    page = as_user(cast.hangzhou_officer).get(address)
    assert [line.title for line in page.context["lines"]] == [name]
    assert as_user(cast.hangzhou_officer).get(address, {"city": "火星市"}).status_code == 404
    assert as_user(cast.quzhou_officer).get(address).status_code == 404
    assert as_user(cast.insurer_a_clerk).get(address).status_code == 403
    missing = reverse("reports:snapshot-rows", args=[snapshot.pk, "hazards.closed"])
    assert as_user(cast.hangzhou_officer).get(missing).status_code == 404


@pytest.mark.parametrize("report", ["coverage", "campaign", "cross-inspection"])
def test_the_page_of_rows_of_each_figure(cast: Cast, as_user: Enter, report: str) -> None:
    """Each row is shown as the list of its ledger shows it; who gets totals of fees only sees number and sum."""
    held = world.policy(world.enterprise())
    world.activity(held)
    world.expense(held)
    life.hazard(held.enterprise)
    snapshot, reader = build(report, cast.hangzhou_officer), as_user(cast.hangzhou_officer)
    for figure in snapshot.figures:
        part = FIGURES[figure].leading_part
        assert part is not None
        live = part.rows_of(basis(), ["330100"]).order_by("pk")
        page = reader.get(reverse("reports:snapshot-rows", args=[snapshot.pk, figure]))
        if live.model is Expense:
            assert (page.context["lines"], page.context["page"].paginator.count) == ([], 1), figure
            assert "今天的费用汇总" in page.content.decode()
            continue
        table = page.context["table"]
        now = [(line.title, [cell.text for cell in line.cells]) for line in table.lines(live)]
        then = [(line.title, [cell.text for cell in line.cells]) for line in page.context["lines"]]
        assert then == now, figure


def test_the_workbook_traces_each_figure(cast: Cast, as_user: Enter, settings: Any) -> None:
    world.policy(world.enterprise())
    snapshot = build("coverage", cast.hangzhou_officer)
    sheet = load_workbook(snapshot.workbook.file.path)["溯源"]
    lines = {str(row[1].value): row for row in sheet.iter_rows(min_row=5) if row[1].value in {"应保户数", "投保率"}}
    behind = snapshot.capture.figures.get(figure="coverage.must_insure")
    assert [cell.value for cell in lines["应保户数"][3:6]] == [1, 1, behind.digest]
    assert lines["应保户数"][2].value == FIGURES["coverage.must_insure"].sentence
    link = lines["应保户数"][6].hyperlink
    assert link is not None
    path = str(link.target).removeprefix(settings.PORTAL_URL)
    rows = reverse("reports:snapshot-rows", args=[snapshot.pk, "coverage.must_insure"])
    assert as_user(cast.hangzhou_officer).get(path).headers["Location"] == rows
    assert as_user(cast.quzhou_officer).get(path).status_code == 200  # only that it is no version that one may know


def traced(snapshot: Snapshot, name: str) -> list[Any]:
    """What 溯源 says of a figure: its number, how many rows, their digest."""
    sheet = load_workbook(snapshot.workbook.file.path)["溯源"]
    (line,) = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[1] == name]
    return [*line[3:6]]


def trace_link(snapshot: Snapshot, name: str) -> str:
    """Where 溯源 leads from a figure."""
    sheet = load_workbook(snapshot.workbook.file.path)["溯源"]
    (link,) = [row[6].hyperlink for row in sheet.iter_rows(min_row=5) if row[1].value == name]
    assert link is not None
    return str(link.target)


def test_a_workbook_leads_to_its_own_version(
    cast: Cast, as_user: Enter, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Versions with the same figures share a code; what their rows show differs."""
    held = world.policy(world.enterprise())
    in_codes: list[str] = []

    def pictured(text: str) -> bytes:
        in_codes.append(text)
        return qr_png(text)

    monkeypatch.setattr(building, "qr_png", pictured)
    first = build("coverage", cast.hangzhou_officer)
    Enterprise.objects.filter(pk=held.enterprise_id).update(name="改名后的单位")
    second = build("coverage", cast.hangzhou_officer)
    check = build("coverage", cast.provincial_officer, city="330100")
    assert first.code == second.code == check.code
    assert [text.partition("&")[2] for text in in_codes] == ["version=1", "version=2", ""]
    reader = as_user(cast.hangzhou_officer)
    for snapshot in (first, second):
        path = trace_link(snapshot, "应保户数").removeprefix(settings.PORTAL_URL)
        rows = reverse("reports:snapshot-rows", args=[snapshot.pk, "coverage.must_insure"])
        assert reader.get(path)["Location"] == rows
    verify = {"digest": first.code, "figure": "coverage.must_insure"}
    assert reader.get(reverse("reports:verify"), {**verify, "version": "3"}).status_code == 200
    # One that was printed before workbooks named their version leads to the newest.
    newest = reverse("reports:snapshot-rows", args=[second.pk, "coverage.must_insure"])
    assert reader.get(reverse("reports:verify"), verify)["Location"] == newest


def test_a_workbook_that_another_version_overtook_names_the_number_that_was_left(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.policy(world.enterprise())
    write, written = building.Book.write, []

    def slow(self: building.Book, path: Path, version: int | None) -> None:
        written.append(version)
        if len(written) == 1:
            build("coverage", cast.hangzhou_lead)
        write(self, path, version)

    monkeypatch.setattr(building.Book, "write", slow)
    late = build("coverage", cast.hangzhou_officer)
    assert (written, late.version) == ([1, 1, 2], 2)
    assert trace_link(late, "应保户数").endswith("&version=2&figure=coverage.must_insure")


def test_a_code_is_of_one_series_and_cut_off(cast: Cast) -> None:
    """Nothing is counted, so that all of these have equal figures."""
    today = clock.today()
    asked = [(cast.hangzhou_officer, today), (cast.hangzhou_officer, today - timedelta(days=1))]
    asked += [(cast.quzhou_officer, today)]
    codes = set()
    for by, cutoff in asked:
        job = services.request_report(
            report="coverage", by=by, city=None, campaign="2023", cutoff=cutoff, at=clock.now(), ring=False
        )
        assert jobs.run_job(job.pk)
        codes.add(Snapshot.objects.get(job=job).code)
    assert len(codes) == len(asked)


@pytest.mark.parametrize("asked", ["", "\0", "\u200b", " ", "火星市"])
def test_a_city_of_which_nothing_readable_is_left_is_not_answered_by_the_whole(
    built: None, cast: Cast, as_user: Enter, asked: str
) -> None:
    snapshot, reader = Snapshot.objects.get(report="province"), as_user(cast.provincial_officer)
    frozen = reverse("reports:snapshot-rows", args=[snapshot.pk, "coverage.insured"])
    present = reverse("reports:figure-rows", args=["coverage.insured"])
    for address in (frozen, present):
        assert reader.get(address, {"city": asked}).status_code == 404
        assert reader.get(address, {"city": asked, "export": "xlsx"}).status_code == 404
        assert reader.get(address).status_code == 200
    traced = {"digest": snapshot.code, "version": "1", "figure": "coverage.insured", "city": asked}
    assert reader.get(reverse("reports:verify"), traced, follow=True).status_code == 404
    for name in ("cutoff", "campaign"):
        assert reader.get(present, {name: asked}).status_code == 404


def test_the_rows_of_the_month_before_stay_as_they_were(cast: Cast, as_user: Enter) -> None:
    """A firm that was assisted then and is not insured now stands behind that number alone, and is no change."""
    left = world.policy(world.enterprise(), end_on=CUTOFF - timedelta(days=10))
    world.activity(left, start_on=CUTOFF - timedelta(days=60), end_on=CUTOFF - timedelta(days=60))
    later = world.policy(world.enterprise(), start_on=CUTOFF - timedelta(days=9))
    world.activity(later, start_on=CUTOFF - timedelta(days=5), end_on=CUTOFF - timedelta(days=5))
    snapshot = build("campaign", cast.hangzhou_officer)
    assert changes_since(snapshot).is_empty
    Policy.objects.update(status="CANCELLED")
    address = reverse("reports:snapshot-rows", args=[snapshot.pk, "campaign.assisted_units@before"])
    page = as_user(cast.hangzhou_officer).get(address)
    assert [line.title for line in page.context["lines"]] == [left.enterprise.name]
    assert f"{CUTOFF:%Y-10-%d}" in page.content.decode()
    digest = digest_of([left.enterprise_id])
    assert traced(snapshot, "帮扶单位数（上月同期）") == [1, 1, digest]
    assert digest in page.content.decode()
    assert snapshot.before["campaign.assisted_units"] == 1
    assert traced(snapshot, "帮扶单位数") == [1, 1, digest_of([later.enterprise_id])]


def test_texts_tell_cover_and_limits_with_their_rows(cast: Cast, as_user: Enter) -> None:
    """Our own figures stand beside those of the contract, which alone are the answer to a command."""
    for limit in (400_000, 1_000_000):
        world.policy(world.enterprise(), limit_per_person=Decimal(limit), limit_total=Decimal(limit) * 10)
    world.policy(world.enterprise(), status="CANCELLED", limit_per_person=Decimal(1))
    snapshot, reader = build("coverage", cast.hangzhou_officer), as_user(cast.hangzhou_officer)
    told = "有效保单2件，保额1,400.00万元，每人限额最低40.00万元、最高100.00万元。"
    assert told in text_of(document_of(snapshot, snapshot.submission))
    assert set(snapshot.figures) == {one.id for one in DEFINITIONS["coverage"].figures}
    valid = list(Policy.objects.filter(status="IN_FORCE").order_by("pk").values_list("pk", flat=True))
    for name, number, shown in (
        ("policies.in_force", 2, None),
        ("policies.cover", 14_000_000, "Sum"),
        ("policies.least_limit", 400_000, "400,000.00"),
        ("policies.most_limit", 1_000_000, "1,000,000.00"),
    ):
        page = reader.get(reverse("reports:snapshot-rows", args=[snapshot.pk, name]))
        assert len(page.context["lines"]) == 2
        assert traced(snapshot, FURTHER[name].name) == [number, 2, digest_of(valid)]
        assert page.context["total"] in {shown, None} or shown == "Sum"
    Policy.objects.filter(pk=valid[0]).update(limit_per_person=Decimal(500_000))
    (untrue,) = untrue_sentences(snapshot, snapshot.submission)
    assert [(move.then, move.now) for move in untrue.moves] == [("40.00", "50.00")]


def test_regulators_texts_tell_insurers_and_policies(cast: Cast, as_user: Enter) -> None:
    for county, by in ((world.HANGZHOU, "INS-A-ZJ"), (world.QUZHOU, "INS-A-ZJ"), (world.QUZHOU, "INS-B-ZJ")):
        world.policy(world.enterprise(county), by=by)
    snapshot, reader = build("regulator", cast.zhejiang_regulator), as_user(cast.zhejiang_regulator)
    text = text_of(document_of(snapshot, snapshot.submission))
    assert "浙江省（不含宁波）承保安责险的保险机构2家，保单3件。" in text
    address = reverse("reports:snapshot-rows", args=[snapshot.pk, "policies.insurers"])
    page = reader.get(address)
    assert len(page.context["lines"]) == 2
    assert reader.get(address, {"city": "330100"}).status_code == 404
    assert changes_since(snapshot).is_empty
    world.policy(world.enterprise(), by="INS-C-ZJ")
    moved = {one.figure.id: (one.then, one.now) for one in changes_since(snapshot).figures}
    assert (moved["policies.insurers"], moved["policies.begun"]) == (("2", "3"), ("3", "4"))


def test_a_city_s_number_has_its_own_rows(cast: Cast, as_user: Enter) -> None:
    firms = [world.policy(world.enterprise(county)).enterprise for county in (world.HANGZHOU, world.QUZHOU)]
    snapshot, reader = build("province", cast.provincial_officer), as_user(cast.provincial_officer)
    address = reverse("reports:snapshot-rows", args=[snapshot.pk, "coverage.insured"])
    for firm, city in zip(firms, ("杭州市", "衢州市"), strict=True):
        digest = digest_of([firm.pk])
        assert traced(snapshot, f"已保户数（{city}）") == [1, 1, digest]
        assert traced(snapshot, f"投保率（{city}）") == [1, 1, digest]
        page = reader.get(address, {"city": city})
        assert [line.title for line in page.context["lines"]] == [firm.name]
        assert digest in page.content.decode()
    linked = reader.get(
        reverse("reports:verify"), {"digest": snapshot.code, "figure": "coverage.insured", "city": "330800"}
    )
    assert linked["Location"] == f"{address}?city=330800"
    assert traced(snapshot, "已保户数（舟山市）") == [0, 0, digest_of([])]
    assert traced(snapshot, "已保户数") == [2, 2, digest_of([firm.pk for firm in firms])]
    whole = reader.get(address)
    assert [(place.name, place.number) for place in whole.context["places"][:2]] == [("全部", "2"), ("杭州市", "1")]
    of_city = build("coverage", cast.hangzhou_officer)
    other = reverse("reports:snapshot-rows", args=[of_city.pk, "coverage.insured"])
    assert as_user(cast.hangzhou_officer).get(other, {"city": "330800"}).status_code == 404


def test_frozen_rows_come_as_a_workbook(cast: Cast, as_user: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exactly those of the page, with the numbers that the digest is made of, and no formula."""
    for name in ("=HYPERLINK(1)", "示例甲"):
        world.expense(world.policy(world.enterprise(name=name)))
    snapshot, reader = build("coverage", cast.hangzhou_officer), as_user(cast.hangzhou_officer)
    for figure in ("coverage.insured", "coverage.premium_paid"):
        address = reverse("reports:snapshot-rows", args=[snapshot.pk, figure])
        page = reader.get(address)
        assert "导出" in page.content.decode()
        sent = reader.get(f"{address}{page.context['export_query']}")
        sheet: Any = load_workbook(BytesIO(b"".join(sent.streaming_content))).active  # type: ignore[attr-defined]
        lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)][:2]
        assert digest_of([line[1] for line in lines]) == page.context["digest"]
        assert [line[2] for line in lines] == [line.title for line in page.context["lines"]]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"n", "s", "d"}
        assert "统计截止日期:2023-11-20" in sheet["A2"].value
    premium = sum(one.premium_paid for one in Policy.objects.all())
    assert premium in [cell.value for cell in sheet[6]]
    monkeypatch.setattr("reports.views.snapshots.MOST_FROZEN", 1)
    assert reader.get(address, {"export": "xlsx"}).status_code == 302
    campaign = build("campaign", cast.hangzhou_officer)
    fees = reader.get(reverse("reports:snapshot-rows", args=[campaign.pk, "expenses.booked"]), {"export": "xlsx"})
    assert "今天的费用汇总" in fees.content.decode()


@pytest.mark.parametrize("report", ["coverage", "campaign", "cross-inspection"])
def test_a_rate_is_rebuilt_from_its_parts(cast: Cast, as_user: Enter, report: str) -> None:
    """Sheet and pages give the rows above and below the line of every rate, printed by this report or not."""
    world.activity(world.policy(world.enterprise()))
    world.policy(world.enterprise())
    snapshot, reader = build(report, cast.hangzhou_officer), as_user(cast.hangzhou_officer)
    sheet = load_workbook(snapshot.workbook.file.path)["溯源"]
    lines = {str(row[1]): row for row in sheet.iter_rows(min_row=5, values_only=True)}
    rates = [one for one in DEFINITIONS[report].figures if len(one.parts) > 1]
    assert rates
    for figure in rates:
        page = reader.get(reverse("reports:snapshot-rows", args=[snapshot.pk, figure.id]))
        assert 'class="p-parts' in page.content.decode(), "links beside words are underlined"
        numbers = {}
        for part in figure.parts:
            word = "分子" if part in figure.counted_parts else "分母"
            line, behind = lines[f"{figure.name}的{word}：{part.name}"], snapshot.capture.figures.get(figure=part.id)
            assert line[4:6] == (behind.count, behind.digest)
            numbers[part.id] = Decimal(str(line[3]))
            rows = reverse("reports:snapshot-rows", args=[snapshot.pk, part.id])
            # Who gets totals of fees only is led to these, and to the rows of what they are divided by.
            is_of_vouchers = part.id == "expenses.booked"
            wanted = reverse("expenses:fee-overview") if is_of_vouchers else rows
            assert wanted in page.content.decode()
            found = reader.get(rows)
            assert found.status_code == 302 or part.name in found.content.decode()
        assert figure.value(numbers) == from_json(snapshot.figures[figure.id]), figure.id


# --- what changed since ---------------------------------------------------------------------------------------


def test_nothing_changed(cast: Cast, as_user: Enter) -> None:
    held = world.policy(world.enterprise())
    world.activity(held)
    snapshot = build("campaign", cast.hangzhou_officer)
    assert changes_since(snapshot).is_empty
    page = as_user(cast.hangzhou_officer).get(reverse("reports:snapshot-changes", args=[snapshot.pk]))
    assert "没有变化" in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_raw_sql_is_found_and_names_nobody(cast: Cast, number: int) -> None:
    policies = [world.policy(world.enterprise()) for _ in range(4)]
    snapshot = build("coverage", cast.hangzhou_officer)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE policies_policy SET premium_paid = premium_paid - 1 WHERE id = ANY(%s)",
            [[one.pk for one in policies[:number]]],
        )
    changes = changes_since(snapshot)
    assert changes.changed == number
    assert {row.kind for row in changes.rows} == {ChangeKind.AMENDED}
    assert all(row.writer.name == "" and row.differences for row in changes.rows)
    assert [line.figure.id for line in changes.figures] == ["coverage.premium_paid"]


def test_a_row_says_what_moved_it_in_columns_that_no_list_shows(cast: Cast, as_user: Enter) -> None:
    firm = world.enterprise()
    found = life.hazard(firm)
    snapshot = build("coverage", cast.hangzhou_officer)
    second = build("campaign", cast.hangzhou_officer)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enterprises_enterprise SET status = 'SUSPENDED', phone = '1' WHERE id = %s", [firm.pk])
        cursor.execute("UPDATE hazards_hazard SET level = 'MAJOR' WHERE id = %s", [found.pk])
    (row,) = changes_since(snapshot).rows
    told = {one.title: (one.then, one.now) for one in row.differences}
    assert ("在产", "停产") in told.values()
    assert ("", "") in told.values()
    address = reverse("reports:snapshot-changes", args=[snapshot.pk])
    page = as_user(cast.hangzhou_officer).get(address).content.decode()
    assert "在产 → 停产" in page
    assert "其他栏目" not in page
    hazard = [one for one in changes_since(second).rows if one.model is type(found)]
    assert ("一般", "重大") in [(one.then, one.now) for one in hazard[0].differences]


def test_a_bulk_update_is_found(cast: Cast) -> None:
    for _ in range(3):
        world.policy(world.enterprise())
    snapshot = build("coverage", cast.hangzhou_officer)
    Policy.objects.update(premium_paid=Decimal(5))
    assert changes_since(snapshot).changed == 3


def test_an_import_is_found_and_names_who_sent_it(cast: Cast) -> None:
    folder = next(path.parent for path in sorted(SAMPLES.rglob(PLAN[0][1])))
    send("enterprises", folder / PLAN[0][1], cast.hangzhou_officer)
    snapshot = build("coverage", cast.hangzhou_officer)
    for _ in range(2):  # the second time nothing is new
        send("policies", folder / PLAN[2][1], cast.insurer_a_clerk)
    came = Policy.objects.filter(city__code="330100", start_on__lte=CUTOFF).count()
    changes = changes_since(snapshot)
    assert changes.changed == came > 0
    assert {row.kind for row in changes.rows} == {ChangeKind.ENTERED}
    assert {row.writer.name for row in changes.rows} == {str(cast.insurer_a_clerk)}


def test_new_rows_and_those_that_follow_them(cast: Cast) -> None:
    """A policy more insures a firm that was not: the policy is the change, the firm follows it."""
    firm = world.enterprise()
    snapshot = build("coverage", cast.hangzhou_officer)
    world.policy(firm)
    changes = changes_since(snapshot)
    assert (changes.changed, changes.following) == (1, 0)
    assert [row.kind for row in changes.rows] == [ChangeKind.ENTERED]
    by_id = {line.figure.id: line for line in changes.figures}
    assert (by_id["coverage.not_insured"].entered, by_id["coverage.not_insured"].left) == (0, 1)
    assert (by_id["coverage.insured"].then, by_id["coverage.insured"].now) == ("0", "1")
    assert by_id["coverage.rate"].now == "100.00%"


def test_a_row_that_leaves(cast: Cast) -> None:
    firm = world.enterprise()
    world.enterprise()
    snapshot = build("coverage", cast.hangzhou_officer)
    firm.status = "CLOSED"
    firm.save()
    changes = changes_since(snapshot)
    assert changes.changed == 1
    assert [row.kind for row in changes.rows] == [ChangeKind.LEFT]


def test_forms_of_an_inspection_are_compared_by_what_they_show(cast: Cast) -> None:
    task = start(OUT)
    find(check(task, cast.hangzhou_officer, CUTOFF), cast.hangzhou_officer, CUTOFF)
    hand_in(task)
    finding = Finding.objects.get()
    snapshot = build("cross-inspection", cast.hangzhou_officer)
    assert changes_since(snapshot).is_empty
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inspections_finding SET found_on = found_on - 1 WHERE id = %s", [finding.pk])
    assert changes_since(snapshot).changed == 1


def test_what_changed_elsewhere_is_no_change(cast: Cast) -> None:
    snapshot = build("coverage", cast.hangzhou_officer)
    world.policy(world.enterprise(world.QUZHOU))
    assert changes_since(snapshot).is_empty


def test_the_archive_holds_the_files_with_their_digests(cast: Cast, as_user: Enter) -> None:
    snapshot = build("coverage", cast.hangzhou_officer)
    sent = as_user(cast.hangzhou_officer).get(reverse("reports:snapshot-archive", args=[snapshot.pk]))
    archive = ZipFile(BytesIO(b"".join(sent.streaming_content)))  # type: ignore[attr-defined]
    stored = snapshot.workbook
    assert set(archive.namelist()) == {stored.name, "SHA256SUMS.txt"}
    assert archive.read("SHA256SUMS.txt").decode() == f"{stored.sha256}  {stored.name}\n"
