"""A service and the written notice on its hazards know each other; a correction takes both along."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from core import clock
from core.attachments import attach, attachments_of
from core.writing import Refused
from crosschecks.matters.hazards import differing
from hazards.models import Hazard, Notice
from hazards.services import notices
from hazards.services.notices import Advice, Receipt
from insurers.activities import corrections
from insurers.activities.models import Activity, ActivityDetail
from insurers.hazard_links.models import FoundHazard
from insurers.hazard_links.source import hazards_of
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.insurers.activities.life import DAY, LONG, TODAY, confirm, create, create_correction, move, visit
from tests.papers import pdf

SignIn = Callable[[Any], Client]


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise())


@pytest.fixture
def service(cast: Cast, policy: Policy) -> Activity:
    """One with a general hazard, entered without any number of a notice."""
    return create(cast, policy, general_hazards=1, content=LONG)


@pytest.fixture
def hazard(cast: Cast, service: Activity) -> Hazard:
    return life.entered(
        service.enterprise, cast.insurer_a_clerk, source="SERVICE", source_no=service.activity_no, found_on=DAY
    )


def issue(hazard: Hazard, cast: Cast) -> Notice:
    advice = {hazard.pk: Advice(TODAY + timedelta(days=15), "更换灭火器")}
    by = cast.insurer_a_clerk
    return notices.issue_notice(hazards=[hazard], advice=advice, by=by, today=TODAY, at=clock.now())


def serve(notice: Notice, cast: Cast) -> Notice:
    return notices.serve_notice(
        notice=notice,
        receipt=Receipt(TODAY, "张某", "SAFETY"),
        file=life.receipt(),
        name="回执.png",
        by=cast.insurer_a_clerk,
        today=TODAY,
        at=clock.now(),
    )


def number_of(service: Activity) -> str:
    return Activity.objects.get(pk=service.pk).notice_no


def to_the_file(service: Activity, cast: Cast) -> Activity:
    """Up to the filing, without a file for the notice."""
    move(service, "record", cast.insurer_a_clerk)
    confirm(visit(service, cast), cast)
    for slot in ("report", "confirmation"):
        body = ContentFile(pdf(slot))
        attach(service, slot, body, name=f"{slot}.pdf", by=cast.insurer_a_clerk, at=clock.now())
    return Activity.objects.get(pk=service.pk)


def filed_one(service: Activity, hazard: Hazard, cast: Cast) -> Activity:
    serve(issue(hazard, cast), cast)
    return move(to_the_file(service, cast), "file", cast.insurer_a_clerk)


def test_the_notice_of_the_portal_fills_its_number_in(cast: Cast, service: Activity, hazard: Hazard) -> None:
    assert number_of(service) == ""
    first = issue(hazard, cast)
    assert number_of(service) == first.number
    notices.void_notice(notice=first, by=cast.insurer_a_clerk, at=clock.now())
    assert number_of(service) == ""
    second = issue(hazard, cast)
    assert number_of(service) == second.number != first.number


def test_a_number_of_the_insurers_own_stays(cast: Cast, service: Activity, hazard: Hazard) -> None:
    Activity.objects.filter(pk=service.pk).update(notice_no="GZ-2023-0001")
    notice = issue(hazard, cast)
    assert number_of(service) == "GZ-2023-0001"
    notices.void_notice(notice=notice, by=cast.insurer_a_clerk, at=clock.now())
    assert number_of(service) == "GZ-2023-0001"


def test_filing_takes_the_notice_and_its_receipt(cast: Cast, service: Activity, hazard: Hazard) -> None:
    service = to_the_file(service, cast)
    with pytest.raises(Refused, match="书面告知书（在本系统开具"):
        move(service, "file", cast.insurer_a_clerk)
    notice = issue(hazard, cast)
    with pytest.raises(Refused, match="的签收回执"):
        move(service, "file", cast.insurer_a_clerk)
    serve(notice, cast)
    filed = move(service, "file", cast.insurer_a_clerk)
    kept = [row.name for row in attachments_of(filed) if row.slot == "notice"]
    assert kept == [f"书面告知书-{notice.number}.docx", "回执.png"]


def test_a_correction_asks_the_reason(cast: Cast, policy: Policy, service: Activity, hazard: Hazard) -> None:
    filed = filed_one(service, hazard, cast)
    with pytest.raises(Refused, match="请填写更正的理由"):
        create_correction(cast, policy, filed, reason=" ", activity_no="FW-2023-900001-G")


def test_a_correction_takes_files_and_hazards_along_and_counts_once(
    cast: Cast, policy: Policy, service: Activity, hazard: Hazard, as_user: SignIn
) -> None:
    filed = filed_one(service, hazard, cast)
    later = create_correction(cast, policy, filed, activity_no="FW-2023-900001-G", general_hazards=1)
    assert ActivityDetail.objects.get(activity=later).correction_reason == "参加人数登记有误"
    files = [[(row.slot, row.name) for row in attachments_of(one)] for one in (filed, later)]
    assert files[0] == files[1] != []
    assert hazards_of(later, cast.insurer_a_clerk) == hazards_of(filed, cast.insurer_a_clerk) == [hazard]
    assert list(Activity.objects.given()) == [later]
    assert not differing(Activity.objects.all()).exists()
    assert corrections.holding(filed) == corrections.holding(later) == later
    client = as_user(cast.insurer_a_clerk)
    before, now = (client.get(f"/activities/{one.pk}/").content.decode() for one in (filed, later))
    assert "本记录有效" in now
    assert "参加人数登记有误" in now
    assert "本记录已更正，有效的是" in before
    assert f"/activities/{later.pk}/" in client.get(f"/hazards/{hazard.pk}/").content.decode()
    assert client.get(f"/policies/{policy.pk}/").context["service_total"] == 1
    assert client.get(f"/activities/{filed.pk}/correct/").status_code == 404


def test_a_void_correction_leaves_the_filed_one_in_force(
    cast: Cast, policy: Policy, service: Activity, hazard: Hazard
) -> None:
    filed = filed_one(service, hazard, cast)
    later = create_correction(cast, policy, filed, activity_no="FW-2023-900001-G", general_hazards=1)
    Activity.objects.filter(pk=later.pk).update(state="VOID")
    assert corrections.holding(filed) == filed
    assert FoundHazard.objects.filter(activity=filed).exists()


def test_the_reason_is_a_field_of_the_form(
    cast: Cast, policy: Policy, service: Activity, hazard: Hazard, as_user: SignIn
) -> None:
    filed, client = filed_one(service, hazard, cast), as_user(cast.insurer_a_clerk)
    page = client.get(f"/activities/{filed.pk}/correct/").content.decode()
    assert "更正理由" in page
    answer = client.post(f"/activities/{filed.pk}/correct/", {"activity_no": "X"})
    assert "correction_reason" in answer.context["form"].errors
