"""An order runs alone in its case: a second one waits until the first is settled; more time for enterprises."""

from datetime import date, timedelta
from typing import Any

from core import clock
from dispositions import services
from dispositions.models import Step
from dispositions.services import Answer
from tests.cast import Cast
from tests.dispositions.rows import (
    TODAY,
    everything,
    firm_case,
    fresh,
    inquiry,
    insurer_case,
    person,
    refuses,
    said,
    take,
)


def test_a_second_order_waits_until_the_first_is_settled(cast: Cast) -> None:
    """While one runs, the sentence says what to do with it: withdraw, extend, look at its answer, or fine."""
    by, later = cast.hangzhou_officer, TODAY + timedelta(days=9)
    case = firm_case(by)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=3))

    def second(today: date = TODAY) -> Step:
        return take(case, by, "ORDER", today=today, text="另一要求", due_on=today + timedelta(days=7))

    def refused(words: str, today: date = TODAY) -> None:
        before = everything()
        refuses(lambda: second(today), f"{order.doc_no}.*尚未完成，不能再次责令限期改正：.*{words}")
        assert everything() == before

    refused("先撤销该文书，需要更多时间的请办理延期")
    refused("期限已过.*依法立案处罚", later)
    given: dict[str, Any] = {"by": by, "today": TODAY, "at": clock.now()}
    services.file_answer(step=fresh(order), answer=Answer("已投保"), given_on=TODAY, **given)
    refused("先审阅答复")
    services.review_answer(step=fresh(order), accepted=False, note="未附保单", **given)
    refused("办理延期")
    services.fulfil_step(step=fresh(order), done_on=TODAY, note="已投保", **given)
    again_ordered = second()
    assert again_ordered.doc_no.endswith("责改〔2023〕2号")
    services.withdraw_step(step=fresh(again_ordered), note="文书有误", **given)
    assert second().state == "ISSUED"


def test_the_bureau_files_the_request_of_an_enterprise_for_more_time(cast: Cast) -> None:
    by, until = cast.hangzhou_officer, TODAY + timedelta(days=20)
    order = take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=7))
    values: dict[str, Any] = {"reason": "保险机构出单需要时间", "by": by, "today": TODAY, "at": clock.now()}
    refuses(lambda: services.file_extension(step=fresh(order), until=TODAY, **values), "须晚于原期限")
    services.file_extension(step=fresh(order), until=until, **values)
    assert fresh(order).due_on == until
    refuses(
        lambda: services.file_extension(step=fresh(order), until=until + timedelta(days=9), **values), "只能申请一次"
    )
    asked = inquiry(insurer_case(person("reg-330300"), "330300"), person("reg-330300"))
    values["by"] = person("reg-330300")
    refuses(lambda: services.file_extension(step=fresh(asked), until=until, **values), "由本单位在平台申请延期")


def test_the_page_does_not_offer_a_second_order(cast: Cast, as_user: Any) -> None:
    by = cast.hangzhou_officer
    case = firm_case(by)
    order, client = take(case, by, "ORDER", due_on=TODAY + timedelta(days=3)), as_user(by)
    page = client.get(f"/dispositions/{case.pk}/")
    (shown,) = [one for one in page.context["measures"] if one["label"] == "责令限期改正"]
    assert (shown["url"], order.doc_no in shown["note"]) == ("", True)
    assert [one.name for one in page.context["actions"]] == ["file-answer", "fulfil", "file-extension", "withdraw"]
    answer = client.get(f"/dispositions/{case.pk}/take/ORDER/", follow=True)
    assert "尚未完成，不能再次责令限期改正" in said(answer)
    sent = {"until": f"{TODAY + timedelta(days=9)}", "reason": "出单需要时间"}
    assert client.post(f"/dispositions/steps/{order.pk}/file-extension/", sent).status_code == 302
    assert fresh(order).due_on == TODAY + timedelta(days=9)
