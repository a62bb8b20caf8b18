"""The invented cases show each source, state and stage that the room knows, for bureaus and regulators alike."""

from datetime import date

import pytest
from django.db.models import Count

from dispositions.models import Case, Stage, Step
from reports.seeding import fill

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_the_invented_cases_show_every_state() -> None:
    fill(seed=133, today=date(2023, 11, 23), sizes={"enterprises": 240, "gap reminders": 33, "dispositions": 88})
    assert Case.objects.count() == 88
    assert set(Case.objects.values_list("state", flat=True)) == {"OPENED", "RUNNING", "CLOSED"}
    assert set(Case.objects.values_list("source", flat=True)) == {"GAP", "OUTSIDE"}
    assert set(Case.objects.values_list("subject", flat=True)) == {"ENTERPRISE", "INSURER"}
    assert set(Step.objects.values_list("state", flat=True)) >= {"PROPOSED", "ISSUED", "DONE"}
    assert set(Stage.objects.values_list("stage", flat=True)) >= {"FILED", "INFORMED", "DECIDED", "PAID", "ENDED"}
    numbers = Case.objects.values("authority").annotate(n=Count("pk")).values_list("authority__code", "n")
    for code, count in numbers:
        own = Case.objects.filter(authority__code=code).order_by("number").values_list("number", flat=True)
        assert [number.rsplit("-", 1)[1] for number in own] == [f"{n:04d}" for n in range(1, count + 1)]
        days = list(own.values_list("opened_on", flat=True))
        assert days == sorted(days), code
    for office in Step.objects.exclude(kind="PENALTY").values_list("authority", "kind").distinct():
        papers = Step.objects.filter(authority=office[0], kind=office[1], issued_on__isnull=False).exclude(doc_no="")
        by_number = sorted(papers, key=lambda step: int(step.doc_no.rpartition("〕")[2][:-1]))
        days = [step.issued_on for step in by_number if step.issued_on]
        assert days == sorted(days), office
