"""Who decides decides on what the page showed, and on nothing that was delivered otherwise meanwhile."""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from core import clock
from core.contributions.desk import Desk
from core.gate import NotAllowed
from core.identifiers import paper_number
from core.writing import Refused
from reports import services
from reports.choices import SubmissionState
from reports.models import Submission
from reports.services import Arrival
from reports.todos import work
from tests import world
from tests.cast import Cast
from tests.databases import Keep
from tests.reports.delivering import deliver, sign, write_all
from tests.reports.figuring import build

Enter = Callable[[Any], Client]


@pytest.fixture(scope="module")
def waiting(keep: Keep) -> None:
    """A city's report that waits for its second person, once for all tests; each takes back what it does to it."""

    def fill() -> None:
        officer = Cast().hangzhou_officer
        found = build("coverage", officer).submission
        services.edit_report(submission=found, by=officer, at=clock.now())
        write_all(found, officer)
        services.send_for_review(submission=found, by=officer, at=clock.now())

    keep(fill)


@pytest.fixture
def report(waiting: None) -> Submission:
    return Submission.objects.get()


def stand(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def test_who_took_no_part_in_the_text_signs_it(cast: Cast, as_user: Enter, report: Submission) -> None:
    """The officer built and wrote it: whoever of the office did not is the second person, and nobody else."""
    services.revise_report(submission=report, reason="改一处", by=cast.hangzhou_lead, at=clock.now())
    lead, officer = as_user(cast.hangzhou_lead), as_user(cast.hangzhou_officer)
    refused = lead.post(move_of(report, "review"))
    assert refused.status_code == 409
    assert f"应由您审核签发；请由编制人{cast.hangzhou_officer}送审" in refused.content.decode()
    services.send_for_review(submission=report, by=cast.hangzhou_officer, at=clock.now())
    shown = officer.get(reverse("reports:submission-detail", args=[report.pk]))
    assert "sign" not in [one.move.name for one in shown.context["steps"]]
    assert f"请由{cast.hangzhou_lead}办理" in shown.content.decode()
    # A third one who sends what the officer wrote makes nobody else of the officer.
    third = User.objects.create(
        username="em-330100-3", organisation=cast.hangzhou_lead.organisation, role=cast.hangzhou_lead.role
    )
    services.revise_report(submission=report, reason="再改", by=third, at=clock.now())
    services.send_for_review(submission=report, by=third, at=clock.now())
    number = "杭州应急〔2023〕1号"
    for by in (cast.hangzhou_officer, third):
        with pytest.raises(Refused, match=f"请由{cast.hangzhou_lead}办理"):
            services.sign_report(submission=report, document_no=number, by=by, at=clock.now())
    services.sign_report(submission=report, document_no=number, by=cast.hangzhou_lead, at=clock.now())
    assert stand(report).signed_by == cast.hangzhou_lead


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("宁波应急〔2023〕1号", "不是本机关的文号"),
        ("应急〔2023〕1号", "不是本机关的文号"),
        ("杭州应急管函[2023] 第01号", "以西湖区应急管理局的发文代字「杭州应急管」开头"),
    ],
)
def test_a_report_is_not_signed_under_the_number_of_another_office(
    cast: Cast, as_user: Enter, report: Submission, number: str, said: str
) -> None:
    """The sentence names both: what was typed and what the office's own numbers begin with."""
    below = cast.xihu_county.organisation
    Organisation.objects.filter(pk=below.pk).update(letter_code="杭州应急管", name="西湖区应急管理局")
    lead = as_user(cast.hangzhou_lead)
    shown = lead.get(reverse("reports:submission-detail", args=[report.pk])).content.decode()
    assert "以本机关的发文代字「杭州应急」开头" in shown
    form = {"document_no": number, "seen": shown_at(lead, report)}
    answer = lead.post(move_of(report, "sign"), form)
    assert answer.status_code == 409
    told = answer.content.decode()
    assert said in told
    assert f"发文字号「{paper_number(number)}」" in told
    assert f"{cast.hangzhou_lead.organisation}的发文代字是「杭州应急」" in told
    assert stand(report).state == SubmissionState.REVIEW
    assert lead.post(move_of(report, "sign"), {**form, "document_no": "杭州应急函〔2023〕1号"}).status_code == 302


def test_an_office_without_a_registered_code_signs_under_what_its_paper_says(cast: Cast, report: Submission) -> None:
    Organisation.objects.filter(pk=report.duty.organisation_id).update(letter_code="")
    signed = services.sign_report(
        submission=stand(report), document_no="示例应急〔2023〕1号", by=cast.hangzhou_lead, at=clock.now()
    )
    assert signed.document_no == "示例应急〔2023〕1号"


def move_of(submission: Submission, move: str) -> str:
    return reverse("reports:submission-move", args=[submission.pk, move])


def shown_at(client: Client, submission: Submission) -> str:
    """The mark that the page of a delivery shows."""
    page = client.get(reverse("reports:submission-detail", args=[submission.pk]))
    return next(str(one.form["seen"].value()) for one in page.context["steps"] if "seen" in one.form.fields)


def prepare_anew(submission: Submission, cast: Cast) -> None:
    """Back to the editor and to review once more, with another text."""
    services.revise_report(submission=submission, reason="改一处", by=cast.hangzhou_officer, at=clock.now())
    services.write_section(
        submission=submission, key="claims", text="改过的文字。", seen="1", by=cast.hangzhou_officer, at=clock.now()
    )
    services.send_for_review(submission=submission, by=cast.hangzhou_officer, at=clock.now())


def test_nobody_signs_a_text_that_the_page_did_not_show(cast: Cast, as_user: Enter, report: Submission) -> None:
    lead = as_user(cast.hangzhou_lead)
    form = {"document_no": "杭州应急〔2023〕1号", "seen": shown_at(lead, report)}
    prepare_anew(report, cast)
    answer = lead.post(move_of(report, "sign"), form)
    assert answer.status_code == 409
    assert "重新送审" in answer.content.decode()
    assert stand(report).state == SubmissionState.REVIEW
    # The page that says so shows the report as it stands, and its form goes through.
    (again,) = [one.form for one in answer.context["steps"] if one.move.name == "sign"]
    assert again["document_no"].value() == form["document_no"]
    assert lead.post(move_of(report, "sign"), {**form, "seen": again["seen"].value()}).status_code == 302
    assert stand(report).state == SubmissionState.SIGNED


def test_nobody_delivers_a_text_that_was_signed_anew(cast: Cast, as_user: Enter, report: Submission) -> None:
    services.sign_report(submission=report, document_no="杭州应急〔2023〕1号", by=cast.hangzhou_lead, at=clock.now())
    officer = as_user(cast.hangzhou_officer)
    seen = shown_at(officer, report)
    prepare_anew(report, cast)
    services.sign_report(submission=report, document_no="杭州应急〔2023〕2号", by=cast.hangzhou_lead, at=clock.now())
    for stale in ({"seen": seen}, {"seen": ""}, {}):
        assert officer.post(move_of(report, "submit"), stale).status_code == 409, stale
    assert stand(report).state == SubmissionState.SIGNED
    assert officer.post(move_of(report, "submit"), {"seen": shown_at(officer, report)}).status_code == 302


def test_a_report_goes_out_under_a_number_of_its_own(cast: Cast, report: Submission) -> None:
    number = "杭州应急〔2023〕1号"
    services.sign_report(submission=report, document_no=number, by=cast.hangzhou_lead, at=clock.now())
    other = build("campaign", cast.hangzhou_officer).submission
    services.edit_report(submission=other, by=cast.hangzhou_officer, at=clock.now())
    write_all(other, cast.hangzhou_officer)
    services.send_for_review(submission=other, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match=f"已用于「{report}」（已签发）"):
        services.sign_report(submission=other, document_no="杭州应急[2023]01号", by=cast.hangzhou_lead, at=clock.now())
    # Its further versions keep it; what came outside of the portal takes none that was given away.
    services.submit_report(submission=report, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match=f"已用于「{report}」"):
        services.register_outside(
            duty=other.duty,
            arrival=Arrival(number, clock.today()),
            by=cast.provincial_officer,
            today=clock.today(),
            at=clock.now(),
        )
    services.return_report(submission=report, reason="示例", by=cast.provincial_officer, at=clock.now())
    again = build("coverage", cast.hangzhou_officer).submission
    assert sign(again, cast.hangzhou_officer, cast.hangzhou_lead).document_no == number


def test_whoever_delivers_knows_what_no_longer_holds_and_so_does_the_recipient(
    cast: Cast, as_user: Enter, report: Submission
) -> None:
    services.sign_report(submission=report, document_no="杭州应急〔2023〕1号", by=cast.hangzhou_lead, at=clock.now())
    officer, page_of = as_user(cast.hangzhou_officer), reverse("reports:submission-detail", args=[report.pk])
    still = officer.get(page_of)
    (step,) = [one for one in still.context["steps"] if one.move.name == "submit"]
    assert (still.context["untrue"], "is_known" in step.form.fields) == ([], False)
    world.enterprise()
    form = {"seen": step.form["seen"].value()}
    refused = officer.post(move_of(report, "submit"), form)
    assert refused.status_code == 409
    shown = refused.content.decode()
    assert re.search(r"签发后数据已变，「.*基本情况.*」有\d+句不再属实", shown)
    moved = refused.context["untrue"]
    assert moved
    assert all(one.text in shown for one in moved)
    assert officer.post(move_of(report, "submit"), {**form, "is_known": "1"}).status_code == 302
    # Kept as it was told, whatever the ledgers say later.
    assert [one["text"] for one in stand(report).moved] == [one.text for one in moved]
    province = as_user(cast.provincial_officer)
    for address in (page_of, reverse("reports:centre")):
        assert "报送时" in province.get(address).content.decode()
    assert all(one.text in province.get(page_of).content.decode() for one in moved)


def register(report: Submission, cast: Cast) -> None:
    services.register_outside(
        duty=report.duty,
        arrival=Arrival("杭州应急〔2023〕9号", clock.today()),
        by=cast.provincial_officer,
        today=clock.today(),
        at=clock.now(),
    )


def test_what_was_registered_from_outside_is_not_delivered_once_more(cast: Cast, report: Submission) -> None:
    register(report, cast)
    with pytest.raises(Refused, match="平台外"):
        services.sign_report(
            submission=report, document_no="杭州应急〔2023〕1号", by=cast.hangzhou_lead, at=clock.now()
        )
    assert report.duty.submissions.delivered().count() == 1


def test_a_registration_over_a_returned_report_is_told_alike_everywhere(
    cast: Cast, as_user: Enter, report: Submission
) -> None:
    """On the workbench, on the centre, on the returned version; and nobody is asked for a further one."""
    services.sign_report(submission=report, document_no="杭州应急〔2023〕1号", by=cast.hangzhou_lead, at=clock.now())
    services.submit_report(submission=report, by=cast.hangzhou_officer, at=clock.now())
    services.return_report(submission=report, reason="示例", by=cast.provincial_officer, at=clock.now())
    register(report, cast)
    officer = as_user(cast.hangzhou_officer)
    bench, centre = officer.get("/"), officer.get(reverse("reports:centre"))
    for page in (bench, centre):
        assert "接收单位补录" in page.content.decode()
    (line,) = [one.snapshot for one in bench.context["reports"] if one.snapshot]
    assert (line.label, centre.context["own"].tally.returned) == ("已签收", 0)
    assert "退回补正" not in [one.detail for one in work(Desk(cast.hangzhou_officer, clock.today())).todos]
    old = officer.get(reverse("reports:submission-detail", args=[report.pk]))
    assert (old.context["renewal"], old.context["steps"]) == (None, [])
    assert "接收单位已补录" in old.content.decode()
    asked = {"report": report.duty.report, "cutoff": str(clock.today())}
    refused = officer.post(reverse("reports:build"), asked)
    assert refused.status_code == 400
    assert "不再生成" in refused.content.decode()


def test_nor_is_a_signed_one(cast: Cast, report: Submission) -> None:
    services.sign_report(submission=report, document_no="杭州应急〔2023〕1号", by=cast.hangzhou_lead, at=clock.now())
    register(report, cast)
    with pytest.raises(Refused, match="平台外"):
        services.submit_report(submission=report, by=cast.hangzhou_officer, at=clock.now())
    assert report.duty.submissions.delivered().count() == 1


def test_the_button_of_the_summary_gives_the_file_that_was_signed(cast: Cast, as_user: Enter) -> None:
    """Its digest is that of a genuine version; one made anew would not be."""
    report = build("coverage", cast.hangzhou_officer).submission
    officer = as_user(cast.hangzhou_officer)
    address = reverse("reports:snapshot-document", args=[report.snapshot_id])
    assert b"".join(officer.get(address)).startswith(b"PK")
    sign(report, cast.hangzhou_officer, cast.hangzhou_lead)
    body = b"".join(officer.get(address))
    kept = report.snapshot.files.get(name__endswith=".docx") if report.snapshot else None
    assert kept is not None
    assert sha256(body).hexdigest() == kept.sha256


def test_ningbo_s_office_notes_the_answer_of_the_national_body(cast: Cast) -> None:
    """That body does not work in the portal; the report would stand as delivered for ever."""
    report = build("regulator", cast.ningbo_regulator).submission
    deliver(report, cast.ningbo_regulator, User.objects.get(username="reg-nb-lead"))
    with pytest.raises(NotAllowed):
        services.receive_report(submission=report, by=cast.zhejiang_regulator, at=clock.now())
    services.receive_report(submission=report, by=cast.ningbo_regulator, at=clock.now())
    assert stand(report).state == SubmissionState.RECEIVED
