"""A submitted form is opened again with a reason only, which everybody who reads the form reads."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from core import clock, walls
from core.writing import Refused
from inspections import services
from inspections.models import FormReopening, InspectedEnterprise, InspectedInsurer
from tests.cast import Cast
from tests.inspections.ends import person, submitted

Enter = Callable[[Any], Client]
REASON = "现场补充提供了演练记录，需更正第三部分答案"


def paper_of(client: Client, item: InspectedEnterprise) -> str:
    answer: Any = client.get(reverse("inspections:enterprise-paper", args=[item.pk]))
    return "\n".join(one.text for one in Document(BytesIO(b"".join(answer.streaming_content))).paragraphs)


@pytest.mark.parametrize("reason", ["", "  ", "理" * 301])
def test_without_a_reason_the_form_stays_submitted(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, reason: str
) -> None:
    done = submitted(item, cast)
    with pytest.raises(Refused, match="请写明退回修改的理由"):
        services.reopen_item(item=done, reason=reason, by=cast.hangzhou_officer, at=clock.now())
    address = reverse("inspections:enterprise-reopen", args=[item.pk])
    page = as_user(cast.hangzhou_officer).post(address, {"reason": reason}, follow=True).content.decode()
    assert "请写明退回修改的理由" in page
    item.refresh_from_db()
    assert (item.state, FormReopening.objects.count()) == ("SUBMITTED", 0)


def test_who_reads_the_form_reads_when_by_whom_and_why_it_was_opened_again(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    submitted(item, cast)
    client, address = as_user(cast.hangzhou_officer), reverse("inspections:enterprise-form", args=[item.pk])
    assert "退回修改的理由" in client.get(address).content.decode()
    client.post(reverse("inspections:enterprise-reopen", args=[item.pk]), {"reason": REASON})
    item.refresh_from_db()
    assert item.state == "DRAFT"
    for reader in (cast.hangzhou_officer, cast.shaoxing_officer, cast.provincial_officer):
        page = as_user(reader).get(address).content.decode()
        told = [str(event.words) for event in as_user(reader).get(address).context["course"]]
        assert told == ["列入名单", "已提交", "退回修改"]
        assert REASON in page
        record = as_user(reader).get(reverse("inspections:enterprise-record", args=[item.pk])).content.decode()
        for text in (record, paper_of(as_user(reader), item)):
            assert f"由{cast.hangzhou_officer}退回修改，理由：{REASON}。" in text
    again = services.submit_item(item=item, by=cast.hangzhou_officer, at=clock.now())
    told = [str(event.words) for event in client.get(address).context["course"]]
    assert told == ["列入名单", "已提交", "退回修改", "已提交"]
    assert REASON in paper_of(as_user(cast.shaoxing_officer), again)


def test_the_regulator_of_the_place_reads_it_on_an_insurers_form_and_nobody_beyond(
    cast: Cast, item: InspectedEnterprise, insurer_item: InspectedInsurer
) -> None:
    InspectedInsurer.objects.update(state="SUBMITTED", submitted_at=clock.now())
    for one in (submitted(item, cast), insurer_item):
        services.reopen_item(item=one, reason=REASON, by=cast.hangzhou_officer, at=clock.now())
    readers = {cast.hangzhou_officer: 2, cast.shaoxing_officer: 2, cast.provincial_officer: 2, person("reg-330600"): 1}
    strangers = (cast.quzhou_officer, cast.insurer_a_clerk, cast.wenzhou_regulator, cast.xihu_county)
    for reader, number in {**readers, **dict.fromkeys(strangers, 0)}.items():
        with walls.seeing_as(reader):
            assert FormReopening.objects.visible_to(reader).count() == FormReopening.objects.count() == number, reader


def test_a_form_that_was_submitted_once_stays_on_the_list(cast: Cast, item: InspectedEnterprise) -> None:
    again = services.reopen_item(item=submitted(item, cast), reason=REASON, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="已提交、已有问题或照片的检查表不能移除"):
        services.remove_item(item=again, by=cast.hangzhou_officer, at=clock.now())


def test_the_course_costs_one_query_however_often_it_was_opened(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    client, address = as_user(cast.hangzhou_officer), reverse("inspections:enterprise-form", args=[item.pk])
    counts = []
    for _ in range(2):
        services.reopen_item(item=submitted(item, cast), reason=REASON, by=cast.hangzhou_officer, at=clock.now())
        item.refresh_from_db()
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(address)
        counts.append(len(caught))
    assert counts[0] == counts[1]
