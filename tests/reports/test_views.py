"""The report centre and the walls around it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.services.grants import give_sight
from core import clock, jobs
from core.models import Job
from dispositions.figures import EXPLAINED
from enterprises.models import EnterpriseGrant
from reports.definitions import DEFINITIONS
from reports.figures import FIGURES
from reports.models import Snapshot
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.reports.crossing import OUT, check, find, hand_in, start
from tests.reports.delivering import deliver
from tests.reports.figuring import CUTOFF, basis, build

Enter = Callable[[Any], Client]


def download(snapshot: Snapshot) -> str:
    return reverse("reports:snapshot-download", args=[snapshot.pk, snapshot.workbook.pk])


def test_a_city_builds_and_downloads_its_own(
    cast: Cast, as_user: Enter, django_capture_on_commit_callbacks: Any
) -> None:
    world.enterprise()
    officer = as_user(cast.hangzhou_officer)
    answer = officer.post(reverse("reports:build"), {"report": "coverage", "cutoff": "2023-11-20"})
    assert answer["Location"] == f"{reverse('reports:centre')}?campaign=2023"
    job = Job.objects.get(kind="report")
    assert "排队" in officer.get(reverse("reports:centre")).content.decode() or job.state == "QUEUED"
    jobs.run_job(job.pk)
    snapshot = Snapshot.objects.get()
    assert download(snapshot) in officer.get(reverse("reports:centre")).content.decode()
    sent = officer.get(download(snapshot))
    assert sent.status_code == 200
    assert sent["Content-Disposition"].startswith("attachment")
    assert b"".join(sent.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_the_province_downloads_what_was_delivered_and_others_get_404(cast: Cast, as_user: Enter) -> None:
    snapshot = build("coverage", cast.hangzhou_officer)
    assert as_user(cast.provincial_officer).get(download(snapshot)).status_code == 404
    deliver(snapshot.submission, cast.hangzhou_officer, cast.hangzhou_lead)
    assert as_user(cast.provincial_officer).get(download(snapshot)).status_code == 200
    for stranger in (
        cast.quzhou_officer,
        cast.insurer_a_clerk,
        cast.zhejiang_regulator,
        cast.xihu_county,
        cast.adm_system,
    ):
        assert as_user(stranger).get(download(snapshot)).status_code == 404
    assert as_user(cast.quzhou_officer).get(reverse("reports:snapshot-detail", args=[snapshot.pk])).status_code == 404
    province = build("province", cast.provincial_officer)
    assert as_user(cast.hangzhou_officer).get(download(province)).status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            {"report": "coverage", "cutoff": "2023-12-24"},
            "统计截止日2023-12-24晚于今天（2023-11-23），请选择今天或更早的日期",
        ),
        ({"report": "coverage", "cutoff": "2022-01-01"}, "2022-01-01早于专项行动开始日（2023-04-27），请选择"),
        ({"report": "coverage", "cutoff": "yesterday"}, "日期"),
        ({"report": "province", "cutoff": "2023-11-20"}, "province"),
        ({"report": "", "cutoff": "2023-11-20"}, "p-errsum"),
    ],
)
def test_a_wrong_order_is_explained_and_builds_nothing(
    cast: Cast, as_user: Enter, data: dict[str, str], sentence: str
) -> None:
    answer = as_user(cast.hangzhou_officer).post(reverse("reports:build"), data)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Job.objects.exists()


def test_a_figure_opens_its_rows(cast: Cast, as_user: Enter) -> None:
    firm, other = world.enterprise(), world.enterprise(world.QUZHOU)
    address = reverse("reports:figure-rows", args=["coverage.not_insured"])
    page = as_user(cast.hangzhou_officer).get(address, {"cutoff": "2023-11-20", "city": "330100"}).content.decode()
    assert firm.name in page
    assert other.name not in page
    page = as_user(cast.hangzhou_officer).get(address, {"city": "330800"}).content.decode()
    assert other.name not in page
    assert other.name in as_user(cast.provincial_officer).get(address).content.decode()
    assert as_user(cast.insurer_a_clerk).get(address).status_code == 403
    assert as_user(cast.hangzhou_officer).get(reverse("reports:figure-rows", args=["nonsense"])).status_code == 404


def test_rows_say_whose_they_are_and_offer_those_of_each_city(cast: Cast, as_user: Enter) -> None:
    """A bureau sees its own city and the one that it inspects: the number of each is told beside that of both."""
    inspected = world.enterprise(world.SHAOXING)
    give_sight(
        EnterpriseGrant,
        [inspected],
        to=[cast.hangzhou_officer],
        source="测试",
        until=date(2023, 12, 31),
        by=cast.hangzhou_lead,
        at=clock.now(),
    )
    for firm in (inspected, world.enterprise(), world.enterprise(), world.enterprise(world.QUZHOU)):
        world.policy(firm)
    address = reverse("reports:figure-rows", args=["coverage.insured"])
    page = as_user(cast.hangzhou_officer).get(address)
    places = {one.name: (one.number, one.url) for one in page.context["places"]}
    assert {name: number for name, (number, _url) in places.items()} == {
        "本单位可见范围": "3",
        "杭州市": "2",
        "绍兴市": "1",
    }
    for number, url in places.values():
        opened = as_user(cast.hangzhou_officer).get(url)
        assert opened.context["page"].paginator.count == int(number)
        assert url.replace("&", "&amp;") in page.content.decode()
    assert as_user(cast.quzhou_officer).get(address, {"city": "330800"}).context["city"].code == "330800"


def test_a_rate_over_fees_leads_to_what_it_divides_by(cast: Cast, as_user: Enter) -> None:
    held = world.policy(world.enterprise())
    world.expense(held)
    address = reverse("reports:figure-rows", args=["expenses.budget_rate"])
    page = as_user(cast.hangzhou_officer).get(address, {"cutoff": "2023-11-20"})
    above, below = page.context["parts"]
    assert (above.is_above, below.is_above) == (True, False)
    assert above.url == f"{reverse('expenses:fee-overview')}?cutoff=2023-11-20"
    assert "AZX-2023" not in page.content.decode()
    (line,) = as_user(cast.hangzhou_officer).get(below.url).context["lines"]
    assert held.policy_no in f"{line.title} {line.subtitle}"
    assert (
        reverse("expenses:fee-overview") not in as_user(cast.xihu_county).get(address).content.decode().split("<h1")[1]
    )


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ("coverage.rate", ["西湖区", "50"]),
        ("coverage.premium_paid", ["2023-01-01", "2023-12-31", "10,000.00"]),
        ("campaign.activities.HAZ", ["2023-09-01", "—"]),
        ("hazards.found.GENERAL", ["2023-10-09", "2023-10-31", "已书面告知"]),
        ("expenses.booked", ["AZX-2023", "2023-09-30", "1,000.00"]),
        ("expenses.share", ["AZX-2023", "2023-09-30", "1,000.00"]),
    ],
)
def test_each_ledger_lists_its_own_columns(cast: Cast, as_user: Enter, figure: str, shown: list[str]) -> None:
    """A rate opens the rows of its part."""
    covered = world.policy(world.enterprise())
    world.activity(covered)
    world.expense(covered)
    life.hazard(covered.enterprise)
    page = as_user(cast.provincial_officer).get(reverse("reports:figure-rows", args=[figure]))
    (line,) = page.context["lines"]
    text = " ".join(cell.text for cell in line.cells)
    assert [part for part in shown if part not in text] == []
    body = page.content.decode()
    assert body.count('<th scope="col"') == len(page.context["table"].columns) + 2
    assert f'href="{line.address}"' in body


@pytest.mark.parametrize(
    ("figure", "day"),
    [("cross.enterprises_checked", "2023-11-20"), ("cross.received.findings", "2023-11-19")],
)
def test_rows_of_a_task_open_the_task(cast: Cast, as_user: Enter, figure: str, day: str) -> None:
    task = start(OUT)
    find(check(task, cast.hangzhou_officer, CUTOFF), cast.hangzhou_officer, CUTOFF - timedelta(days=1))
    hand_in(task)
    page = as_user(cast.shaoxing_officer).get(reverse("reports:figure-rows", args=[figure]))
    (line,) = page.context["lines"]
    assert line.address == reverse("inspections:task-detail", args=[task.pk])
    assert line.cells[0].text == "绍兴市"
    assert day in line.cells[1].text


def test_the_sum_over_the_rows_has_the_figure_s_form(cast: Cast, as_user: Enter) -> None:
    for _ in range(2):
        world.policy(world.enterprise(), premium_paid=Decimal("1000.25"))
    page = as_user(cast.hangzhou_officer).get(reverse("reports:figure-rows", args=["coverage.premium_paid"]))
    assert "2,000.50" in page.content.decode()


def test_a_figure_without_rows_opens_an_empty_page(cast: Cast, as_user: Enter) -> None:
    page = as_user(cast.hangzhou_officer).get(reverse("reports:figure-rows", args=["cross.routed"]))
    assert page.status_code == 200
    assert list(page.context["lines"]) == []


def test_all_figures_are_explained(cast: Cast, as_user: Enter) -> None:
    page = as_user(cast.insurer_a_clerk).get(reverse("reports:definitions")).content.decode()
    assert "已保户数 ÷ 应保户数" in page
    assert page.count('<th scope="row"') == len(FIGURES) + len(EXPLAINED)


def test_what_holds_for_all_figures_stands_over_them(cast: Cast, as_user: Enter) -> None:
    """The same sentences as in a workbook, and English ones for pages in English."""
    officer, address = as_user(cast.hangzhou_officer), reverse("reports:definitions")
    page = officer.get(address).content.decode()
    lines = DEFINITIONS["coverage"].explanations(basis())
    assert len(general := [one for one in lines if one in page]) == 4
    assert general == lines[:4]
    assert "金融监管机构报送的总结中，隐患只计保险机构发现的" in page
    officer.cookies["django_language"] = "en"
    english = officer.get(address).content.decode()
    assert "What lies up to and on the cut-off day counts" in english
    assert not any(one in english for one in general)


@pytest.mark.parametrize("said", ["2023-13-01", "yesterday"])
def test_a_cut_off_that_is_no_day_opens_no_rows_of_another(cast: Cast, as_user: Enter, said: str) -> None:
    address = reverse("reports:figure-rows", args=["coverage.insured"])
    client = as_user(cast.hangzhou_officer)
    assert client.get(address, {"cutoff": said}).status_code == 404
    assert client.get(address, {"cutoff": ""}).status_code == 404
    assert client.get(address).status_code == 200
