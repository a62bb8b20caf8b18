"""Written notices: their series, the receipt, and that what was signed stays as it was."""

import datetime as dt

import pytest

from accounts.models import User
from core import clock
from core.attachments import attachments_of
from core.models import AuditEvent
from core.writing import Refused
from enterprises.models import Enterprise
from hazards import states
from hazards.documents.rows import notice_letter
from hazards.models import Hazard, Notice
from hazards.services import notices, voids
from hazards.services.notices import Advice, Receipt
from tests.cast import Cast
from tests.hazards import life
from tests.hazards.life import TODAY


def issued(hazards: list[Hazard], by: User, deadline: dt.date = TODAY + dt.timedelta(days=15)) -> Notice:
    advice = {one.pk: Advice(deadline, "更换灭火器") for one in hazards}
    return notices.issue_notice(hazards=hazards, advice=advice, by=by, today=TODAY, at=clock.now())


def served(notice: Notice, by: User, receipt: Receipt) -> Notice:
    return notices.serve_notice(
        notice=notice,
        receipt=receipt,
        file=life.receipt(),
        name="回执.png",
        by=by,
        today=TODAY,
        at=clock.now(),
    )


def test_one_notice_for_many_hazards_in_the_series_of_its_issuer(cast: Cast) -> None:
    firm, clerk = life.firm(), cast.insurer_a_clerk
    rows = [life.entered(firm, clerk, place=place) for place in ("锅炉房", "食堂", "配电房")]
    first = issued(rows, clerk)
    assert first.number == "之江财险浙江隐告〔2023〕1号"
    served(first, clerk, Receipt(TODAY, "张某", "SAFETY"))
    assert {one.state for one in Hazard.objects.all()} == {"NOTIFIED"}
    assert attachments_of(first).count() == 1
    assert issued([life.entered(firm, clerk)], clerk).number == "之江财险浙江隐告〔2023〕2号"
    other = life.entered(life.firm(), cast.insurer_a_lead)
    notices.void_notice(notice=issued([other], clerk), by=clerk, at=clock.now())
    assert issued([other], clerk).number == "之江财险浙江隐告〔2023〕4号"


def test_hazards_of_two_services_or_in_a_waiting_notice_are_refused(cast: Cast) -> None:
    clerk = cast.insurer_a_clerk
    one, other = life.entered(life.firm(), clerk), life.entered(life.firm(), clerk)
    with pytest.raises(Refused, match="分别开具"):
        issued([one, other], clerk)
    issued([one], clerk)
    with pytest.raises(Refused, match="已在一份待送达的告知书中"):
        issued([one], clerk)


@pytest.mark.parametrize("days", [0, -1])
def test_a_deadline_before_the_notice_is_refused_and_an_event(cast: Cast, days: int) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    with pytest.raises(Refused, match="须晚于今天"):
        issued([hazard], cast.insurer_a_clerk, TODAY + dt.timedelta(days=days))
    assert not Notice.objects.exists()
    assert AuditEvent.objects.filter(action="hazard.refused", detail__step="notice-issued").exists()


def test_a_notice_on_a_major_hazard_goes_to_the_head(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk, level="MAJOR", basis=life.OTHER)
    notice = issued([hazard], cast.insurer_a_clerk)
    with pytest.raises(Refused, match="主要负责人或者实际控制人"):
        served(notice, cast.insurer_a_clerk, Receipt(TODAY, "张某", "SAFETY"))
    hazard.refresh_from_db()
    notice.refresh_from_db()
    assert (hazard.state, notice.state) == ("RECORDED", "ISSUED")
    assert AuditEvent.objects.filter(action="hazard.refused", detail__step="notify").exists()


def test_a_receipt_is_not_older_than_its_notice_and_needs_its_paper(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk, found_on=dt.date(2023, 11, 10))
    notice = issued([hazard], cast.insurer_a_clerk)
    with pytest.raises(Refused, match="早于告知书的开具日期 2023-11-23"):
        served(notice, cast.insurer_a_clerk, Receipt(dt.date(2023, 11, 12), "张某", "HEAD"))
    with pytest.raises(Refused, match="签名的回执"):
        notices.serve_notice(
            notice=notice,
            receipt=Receipt(TODAY, "张某", "HEAD"),
            file=None,
            name="",
            by=cast.insurer_a_clerk,
            today=TODAY,
            at=clock.now(),
        )


def test_what_was_signed_stays_as_it_was(cast: Cast) -> None:
    firm, clerk = life.firm(), cast.insurer_a_clerk
    told = life.told(life.entered(firm, clerk), clerk)
    notice = Notice.objects.get()
    before = notice_letter(notice, clerk)
    Enterprise.objects.filter(pk=firm.pk).update(name="改名示例有限公司")
    Hazard.objects.filter(pk=told.pk).update(description="事后改写的描述", place="他处")
    assert notice_letter(Notice.objects.get(), clerk) == before


def test_one_that_became_major_is_told_again_to_the_head(cast: Cast) -> None:
    clerk = cast.insurer_a_clerk
    told = life.told(life.entered(life.firm(), clerk), clerk, "SAFETY")
    with pytest.raises(Refused, match="只有「已登记」"):
        issued([told], clerk)
    raised = voids.change_level(
        hazard=told, level="MAJOR", basis=life.OTHER, reason="专家复核", by=clerk, at=clock.now()
    )
    treated = life.treated(raised, clerk)
    assert "主要负责人或者实际控制人签收" in str(states.RECTIFY.guard(treated, clerk))
    served(issued([treated], clerk), clerk, Receipt(TODAY, "示例负责人", "HEAD"))
    treated.refresh_from_db()
    assert (treated.state, treated.capacity) == ("NOTIFIED", "HEAD")
    assert states.RECTIFY.guard(treated, clerk) is None


def test_another_insurer_neither_issues_nor_serves(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    notice = issued([hazard], cast.insurer_a_clerk)
    for other in (cast.insurer_b_clerk, cast.hangzhou_officer):
        with pytest.raises(Exception, match="may not|只有开具单位"):
            served(notice, other, Receipt(TODAY, "张某", "HEAD"))
    notice.refresh_from_db()
    assert notice.state == "ISSUED"
