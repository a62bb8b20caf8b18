"""Hangzhou, where 浙江监管局 is its own sub-office: a report of its own beside that over all cities."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.models import Campaign
from core import clock
from core.gate import NotAllowed
from core.writing import Refused
from reports import services
from reports.choices import ReportKind, SubmissionState
from reports.delivery import owed_by, owed_to
from reports.documents.summary import document_of
from reports.models import ReportDuty
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.reports.delivering import deliver
from tests.reports.figuring import build
from tests.reports.reading import text_of

Enter = Callable[[Any], Client]


def test_it_counts_hangzhou_alone_and_is_a_series_of_its_own(cast: Cast) -> None:
    """Two insured firms of the place, one in Hangzhou: the report over all cities counts both, before and after."""
    for city, county in (("330100", "330106"), ("330300", "330302")):
        world.policy(world.enterprise(city_id=city, county_id=county))
    whole = build("regulator", cast.zhejiang_regulator)
    own = build("regulator-city", cast.zhejiang_regulator)
    again = build("regulator", cast.zhejiang_regulator)
    assert [one.figures["coverage.insured_units"] for one in (whole, own, again)] == [2, 1, 2]
    assert [(one.organisation.code, one.city_id, one.version) for one in (whole, own, again)] == [
        ("REG-ZJ", None, 1),
        ("REG-ZJ", "330100", 1),
        ("REG-ZJ", None, 2),
    ]
    text = text_of(document_of(own, own.submission))
    assert "杭州市保险机构" in text
    assert "不含宁波" not in text
    wenzhou = build("regulator", cast.wenzhou_regulator)
    assert own.figures.keys() == wenzhou.figures.keys()


def test_regulators_count_the_hazards_that_they_may_read(cast: Cast, as_user: Enter) -> None:
    """What departments found is in the bureaus' reports alone (letter 169, G20)."""
    firm = world.enterprise()
    world.policy(firm)
    life.hazard(firm)
    life.hazard(firm, by="")
    bureau, own = build("campaign", cast.hangzhou_officer), build("regulator-city", cast.zhejiang_regulator)
    assert [one.figures["hazards.found.GENERAL"] for one in (bureau, own)] == [2, 1]
    page = as_user(cast.zhejiang_regulator).get(f"/reports/{own.pk}/figures/hazards.found.GENERAL/")
    assert page.context["page"].paginator.count == 1
    changes = as_user(cast.zhejiang_regulator).get(f"/reports/{own.pk}/changes/").context["changes"]
    assert (changes.figures, changes.rows) == ([], [])


def test_it_goes_the_way_of_a_sub_office(cast: Cast, as_user: Enter) -> None:
    clerk, lead = cast.zhejiang_regulator, User.objects.get(username="reg-zj-lead")
    report = build("regulator-city", clerk).submission
    assert report.duty.recipient == clerk.organisation
    deliver(report, clerk, lead)
    # Receipt and return are offered to whoever may take them, on the board as on the report's own page.
    for by, is_offered in ((clerk, False), (lead, True)):
        centre = as_user(by).get(reverse("reports:centre"))
        page = as_user(by).get(reverse("reports:submission-detail", args=[report.pk]))
        assert (centre.context["turn"] is not None) == is_offered
        assert ({one.move.name for one in page.context["steps"]} == {"receive", "return"}) == is_offered
    with pytest.raises(Refused, match="须由另一人办理"):
        services.receive_report(submission=report, by=clerk, at=clock.now())
    services.receive_report(submission=report, by=lead, at=clock.now())
    services.archive_report(submission=report, by=lead, at=clock.now())
    report.refresh_from_db()
    assert report.state == SubmissionState.ARCHIVED


def test_nobody_else_builds_it(cast: Cast) -> None:
    for who in (cast.wenzhou_regulator, cast.ningbo_regulator, cast.hangzhou_officer, cast.provincial_officer):
        with pytest.raises(NotAllowed):
            build("regulator-city", who)
    with pytest.raises(NotAllowed):
        build("regulator-city", cast.zhejiang_regulator, city="330300")


def test_the_centre_offers_it_and_keeps_its_columns_apart(cast: Cast, as_user: Enter) -> None:
    campaign = Campaign.objects.get(code="2023")
    owed, own = owed_to(cast.zhejiang_regulator, campaign), owed_by(cast.zhejiang_regulator, campaign)
    assert len(owed.cells) == 10
    assert owed.sums == ["0 / 9", "0 / 1"]
    assert [[cell is not None for cell in line.slots] for line in owed.lines].count([False, True]) == 1
    assert [name for line in own.lines for name, _day in line.recipients] == [
        "国家金融监督管理总局",
        "国家金融监督管理总局浙江监管局",
    ]
    client = as_user(cast.zhejiang_regulator)
    page = client.get(reverse("reports:centre")).content.decode()
    assert page.count("保险机构情况（杭州市）") >= 3
    sent = {"report": ReportKind.REGULATOR_CITY.value, "cutoff": "2023-11-20"}
    assert client.post(reverse("reports:build"), sent).status_code == 302
    assert as_user(cast.wenzhou_regulator).post(reverse("reports:build"), sent).status_code == 400
    assert not ReportDuty.objects.filter(report=ReportKind.REGULATOR_CITY).exclude(organisation__code="REG-ZJ").exists()
