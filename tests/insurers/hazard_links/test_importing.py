"""The workbook of hazards beside the portal: who may change what afterwards, numbers, services, withdrawal, export."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from core import clock, jobs
from core.imports.models import Upload
from core.imports.services import accept_upload
from core.imports.withdrawing import WithdrawalRefused, withdraw_upload
from core.writing import Refused
from crosschecks.matters.hazards import differing, question_of
from hazards.figures.timeline import moments_of
from hazards.models import Extension, Hazard, LevelChange
from hazards.services import rectification, voids
from hazards.services.numbers import broken_numbers
from hazards.sheets import LAYOUT
from insurers.activities.models import Activity
from insurers.base.exporting import export_ledger
from insurers.hazard_links.models import FoundHazard
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.core.workbooks.books import filled
from tests.hazards import life
from tests.hazards.life import PASS, TODAY
from tests.uploads import send, verdicts

DONE = dt.date(2023, 9, 20)


@pytest.fixture
def service(cast: Cast) -> Activity:
    """A service of insurer A that says it found two general hazards."""
    policy = Policy.objects.get(enterprise=life.firm())
    return world.activity(policy, general_hazards=2, major_hazards=0)


def row_of(service: Activity, **changes: Any) -> dict[str, Any]:
    """A good row on the service."""
    values: dict[str, Any] = {
        "insurer_ref": "A-1",
        "activity_no": service.activity_no,
        "uscc": service.enterprise.uscc,
        "level": "一般",
        "category": "消防",
        "place": "3号车间",
        "description": "灭火器压力不足，疏散指示损坏",
        "found_on": service.start_on,
        "found_by": "李某",
        "notice_no": "GZ-1",
        "notified_on": service.start_on,
        "receiver": "张某",
        "deadline": service.start_on + dt.timedelta(days=15),
        "measures": "更换灭火器",
    }
    return {**values, **changes}


def upload(by: Any, *rows: dict[str, Any], accept: bool = True) -> Upload:
    return send("hazards", Path("hazards.xlsx"), by, content=filled(LAYOUT, *rows), accept=accept)


def counts(done: Upload) -> tuple[int, int, int, int]:
    return done.new, done.changed, done.unchanged, done.held


def the_hazard() -> Hazard:
    return Hazard.objects.get(insurer_ref="A-1")


def test_whoever_handed_the_workbook_in_is_not_its_reviewer(cast: Cast, service: Activity) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    assert counts(upload(clerk, row_of(service))) == (1, 0, 0, 0)
    assert (the_hazard().state, the_hazard().round) == ("NOTIFIED", 0)
    assert counts(upload(lead, row_of(service, rectified_on=DONE))) == (0, 1, 0, 0)
    waiting = the_hazard()
    assert (waiting.state, waiting.round, waiting.submitted_by) == ("SUBMITTED", 1, lead)
    with pytest.raises(Refused, match="须由另一人办理"):
        rectification.review_hazard(hazard=waiting, decision=PASS, by=lead, today=TODAY, at=clock.now())
    closed = rectification.review_hazard(hazard=waiting, decision=PASS, by=clerk, today=TODAY, at=clock.now())
    assert closed.state == "CLOSED"


def test_a_day_of_completion_that_is_taken_back_takes_the_submission_back(cast: Cast, service: Activity) -> None:
    clerk = cast.insurer_a_clerk
    upload(clerk, row_of(service, rectified_on=DONE))
    assert counts(upload(clerk, row_of(service))) == (0, 1, 0, 0)
    assert (the_hazard().state, the_hazard().rectified_on, the_hazard().submitted_by) == ("NOTIFIED", None, None)


def test_the_same_file_after_the_portal_closed_it_changes_nothing(cast: Cast, service: Activity) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    rows = (row_of(service), row_of(service, insurer_ref="A-2", rectified_on=DONE))
    upload(clerk, *rows)
    life.submitted(the_hazard(), clerk)
    rectification.review_hazard(
        hazard=Hazard.objects.get(insurer_ref="A-2"), decision=PASS, by=lead, today=TODAY, at=clock.now()
    )
    before = {one.pk: (one.state, one.rectified_on) for one in Hazard.objects.all()}
    assert counts(upload(clerk, *rows)) == (0, 0, 2, 0)
    assert {one.pk: (one.state, one.rectified_on) for one in Hazard.objects.all()} == before


def test_what_was_dealt_with_in_the_portal_no_workbook_changes(cast: Cast, service: Activity) -> None:
    clerk = cast.insurer_a_clerk
    upload(clerk, row_of(service))
    raised = voids.change_level(
        hazard=the_hazard(), level="MAJOR", basis=life.OTHER, reason="专家复核", by=clerk, at=clock.now()
    )
    late = row_of(service, deadline=service.start_on + dt.timedelta(days=300))
    done = upload(clerk, late)
    assert verdicts(done) == {(2, "A", "locked", "error")}
    assert (the_hazard().level, the_hazard().deadline) == ("MAJOR", raised.deadline)


def test_a_workbook_cannot_answer_a_return(cast: Cast, service: Activity) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    upload(clerk, row_of(service, rectified_on=DONE))
    back = rectification.Decision(False, "仍未更换", TODAY, TODAY + dt.timedelta(days=7))
    rectification.review_hazard(hazard=the_hazard(), decision=back, by=lead, today=TODAY, at=clock.now())
    assert counts(upload(clerk, row_of(service, rectified_on=DONE))) == (0, 0, 1, 0)
    assert (the_hazard().state, the_hazard().deadline) == ("RECTIFYING", back.deadline)
    assert verdicts(upload(clerk, row_of(service, rectified_on=TODAY))) == {(2, "A", "locked", "error")}


def test_a_step_between_check_and_acceptance_is_not_written_over(cast: Cast, service: Activity) -> None:
    clerk = cast.insurer_a_clerk
    upload(clerk, row_of(service))
    waiting = upload(clerk, row_of(service, place="锅炉房"), accept=False)
    life.treated(the_hazard(), clerk)
    done = jobs.run_job(accept_upload(upload=waiting, by=clerk, at=clock.now()).pk)
    assert done is not None
    assert "台账已有变动" in done.message
    assert the_hazard().place == "3号车间"


def test_a_withdrawn_row_is_void_keeps_its_number_and_may_come_again(cast: Cast, service: Activity) -> None:
    clerk = cast.insurer_a_clerk
    first = upload(clerk, row_of(service))
    withdraw_upload(upload=first, by=clerk, at=clock.now())
    gone = Hazard.objects.get()
    assert (gone.state, gone.hazard_no) == ("VOID", "YH-330100-2023-000001")
    assert not FoundHazard.objects.exists()
    assert counts(upload(clerk, row_of(service))) == (1, 0, 0, 0)
    again = Hazard.objects.exclude(pk=gone.pk).get()
    assert again.hazard_no == "YH-330100-2023-000002"
    asked = voids.ask_void(hazard=again, reason="重复", by=clerk, at=clock.now())
    voids.agree_void(hazard=asked, by=cast.insurer_a_lead, at=clock.now())
    assert counts(upload(clerk, row_of(service))) == (1, 0, 0, 0)


def test_nothing_that_was_moved_on_is_withdrawn(cast: Cast, service: Activity) -> None:
    clerk = cast.insurer_a_clerk
    first = upload(clerk, row_of(service))
    rectification.begin_rectification(hazard=the_hazard(), by=clerk, at=clock.now())
    with pytest.raises(WithdrawalRefused, match="不能撤回"):
        withdraw_upload(upload=first, by=clerk, at=clock.now())
    assert the_hazard().state == "RECTIFYING"


def test_a_withdrawn_change_gives_the_service_its_hazard_back(cast: Cast, service: Activity) -> None:
    clerk = cast.insurer_a_clerk
    other = world.activity(service.policy, general_hazards=0)
    upload(clerk, row_of(service))
    second = upload(clerk, row_of(service, activity_no=other.activity_no))
    assert FoundHazard.objects.get().activity == other
    withdraw_upload(upload=second, by=clerk, at=clock.now())
    assert the_hazard().source_no == service.activity_no
    assert FoundHazard.objects.get().activity == service


def test_a_difference_of_counts_is_a_question_on_the_service_and_no_fault(cast: Cast, service: Activity) -> None:
    done = upload(cast.insurer_a_clerk, row_of(service))
    assert verdicts(done) == set()
    assert "填报一般隐患 2 项" in question_of(service)
    assert list(differing(Activity.objects.all())) == [service]
    upload(cast.insurer_a_clerk, row_of(service), row_of(service, insurer_ref="A-2"))
    assert question_of(service) == ""
    assert not differing(Activity.objects.all()).exists()


def test_the_own_export_comes_back_unchanged_with_what_the_portal_wrote(
    cast: Cast, service: Activity, tmp_path: Path
) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    upload(clerk, row_of(service), row_of(service, insurer_ref="A-2", rectified_on=DONE))
    rectification.review_hazard(
        hazard=Hazard.objects.get(insurer_ref="A-2"), decision=PASS, by=lead, today=TODAY, at=clock.now()
    )
    found = {"source": "SERVICE", "source_no": service.activity_no, "found_on": service.start_on}
    life.told(life.entered(service.enterprise, clerk, **found), clerk)
    path = tmp_path / "ledger.xlsx"
    assert export_ledger(kind="hazards", by=clerk, at=clock.now(), today=TODAY, path=path) == 3
    done = send("hazards", path, clerk)
    assert (counts(done), verdicts(done)) == ((0, 0, 3, 0), set())


def test_rows_that_are_known_pass_where_another_has_the_last_number_of_the_city(cast: Cast, service: Activity) -> None:
    clerk, row = cast.insurer_a_clerk, row_of(service)
    upload(clerk, row)
    other = life.entered(service.enterprise, cast.hangzhou_officer, found_on=service.start_on)
    assert other.hazard_no > the_hazard().hazard_no
    assert counts(upload(clerk, row)) == (0, 0, 1, 0)
    assert counts(upload(clerk, {**row, "place": "4号车间"})) == (0, 1, 0, 0)


def test_the_history_of_an_imported_hazard_names_the_workbook(cast: Cast, service: Activity) -> None:
    clerk = cast.insurer_a_clerk
    upload(clerk, row_of(service))
    upload(clerk, row_of(service, place="锅炉房"))
    told = [(one.title, one.by_upload, one.who) for one in moments_of(the_hazard(), clerk)]
    assert told == [("登记入库（已书面告知）", True, str(clerk)), ("更正", True, str(clerk))]


def test_a_new_level_and_a_later_deadline_are_events_with_their_reason(cast: Cast, service: Activity) -> None:
    clerk = cast.insurer_a_clerk
    upload(clerk, row_of(service))
    later = service.start_on + dt.timedelta(days=25)
    raised = {"level": "重大", "criterion": life.OTHER, "deadline": later, "note": "复核后认定"}
    assert counts(upload(clerk, row_of(service, **raised))) == (0, 1, 0, 0)
    change, longer = LevelChange.objects.get(), Extension.objects.get()
    assert (change.before, change.after, change.basis, change.changed_by) == ("GENERAL", "MAJOR", life.OTHER, clerk)
    assert change.reason.startswith("工作簿更正")
    assert change.reason.endswith("复核后认定")
    assert (longer.before, longer.after) == (service.start_on + dt.timedelta(days=15), later)


def test_a_number_keeps_its_year(cast: Cast, service: Activity) -> None:
    clerk = cast.insurer_a_clerk
    upload(clerk, row_of(service))
    Hazard.objects.update(found_on=dt.date(2022, 12, 31))
    held = upload(clerk, row_of(service, note="补报"), accept=False)
    assert counts(held)[3] == 1
    assert verdicts(held) == {(2, "J", "locked", "error")}


def test_a_row_that_names_another_enterprise_takes_its_sector(cast: Cast, service: Activity) -> None:
    clerk = cast.insurer_a_clerk
    other = world.activity(Policy.objects.get(enterprise=life.firm(main_sector="HAZCHEM", sectors=["HAZCHEM"])))
    upload(clerk, row_of(service))
    assert the_hazard().sector == "CONSTR"
    upload(clerk, row_of(other, description="灭火器压力不足，疏散指示全部损坏"))
    assert (the_hazard().enterprise, the_hazard().sector) == (other.enterprise, "HAZCHEM")


def test_what_became_void_between_check_and_acceptance_leaves_no_gap(cast: Cast, service: Activity) -> None:
    clerk = cast.insurer_a_clerk
    upload(clerk, row_of(service))
    waiting = upload(clerk, row_of(service), row_of(service, insurer_ref="A-2"), accept=False)
    voids.ask_void(hazard=the_hazard(), reason="误报", by=clerk, at=clock.now())
    voids.agree_void(hazard=the_hazard(), by=cast.insurer_a_lead, at=clock.now())
    jobs.run_job(accept_upload(upload=waiting, by=clerk, at=clock.now()).pk)
    assert list(broken_numbers()) == []
    life.entered(service.enterprise, clerk, found_on=service.start_on)
    assert list(broken_numbers()) == []
