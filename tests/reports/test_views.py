"""The report centre and the walls around it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import jobs
from core.models import Job
from reports.models import Snapshot
from tests import world
from tests.cast import Cast
from tests.reports.figuring import build

Enter = Callable[[Any], Client]


def download(snapshot: Snapshot) -> str:
    return reverse("reports:snapshot-download", args=[snapshot.pk, snapshot.files.get().pk])


def test_a_city_builds_and_downloads_its_own(
    cast: Cast, as_user: Enter, django_capture_on_commit_callbacks: Any
) -> None:
    world.enterprise()
    officer = as_user(cast.hangzhou_officer)
    answer = officer.post(reverse("reports:build"), {"report": "coverage", "cutoff": "2023-11-20"})
    assert answer["Location"] == reverse("reports:centre")
    job = Job.objects.get(kind="report")
    assert "排队" in officer.get(reverse("reports:centre")).content.decode() or job.state == "QUEUED"
    jobs.run_job(job.pk)
    snapshot = Snapshot.objects.get()
    assert download(snapshot) in officer.get(reverse("reports:centre")).content.decode()
    sent = officer.get(download(snapshot))
    assert sent.status_code == 200
    assert sent["Content-Disposition"].startswith("attachment")
    assert b"".join(sent.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_the_province_downloads_and_others_get_404(cast: Cast, as_user: Enter) -> None:
    snapshot = build("coverage", cast.hangzhou_officer)
    assert as_user(cast.provincial_officer).get(download(snapshot)).status_code == 200
    for stranger in (
        cast.quzhou_officer, cast.insurer_a_clerk, cast.zhejiang_regulator, cast.xihu_county, cast.adm_system,
    ):  # fmt: skip
        assert as_user(stranger).get(download(snapshot)).status_code == 404
    assert as_user(cast.quzhou_officer).get(reverse("reports:snapshot-detail", args=[snapshot.pk])).status_code == 404
    province = build("province", cast.provincial_officer)
    assert as_user(cast.hangzhou_officer).get(download(province)).status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"report": "coverage", "cutoff": "2023-12-24"}, "不能晚于今天"),
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


def test_all_figures_are_explained(cast: Cast, as_user: Enter) -> None:
    page = as_user(cast.insurer_a_clerk).get(reverse("reports:definitions")).content.decode()
    assert "已保户数 ÷ 应保户数" in page
    assert page.count('<th scope="row"') == 37
