"""Which questions wait for whom, and which an insurer knows of."""

from datetime import date

import pytest

from core import clock
from core.writing import version_of
from crosschecks import services
from crosschecks.models import Inquiry
from dispositions.models import Case
from tests.cast import Cast
from tests.crosschecks.dialogue import DUE, OVER, TODAY, answer, ask, further, spent

LATER = date(2023, 12, 1)


def test_each_state_waits_for_the_insurer_the_authority_or_nobody(cast: Cast) -> None:
    asked = ask(cast, spent())
    answered = answer(cast, ask(cast, spent()))
    later = answer(cast, ask(cast, spent()))
    accepted = services.accept_answer(
        inquiry=later,
        note="",
        seen=version_of(later),
        by=cast.zhejiang_regulator,
        today=TODAY,
        at=clock.now(),
    )
    rows = Inquiry.objects.all()
    assert accepted in rows.exclude(pk__in=[asked.pk, answered.pk])
    assert list(rows.asked()) == [asked]
    assert list(rows.answered()) == [answered]
    assert set(rows.open()) == {asked, answered}


@pytest.mark.parametrize(("day", "is_late"), [(DUE, False), (LATER, True)])
def test_a_question_is_overdue_from_the_day_after_its_last(cast: Cast, day: date, is_late: bool) -> None:
    asked, answered = ask(cast, spent()), answer(cast, ask(cast, spent()))
    assert list(Inquiry.objects.all().overdue(day)) == ([asked] if is_late else [])
    assert answered not in Inquiry.objects.all().overdue(day)


def test_an_insurer_is_told_of_a_question_that_it_was_never_asked_with_its_case_alone(cast: Cast) -> None:
    was_asked = further(cast, ask(cast, spent()), today=LATER)
    unasked = services.answer_unasked(
        code=OVER, subject=spent(), answer="系跨年度补记", by=cast.insurer_a_clerk, today=TODAY, at=clock.now()
    )
    had_answered = further(cast, unasked, today=LATER)
    silent = further(cast, ask(cast, spent()), today=LATER)
    # As a case that is opened directly writes its question down.
    Inquiry.objects.filter(pk=silent.pk).update(asked_on=None, due_on=None)
    rows, others = Inquiry.objects.all(), Case.objects.exclude(number=silent.case_name)
    assert set(rows.told_to(cast.insurer_a_clerk, others)) == {was_asked, had_answered}
    assert set(rows.told_to(cast.insurer_a_clerk, Case.objects.none())) == {was_asked, had_answered}
    assert set(rows.told_to(cast.insurer_a_clerk, Case.objects.all())) == {was_asked, had_answered, silent}
    assert set(rows.told_to(cast.zhejiang_regulator, Case.objects.none())) == {was_asked, had_answered, silent}
