"""What somebody did in an office stays that office's after a move: pages, papers and rules ask where it was done."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.html import strip_tags

from accounts.choices import AccountDeed
from accounts.door.services import close_dormant
from accounts.models import AccountEvent, Organisation, Posting, User
from accounts.querysets import acted_in, office_at
from campaigns.files import guard_meeting
from campaigns.services import joint
from core import attachments, clock
from core.files import store
from core.imports.choices import UploadState
from core.imports.models import Upload
from core.writing import Refused, version_of
from coverage.services import remind_enterprise
from coverage.views.bulk import frame_today
from crosschecks import services as questions
from dispositions import services as dispositions
from enterprises.models import Exemption
from enterprises.services.exemptions import decide_exemption
from enterprises.services.transfers import decline_transfer
from hazards.services import rectification
from inspections import services as inspections
from inspections.documents.draws import context_of
from inspections.models import Draw, RosterLine
from inspections.services.sight import sights_on
from insurers.plans import services as planning
from tests import world
from tests.campaigns.meetings import meet, set_up
from tests.cast import Cast
from tests.crosschecks.dialogue import answer, ask
from tests.dispositions.rows import fresh, insurer_case, person, take
from tests.enterprises.requests import asked, offered
from tests.hazards import life
from tests.inspections.draws import drawn, fixed, register
from tests.inspections.plan_rows import sent
from tests.inspections.rows import add_enterprise, find, ready_task, running_task
from tests.insurers.activities.life import move as move_service
from tests.moving import move
from tests.pages import body
from tests.papers import pdf

Browser = Callable[[Any], Client]
TODAY, NAME = date(2023, 11, 23), "调动人员甲"
BUREAU, REGULATOR = "EM-330200", "REG-NB"


def named(who: User) -> User:
    """Somebody whose name stands on no page by chance."""
    User.objects.filter(pk=who.pk).update(display_name=NAME)
    return User.objects.select_related("organisation").get(pk=who.pk)


def moved(who: User, to: str = BUREAU) -> tuple[str, str]:
    """The names of the office that was left and of the new one."""
    office = Organisation.objects.get(code=to)
    move(who, office)
    return who.organisation.name, office.name


def words(page: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(page))


def old_office_stands(client: Client, url: str, offices: tuple[str, str], *, times: int = 1) -> None:
    old, new = offices
    said = words(body(client, url))
    assert said.count(f"{old} {NAME}") >= times, said
    assert f"{new} {NAME}" not in said


# --- the one way to ask ---------------------------------------------------------------------------------------


def test_the_office_at_an_instant_by_row_and_by_query(cast: Cast) -> None:
    who, first = cast.hangzhou_officer, cast.hangzhou_officer.organisation
    second, third = cast.ningbo_officer.organisation, cast.quzhou_officer.organisation
    start = clock.now()
    for number, office in enumerate((first, second), 1):
        Posting.objects.create(person=who, organisation=office, until=start + timedelta(days=number))
    User.objects.filter(pk=who.pk).update(organisation=third)
    Organisation.objects.filter(pk=second.pk).update(closed_on=TODAY)
    at = {0: first, 23: first, 24: second, 47: second, 48: third, 500: third}
    for hours, office in at.items():
        event = AccountEvent.objects.create(
            person=who, deed=AccountDeed.LINK, by_name="x", at=start + timedelta(hours=hours)
        )
        there = User.objects.get(pk=who.pk)
        rows = AccountEvent.objects.filter(pk=event.pk)
        assert there.office_at(event.at) == office
        assert rows.values_list(office_at("person", "at"), flat=True).get() == office.pk
        for one in (first, second, third):
            # what was done in an office that is closed since is for all who have the row to go on with
            assert there.acted_in(one.pk, event.at) is (office in {one, second})
            assert rows.filter(acted_in(one.pk, "person", "at")).exists() is there.acted_in(one.pk, event.at)


def test_a_move_ends_a_posting(cast: Cast) -> None:
    who, before = cast.hangzhou_officer, clock.now()
    move(who, cast.ningbo_officer.organisation)
    posting = Posting.objects.get()
    assert (posting.person, posting.organisation) == (who, who.organisation)
    assert before < posting.until <= clock.now()
    assert User.objects.get(pk=who.pk).office_at(clock.now()) == cast.ningbo_officer.organisation


def test_a_lead_reads_what_was_done_to_people_in_the_own_office(cast: Cast) -> None:
    who = cast.hangzhou_officer
    AccountEvent.objects.create(person=who, deed=AccountDeed.UNLOCKED, by_name="x", at=clock.now())
    move(who, cast.ningbo_officer.organisation)
    AccountEvent.objects.create(person=who, deed=AccountDeed.LINK, by_name="x", at=clock.now())

    def read_by(name: str) -> list[str]:
        return sorted(AccountEvent.objects.visible_to(person(name)).values_list("deed", flat=True))

    assert read_by("em-330100-lead") == ["unlocked"]
    assert read_by("em-330200-lead") == ["link", "moved"]
    assert read_by("em-330100") == ["link", "moved", "unlocked"], "one's own, wherever"


def test_the_lead_reads_that_an_account_fell_asleep(cast: Cast, settings: Any) -> None:
    settings.DORMANT_DAYS = 90
    now = clock.true_now()
    User.objects.exclude(pk=cast.hangzhou_officer.pk).update(last_login=now)
    User.objects.filter(pk=cast.hangzhou_officer.pk).update(last_login=now - timedelta(days=91))
    assert close_dormant(at=clock.now(), true_at=now) == ["em-330100"]
    event = AccountEvent.objects.visible_to(cast.hangzhou_lead).get()
    assert (event.deed, event.person, event.by_name) == ("dormant", cast.hangzhou_officer, "系统")


# --- pages and papers -----------------------------------------------------------------------------------------


def test_guidance_to_a_plan(cast: Cast, as_user: Browser) -> None:
    plan = world.plan(world.policy(world.enterprise()))
    planning.guide_plan(plan=plan, text="建议增加外包作业排查。", by=cast.zhejiang_regulator, at=clock.now())
    old, new = moved(cast.zhejiang_regulator, REGULATOR)
    said = words(body(as_user(cast.insurer_a_clerk), f"/plans/{plan.pk}/"))
    assert f"{old} 2023" in said
    assert new not in said


def test_reviews_and_files_of_a_hazard(cast: Cast, as_user: Browser) -> None:
    clerk, county = named(cast.insurer_a_clerk), cast.xihu_county
    hazard = life.submitted(life.told(life.entered(life.firm(), clerk), clerk), clerk)
    rectification.add_files(hazard=hazard, slot="acceptance", files=[life.photo()], by=clerk, at=clock.now())
    old, new = moved(clerk, "INS-B-ZJ")
    said = words(body(as_user(county), f"/hazards/{hazard.pk}/"))
    assert f"{new} {NAME}" not in said
    assert said.count(f"{old} {NAME}") >= 2


def test_who_reviewed_a_hazard(cast: Cast, as_user: Browser) -> None:
    clerk, lead = cast.insurer_a_clerk, named(cast.insurer_a_lead)
    hazard = life.submitted(life.told(life.entered(life.firm(), clerk), clerk), clerk)
    rectification.review_hazard(hazard=hazard, decision=life.PASS, by=lead, today=TODAY, at=clock.now())
    old_office_stands(as_user(clerk), f"/hazards/{hazard.pk}/", moved(lead, "INS-B-ZJ"), times=2)


def test_who_decided_a_question(cast: Cast, as_user: Browser) -> None:
    held, regulator = world.policy(world.enterprise()), named(cast.zhejiang_regulator)
    world.expense(held, amount=Decimal("1500.01"))
    answered = answer(cast, ask(cast, held))
    questions.accept_answer(
        inquiry=answered, note="", seen=version_of(answered), by=regulator, today=TODAY, at=clock.now()
    )
    offices = moved(regulator, REGULATOR)
    old_office_stands(as_user(cast.insurer_a_clerk), f"/questions/{answered.pk}/", offices)


def test_who_signed_for_a_paper_and_answered_it(cast: Cast, as_user: Browser) -> None:
    by, clerk, lead = person("reg-330300"), named(cast.insurer_a_clerk), cast.insurer_a_lead
    paper = take(insurer_case(by, "330300"), by, "INQUIRY", due_on=TODAY + timedelta(days=7))
    dispositions.sign_step(step=fresh(paper), by=clerk, at=clock.now())
    offices = moved(clerk, "INS-B-ZJ")
    for reader in (by, lead):
        old_office_stands(as_user(reader), f"/dispositions/{paper.case_id}/", offices)
    dispositions.sign_step(step=fresh(paper), by=lead, at=clock.now())
    assert fresh(paper).receipt_by == lead


def test_who_reminded_a_firm(cast: Cast, as_user: Browser) -> None:
    firm, by = world.enterprise(), named(cast.hangzhou_officer)
    remind_enterprise(enterprise=firm, frame=frame_today(), channel="PHONE", text="请投保", by=by, at=clock.now())
    old_office_stands(as_user(cast.hangzhou_lead), f"/gap/{firm.pk}/", moved(by))


def test_who_returned_a_service_and_brought_its_files(cast: Cast, as_user: Browser) -> None:
    service, by = world.activity(world.policy(world.enterprise())), cast.hangzhou_officer
    clerk = named(cast.insurer_a_clerk)
    attachments.attach(service, "report", ContentFile(pdf()), name="报告.pdf", by=clerk, at=clock.now())
    move_service(service, "return", by, "照片与企业不符")
    old, new = moved(by)
    offices = moved(clerk, "INS-B-ZJ")
    said = words(body(as_user(cast.insurer_a_lead), f"/activities/{service.pk}/"))
    assert re.search(f"{old} 2023-11-\\d\\d", said)
    assert new not in said
    old_office_stands(as_user(cast.insurer_a_lead), f"/activities/{service.pk}/", offices)


def test_who_sent_a_workbook(cast: Cast, as_user: Browser) -> None:
    by = named(cast.insurer_a_clerk)
    file = store(ContentFile(b"x"), name="台账.xlsx", organisation_id=by.organisation_id, at=clock.now())
    upload = Upload.objects.create(
        kind="policies",
        organisation_id=by.organisation_id,
        owner=by,
        state=UploadState.ACCEPTED,
        file=file,
        created_at=clock.now(),
    )
    old, new = moved(by, "INS-B-ZJ")
    for url in (f"/uploads/{upload.pk}/", "/uploads/"):
        said = words(body(as_user(cast.provincial_officer), url))
        assert old in said
        assert new not in said


def test_who_fixed_drew_and_added_at_a_draw(cast: Cast, as_user: Browser) -> None:
    task, there, here = ready_task(), named(cast.shaoxing_officer), cast.hangzhou_officer
    firms = register()
    fixed(task)
    draw = drawn(task, enterprises=1)
    chosen = RosterLine.objects.get(roster__draw=draw, roster__kind="FIRMS", position=1).enterprise_id
    wanted = next(firm for firm in firms if firm.pk != chosen)
    addition = inspections.propose_addition(
        draw=draw, kind="FIRMS", code=wanted.uscc, reason="重大隐患销号后需要核实", by=here, at=clock.now()
    )
    inspections.answer_addition(
        addition=addition, agreed=True, answer="", by=there, today=clock.today(), at=clock.now()
    )
    drew, new = moved(here)
    offices = moved(there)
    old_office_stands(as_user(cast.hangzhou_lead), f"/inspections/{task.pk}/draw/", offices, times=3)
    said = words(body(as_user(cast.hangzhou_lead), f"/inspections/{task.pk}/draw/"))
    assert f"{drew} {here}" in said
    assert f"{new} {here}" not in said
    paper = context_of(Draw.objects.get(pk=draw.pk))
    assert f"{offices[0]}{NAME}同意" in str(paper["added"])
    assert f"{offices[0]}{NAME}作废" in str(paper["void"])
    assert new not in f"{paper['added']}{paper['void']}"


def test_who_returned_a_plan(cast: Cast, as_user: Browser) -> None:
    plan, there = sent(cast, ready_task()), named(cast.shaoxing_officer)
    inspections.return_plan(plan=plan, reason="请改期", seen=version_of(plan), by=there, at=clock.now())
    old_office_stands(as_user(cast.hangzhou_lead), f"/inspections/plans/{plan.pk}/", moved(there))


def test_who_wrote_a_finding_and_put_a_firm_on_the_list(cast: Cast, as_user: Browser) -> None:
    task, here = running_task(), named(cast.hangzhou_officer)
    firm = world.enterprise(world.SHAOXING)
    item = add_enterprise(task=task, enterprise=firm, by=here, today=clock.today(), at=clock.now())
    finding, offices = find(item, cast), moved(here)
    for url in (f"/inspections/findings/{finding.pk}/", f"/inspections/enterprises/{item.pk}/"):
        old_office_stands(as_user(cast.hangzhou_lead), url, offices)


def test_who_could_see_what_of_a_task(cast: Cast) -> None:
    """The new office is not told of it; the two cities read the office of then."""
    task, officer = running_task(), cast.hangzhou_officer
    firm = world.enterprise(world.SHAOXING)
    add_enterprise(task=task, enterprise=firm, by=officer, today=clock.today(), at=clock.now())
    inspections.give_group_sight(task=task, by=officer, at=clock.now())
    move(officer, cast.zhejiang_regulator.organisation)
    told = [one for one in sights_on(task=task, day=clock.today(), asked_by=cast.hangzhou_lead) if one.user == officer]
    assert told
    assert {one.office for one in told} == {cast.hangzhou_lead.organisation}
    assert not [
        one for one in sights_on(task=task, day=clock.today(), asked_by=cast.zhejiang_regulator) if one.user == officer
    ]


def test_who_answered_and_offered_a_transfer(cast: Cast, as_user: Browser) -> None:
    row = offered(world.enterprise(), cast.hangzhou_officer)
    by = named(cast.quzhou_officer)
    decline_transfer(transfer=row, note="企业不在本市", by=by, at=world.now())
    old_office_stands(as_user(cast.hangzhou_lead), "/transfers/", moved(by))
    move(cast.hangzhou_officer, cast.ningbo_officer.organisation)
    row.refresh_from_db()
    assert row.offering_office == cast.hangzhou_lead.organisation


def test_who_asked_for_an_exemption(cast: Cast, as_user: Browser) -> None:
    """Also of the two in one place: the city's is not its county's to decide, whoever moved there."""
    row = asked(world.enterprise(), named(cast.xihu_county))
    old, new = moved(cast.xihu_county, "EM-330100")
    said = words(body(as_user(cast.hangzhou_lead), f"/enterprises/{row.enterprise_id}/"))
    assert f"{old} {NAME}" in said
    assert f"{new} {NAME}" not in said
    with pytest.raises(Refused, match=f"由「{old}」提出"):
        decide_exemption(exemption=row, approve=True, note="", by=cast.hangzhou_lead, at=world.now())
    decide_exemption(exemption=row, approve=True, note="", by=person("em-330106-lead"), at=world.now())
    assert Exemption.objects.get().state == "APPROVED"


def test_meetings_and_notes_of_the_joint_mechanism(cast: Cast, as_user: Browser) -> None:
    mechanism, by, colleague = set_up(cast.hangzhou_lead), named(cast.hangzhou_officer), cast.hangzhou_lead
    meet(mechanism, by)
    joint.write_note(mechanism=mechanism, text="请查阅", by=by, at=clock.now())
    offices = moved(by, REGULATOR)
    page = f"/joint/{mechanism.pk}/"
    old_office_stands(as_user(colleague), page, offices, times=2)
    assert "会议纪要签字件" in body(as_user(colleague), page), "the office that recorded it brings the minutes"
    meeting = mechanism.meetings.get()
    assert guard_meeting(meeting, colleague) is None
    assert guard_meeting(meeting, cast.ningbo_regulator) is not None
    with pytest.raises(Refused, match="已留下内容相同的通报"):
        joint.write_note(mechanism=mechanism, text="请查阅", by=colleague, at=clock.now())
