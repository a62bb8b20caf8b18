"""Reports of a campaign beside that of the year: duties, versions, texts and figures of its own."""

import json
import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from campaigns.models import Campaign
from campaigns.services.setup import ReportLine
from core import clock, jobs
from core.contributions.desk import Desk
from core.models import Job
from reports import services
from reports.delivery import owed_by, owed_to
from reports.models import ReportDuty, Snapshot, Submission
from reports.services.nightly import order_drafts
from reports.todos import work
from tests import world
from tests.campaigns.drafts import approved
from tests.cast import Cast
from tests.pages import body
from tests.reports.delivering import deliver
from tests.reports.figuring import CUTOFF, build
from tests.reports.reading import text_of

CODE = "ZBGJ-2023-2025"


@pytest.fixture
def three(cast: Cast) -> Campaign:
    """A campaign of three years that began in the year's."""
    return approved(
        cast,
        code=CODE,
        name="治本攻坚三年行动",
        starts_on=date(2023, 5, 1),
        ends_on=date(2025, 12, 31),
        is_yearly=False,
        reports=[ReportLine("CITY", "PROVINCE", date(2025, 11, 30))],
    )


def built(by: User, report: str = "campaign") -> Snapshot:
    job = services.request_report(
        report=report, by=by, city=None, campaign=CODE, cutoff=CUTOFF, at=clock.now(), ring=False
    )
    assert jobs.run_job(job.pk)
    return Snapshot.objects.get(job=job)


def test_it_owes_its_own_reports_and_none_of_the_pairing(cast: Cast, three: Campaign) -> None:
    own = owed_by(cast.hangzhou_officer, three)
    assert [str(one.duty.report) for one in own.cells] == ["coverage", "campaign"]
    assert {one.duty.due_on for one in own.cells} == {date(2025, 11, 30)}
    assert len(owed_to(cast.provincial_officer, three).cells) == 22
    assert len(owed_by(cast.hangzhou_officer, Campaign.objects.get(code="2023")).cells) == 3


def test_its_page_is_opened_by_its_code_and_offers_what_it_owes(
    cast: Cast, three: Campaign, as_user: Callable[[Any], Client]
) -> None:
    client, duties = as_user(cast.hangzhou_officer), ReportDuty.objects.filter(campaign=three)
    lines = [todo for todo in work(Desk(cast.hangzhou_officer, clock.today())).todos if CODE in todo.url]
    own = duties.filter(organisation=cast.hangzhou_officer.organisation)
    assert {line.url for line in lines} == {f"/reports/?campaign={CODE}#duty-{duty.pk}" for duty in own}
    page = body(client, f"/reports/?campaign={CODE}")
    assert all(f'id="duty-{duty.pk}"' in page for duty in own)
    assert '<option value="cross-inspection"' not in page
    assert '<option value="cross-inspection"' in body(client, "/reports/"), "the year's own"
    asked = {"report": "cross-inspection", "cutoff": "2023-11-20"}
    refused = client.post(f"/reports/build/?campaign={CODE}", asked)
    assert (refused.status_code, Job.objects.count()) == (400, 0)
    with pytest.raises(services.UnknownReportError):
        built(cast.hangzhou_officer, "cross-inspection")
    answer = client.post(f"/reports/build/?campaign={CODE}", {**asked, "report": "campaign"}, follow=True)
    assert answer.redirect_chain[0][0] == f"/reports/?campaign={CODE}"
    assert "已开始生成" in answer.content.decode()
    assert Job.objects.get().payload["campaign"] == CODE
    assert client.get("/reports/?campaign=NONE").status_code == 404


def test_a_page_of_rows_counts_for_the_campaign_of_its_address(
    cast: Cast, three: Campaign, as_user: Callable[[Any], Client]
) -> None:
    world.activity(world.policy(world.enterprise()))
    client, url = as_user(cast.hangzhou_officer), "/figures/campaign.assisted_units/rows/"
    counts = {code: client.get(url, {"campaign": code}).context["page"].paginator.count for code in ("2023", CODE)}
    assert counts == {"2023": 1, CODE: 0}
    assert client.get(url, {"campaign": "NONE"}).status_code == 404
    meters = work(Desk(cast.hangzhou_officer, clock.today())).meters
    assert meters
    assert all("campaign=2023" in meter.url for meter in meters)


def test_versions_and_deliveries_of_both_run_side_by_side(
    cast: Cast, three: Campaign, as_user: Callable[[Any], Client]
) -> None:
    first, other = build("campaign", cast.hangzhou_officer), built(cast.hangzhou_officer)
    assert (first.version, other.version, built(cast.hangzhou_officer).version) == (1, 1, 2)
    assert other.workbook.name == f"{CODE}-campaign-330100-20231120-v1.xlsx"
    # One whose campaign is not chosen stands on the workbench with its own next step; each page lists its own versions.
    lines = {todo.title: todo for todo in work(Desk(cast.hangzhou_officer, clock.today())).todos}
    written = lines[f"专项行动开展情况 {three}"]
    newest = Submission.objects.get(snapshot__version=2)
    assert (written.url, written.action) == (f"/reports/submissions/{newest.pk}/", "继续")
    client = as_user(cast.hangzhou_officer)
    pages = {code: body(client, f"/reports/?campaign={code}") for code in ("2023", CODE)}
    names = {code: set(re.findall(r"[\w-]+(?=-campaign-330100-)", page)) for code, page in pages.items()}
    assert names == {"2023": {"2023"}, CODE: {CODE}}
    for one in (first, other):
        deliver(one.submission, cast.hangzhou_officer, cast.hangzhou_lead)
    assert str(other.submission).endswith("（治本攻坚三年行动） v1")
    assert owed_to(cast.provincial_officer, three).tally.delivered == 1
    with other.files.get(name__endswith=".docx").file.open() as document:
        assert "工作总结（治本攻坚三年行动）" in text_of(document.read())


def test_what_names_it_counts_there_alone(cast: Cast, three: Campaign) -> None:
    year = Campaign.objects.get(code="2023")
    for campaign in (year, three):
        held = world.policy(world.enterprise())
        world.activity(held, campaign=campaign)
    name = "campaign.assisted_units"
    found = build("campaign", cast.hangzhou_officer), built(cast.hangzhou_officer)
    assert [one.figures[name] for one in found] == [1, 1]
    keys = {one.capture.figures.get(figure=name).digest for one in found}
    assert len(keys) == 2


def test_drafts_are_built_in_the_nights_to_its_own_deadline(cast: Cast, three: Campaign) -> None:
    def codes(day: date) -> set[str]:
        return {job.key.split(":")[1] for job in order_drafts(today=day, at=clock.now())}

    assert codes(date(2023, 11, 30)) == set()
    assert codes(date(2023, 12, 1)) == {"2023"}
    assert codes(date(2025, 11, 20)) == set()
    assert codes(date(2025, 11, 21)) == codes(date(2025, 11, 30)) == {CODE}
    assert codes(date(2025, 12, 1)) == set()


def test_the_command_takes_its_code(cast: Cast, three: Campaign, tmp_path: Path) -> None:
    out = StringIO()
    call_command(
        "build_report",
        "campaign",
        "--as",
        "em-330100",
        "--campaign",
        CODE,
        "--out",
        str(tmp_path),
        "--json",
        stdout=out,
    )
    told = json.loads(out.getvalue())
    assert (told["year"], told["version"]) == (2023, 1)
    assert Snapshot.objects.get(version=1).campaign == three
    assert ReportDuty.objects.filter(campaign=three, submissions__snapshot__version=1).count() == 1
    with pytest.raises((SystemExit, CommandError)):
        call_command("build_report", "campaign", "--as", "em-330100", "--campaign", "NONE", "--out", str(tmp_path))


@pytest.mark.parametrize("cutoff", ["2023-04-30", "2023-12-31"])
def test_the_command_takes_any_day(
    cast: Cast, three: Campaign, tmp_path: Path, cutoff: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Contract 3 sets no bound, so that the borders of figures can be tried; the page takes days of the campaign alone."""
    asked = ["build_report", "campaign", "--as", "em-330100", "--campaign", CODE, "--out", str(tmp_path), "--json"]
    call_command(*asked, "--cutoff", cutoff)
    assert json.loads(capsys.readouterr().out)["cutoff"] == cutoff
