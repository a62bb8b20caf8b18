"""Cases of each side, and their steps."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from core import clock
from core.models import AuditEvent
from core.writing import Refused
from dispositions import services
from dispositions.models import Case, Reply, Step
from dispositions.openers.outside import fact_on_enterprise, fact_on_insurer
from dispositions.services import Draft, Filing
from hazards.models.life import LetterSeries
from tests import world

TODAY = date(2023, 11, 23)


def person(name: str) -> User:
    return User.objects.select_related("organisation__parent").get(username=name)


def firm_case(by: User, county: str = world.HANGZHOU, reference: str = "", about: str = "") -> Case:
    """A case on an enterprise, reported from outside; `about` is the kind of fault, where it has one."""
    fact = fact_on_enterprise(world.enterprise(county), reference or f"来信{world.next_number()}", about)
    return services.open_case(fact=fact, title="未按规定投保", facts="经核实未投保", by=by, today=TODAY, at=clock.now())


def insurer_case(by: User, city: str = "330600", code: str = "INS-A-ZJ") -> Case:
    """A case on an insurer's business in a city."""
    fact = fact_on_insurer(world.insurer(code), city, f"来信{world.next_number()}")
    return services.open_case(
        fact=fact, title="未按合同服务", facts="抽查 6 户，未兑现 8 次", by=by, today=TODAY, at=clock.now()
    )


def take(case: Case, by: User, kind: str, today: date = TODAY, **changes: Any) -> Step:
    values: dict[str, Any] = {"text": "请按要求办理", **changes}
    draft = Draft(kind=kind, **values)
    return services.take_step(case=again(case), draft=draft, by=by, today=today, at=clock.now())


def inquiry(case: Case, by: User, days: int = 7) -> Step:
    return take(case, by, "INQUIRY", due_on=TODAY + timedelta(days=days))


def filed(case: Case, by: User, article: str = "SAFETY_109", **changes: Any) -> Step:
    values: dict[str, Any] = {
        "article": article,
        "text": "未投保安责险",
        "first_officer": "张某",
        "second_officer": "李某",
        "number": f"示例立〔2023〕{world.next_number()}号",
        "filed_on": TODAY,
        **changes,
    }
    return services.file_penalty(case=again(case), filing=Filing(**values), by=by, today=TODAY, at=clock.now())


def unfounded(case: Case, by: User, lead: User, note: str = "不属实", today: date = TODAY) -> Case:
    """The case as ended as unfounded by two people."""
    step = services.propose_unfounded(case=again(case), note=note, by=by, today=today, at=clock.now())
    services.decide_step(step=fresh(step), approve=True, note="同意", by=lead, today=today, at=clock.now())
    return again(case)


def stage(step: Step, by: User, name: str, day: date = TODAY) -> Any:
    return services.record_stage(
        step=fresh(step), stage=name, number=f"示例{name}{step.pk}", reached_on=day, by=by, today=TODAY, at=clock.now()
    )


def again(case: Case) -> Case:
    return Case.objects.select_related("authority").get(pk=case.pk)


def fresh(step: Step) -> Step:
    return Step.objects.select_related("case__authority", "authority").get(pk=step.pk)


def everything() -> list[tuple[Any, ...]]:
    """What the room holds, for seeing that nothing changed."""
    return [
        *Case.objects.order_by("pk").values_list("pk", "state", "authority", "sent_on", "outcome"),
        *Step.objects.order_by("pk").values_list("pk", "state", "doc_no", "amount", "due_on", "decided_by", "done_on"),
        *Reply.objects.order_by("pk").values_list("pk", "text"),
        *LetterSeries.objects.order_by("pk").values_list("pk", "last"),
    ]


def refuses(call: Any, words: str) -> None:
    """The call is refused with a sentence, and an event is kept."""
    before = len(refusals())
    with pytest.raises(Refused, match=words):
        call()
    assert len(refusals()) == before + 1


def refusals() -> list[AuditEvent]:
    """The events of refused writes."""
    return list(AuditEvent.objects.filter(action="disposition.refused").order_by("pk"))


def said(answer: Any) -> str:
    """What the page says of what was just done."""
    return "\n".join(str(one) for one in answer.context["messages"])
