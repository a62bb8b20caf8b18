"""How reports are delivered: steps by the right people, the last second, returns, corrections, reports from outside."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.models import Campaign
from core import clock
from core.attachments import attach
from core.contributions.desk import Desk, Todo
from core.gate import NotAllowed
from core.models import AuditEvent
from core.transitions import allowed
from core.writing import Refused
from notifications import sources
from notifications.models import Message
from notifications.services import store_messages
from reports import reminders, services, verification
from reports.changes.drift import drifts_for
from reports.choices import SubmissionState
from reports.delivery import chase_list, owed_by, owed_to, phones_of, with_regulators
from reports.documents.sections import sections_of
from reports.documents.summary import document_of
from reports.files import files_guard
from reports.models import ReportDuty, Snapshot, Submission
from reports.services import Arrival
from reports.states import SUBMISSION_MOVES
from reports.todos import report_states, work
from reports.verification import Verdict, judged
from tests import world
from tests.cast import Cast
from tests.databases import Keep
from tests.papers import pdf
from tests.reports.delivering import deliver, sign, write_all
from tests.reports.figuring import build
from tests.reports.reading import text_of

Enter = Callable[[Any], Client]
DUE = date(2023, 12, 10)
DAY = date(2023, 11, 20)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def built(keep: Keep) -> None:
    keep(lambda: build("coverage", Cast().hangzhou_officer))


@pytest.fixture
def report(built: None, cast: Cast) -> Submission:
    """The first version of a city's report."""
    return Submission.objects.get()


def campaign() -> Campaign:
    return Campaign.objects.get(code="2023")


def stand(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def test_who_owes_what_to_whom(cast: Cast) -> None:
    duties = ReportDuty.objects.filter(campaign__code="2023")
    to = {one.recipient_name: 0 for one in duties}
    for one in duties:
        to[one.recipient_name] += 1
    assert to == {
        "浙江省应急管理厅": 33,
        "国家金融监督管理总局浙江监管局": 10,
        "国家金融监督管理总局": 2,
        "应急管理部": 1,
    }
    assert {one.due_on for one in duties if one.recipient} == {DUE}
    year_end = [one for one in duties if one.recipient is None]
    assert {one.due_on for one in year_end} == {date(2023, 12, 31)}
    assert all("待核" in one.basis for one in year_end)
    assert not duties.filter(organisation__division__code="330100", report="regulator").exists()


def test_the_whole_way(cast: Cast, report: Submission) -> None:
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    services.receive_report(submission=report, by=cast.provincial_officer, at=clock.now())
    services.archive_report(submission=report, by=cast.provincial_lead, at=clock.now())
    found = stand(report)
    assert found.state == SubmissionState.ARCHIVED
    assert (found.prepared_by, found.signed_by) == (cast.hangzhou_officer, cast.hangzhou_lead)
    assert (found.is_late, found.is_locked, found.document_no) == (False, True, "杭州应急〔2023〕1号")
    steps = ["edit", "review", "sign", "submit", "receive", "archive"]
    told = AuditEvent.objects.filter(action__in=[f"report.{one}" for one in steps]).order_by("pk")
    assert [one.action for one in told] == [f"report.{one}" for one in steps]


def test_whoever_sends_it_for_review_does_not_sign(cast: Cast, report: Submission) -> None:
    services.edit_report(submission=report, by=cast.hangzhou_lead, at=clock.now())
    write_all(report, cast.hangzhou_lead)
    services.send_for_review(submission=report, by=cast.hangzhou_lead, at=clock.now())
    for number, said in (
        ("abc", "发文字号「abc」不是"),
        ("杭州应急〔1999〕1号", "年份〔1999〕"),
        ("杭州应急〔2099〕1号", "年份〔2099〕"),
    ):
        with pytest.raises(Refused, match=said):
            services.sign_report(submission=report, document_no=number, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="另一人"):
        services.sign_report(
            submission=report, document_no="杭州应急〔2023〕1号", by=cast.hangzhou_lead, at=clock.now()
        )
    services.sign_report(submission=report, document_no="杭州应急〔2023〕1号", by=cast.hangzhou_officer, at=clock.now())
    assert not stand(report).is_alone


def test_where_only_one_works_that_one_signs_and_it_is_noted(cast: Cast, report: Submission) -> None:
    User.objects.filter(username="em-330100-lead").update(is_active=False)
    sign(report, cast.hangzhou_officer, cast.hangzhou_officer)
    assert stand(report).is_alone


@pytest.mark.parametrize(
    "by", ["provincial_officer", "quzhou_officer", "xihu_county", "zhejiang_regulator", "insurer_a_clerk", "adm_system"]
)
def test_nobody_else_takes_a_step(cast: Cast, report: Submission, by: str) -> None:
    with pytest.raises((NotAllowed, Refused)):
        services.edit_report(submission=report, by=getattr(cast, by), at=clock.now())
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    if by != "provincial_officer":
        with pytest.raises((NotAllowed, Refused)):
            services.receive_report(submission=report, by=getattr(cast, by), at=clock.now())
        assert stand(report).state == SubmissionState.SUBMITTED


def test_the_sender_cannot_receive_its_own(cast: Cast, report: Submission) -> None:
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    with pytest.raises(NotAllowed):
        services.receive_report(submission=report, by=cast.hangzhou_lead, at=clock.now())


@pytest.mark.parametrize("move", sorted(SUBMISSION_MOVES))
def test_no_step_is_taken_out_of_turn(cast: Cast, report: Submission, move: str) -> None:
    """Each state offers exactly the steps whose sources name it."""
    for state in SubmissionState:
        report.state, report.document_no = state, "1"
        offered = {
            one.name
            for person in (cast.hangzhou_officer, cast.hangzhou_lead, cast.provincial_officer)
            for one in allowed(SUBMISSION_MOVES.values(), report, person)
        }
        is_received = (move, state) == ("return", SubmissionState.RECEIVED)
        assert (move in offered) == (state in SUBMISSION_MOVES[move].sources and not is_received)


# --- the last second ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "late"),
    [
        (datetime(2023, 12, 10, 23, 59, 59, tzinfo=SHANGHAI), False),
        (datetime(2023, 12, 11, 0, 0, 0, tzinfo=SHANGHAI), True),
        (datetime(2023, 12, 10, 15, 59, 59, tzinfo=ZoneInfo("UTC")), False),
        (datetime(2023, 12, 10, 16, 0, 0, tzinfo=ZoneInfo("UTC")), True),
    ],
)
@pytest.mark.parametrize("skewed", [date(2023, 12, 1), date(2023, 12, 20)])
def test_the_last_second_is_that_of_the_database(
    cast: Cast, report: Submission, monkeypatch: pytest.MonkeyPatch, instant: datetime, late: bool, skewed: date
) -> None:
    """Whatever the clock of the web server says. A late report is taken all the same."""
    sign(report, cast.hangzhou_officer, cast.hangzhou_lead)
    monkeypatch.setattr(clock, "database_now", lambda: instant)
    services.submit_report(submission=report, by=cast.hangzhou_officer, at=clock.now().replace(day=skewed.day))
    found = stand(report)
    assert (found.state, found.is_late, found.submitted_at) == (SubmissionState.SUBMITTED, late, instant)


@pytest.mark.parametrize("hours", [-9, 0, 9])
@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (1, True)])
def test_hours_that_the_web_server_is_wrong_decide_nothing(
    cast: Cast,
    as_user: Enter,
    report: Submission,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    seconds: int,
    hours: int,
    late: bool,
) -> None:
    """Delivered on the page around the end of the last day, as the clock of the database itself goes."""
    sign(report, cast.hangzhou_officer, cast.hangzhou_lead)
    sender, seen = as_user(cast.hangzhou_officer), stand(report).mark
    instant = datetime(2023, 12, 11, tzinfo=SHANGHAI) + timedelta(seconds=seconds)
    settings.PORTAL_TODAY, settings.SESSION_IDLE_SECONDS = None, 0
    monkeypatch.setattr("django.utils.timezone.now", lambda: instant + timedelta(hours=hours))
    address = reverse("reports:submission-move", args=[report.pk, "submit"])
    with database_clock_at(instant):
        answer = sender.post(address, {"seen": seen, "is_known": "on"})
    assert answer.status_code == 302
    found = stand(report)
    assert (found.state, found.is_late, found.submitted_at) == (SubmissionState.SUBMITTED, late, instant)


def database_clock_at(instant: datetime) -> AbstractContextManager[None]:
    """The database, asked for the time, tells this one."""
    told = f"SELECT '{instant.isoformat()}'::timestamptz"

    def ask(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        return execute(told if sql == "SELECT clock_timestamp()" else sql, *rest)

    return connection.execute_wrapper(ask)


@pytest.mark.parametrize(("day", "late"), [(date(2023, 12, 10), False), (date(2023, 12, 11), True)])
def test_the_clock_of_the_database_is_moved_to_the_demo_s_day(
    cast: Cast, report: Submission, settings: Any, day: date, late: bool
) -> None:
    settings.PORTAL_TODAY = day
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    found = stand(report)
    assert found.submitted_at is not None
    assert (clock.day_of(found.submitted_at), found.is_late) == (day, late)


# --- returned, corrected, from outside ------------------------------------------------------------------------


def test_a_returned_report_comes_back_as_a_new_version(
    cast: Cast, report: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    with pytest.raises(Refused, match="理由"):
        services.return_report(submission=report, reason=" ", by=cast.provincial_officer, at=clock.now())
    services.return_report(submission=report, reason="附表3缺2户", by=cast.provincial_officer, at=clock.now())
    assert stand(report).reason == "附表3缺2户"
    second = build("coverage", cast.hangzhou_officer).submission
    assert second.snapshot is not None
    assert second.snapshot.version == 2
    deliver(second, cast.hangzhou_officer, cast.hangzhou_lead)
    assert stand(second).state == SubmissionState.SUBMITTED
    # Both have the same figures and so one code; each paper names its version, and is judged as that.
    code, reader = second.snapshot.code, cast.quzhou_officer
    papers = [judged(code, reader, version) for version in ("1", "2", "3", "")]
    told = [(True, False), (True, True), (False, False), (True, True)]
    assert [(one.is_genuine, one.is_current) for one in papers] == told
    # However many share it, the oldest is still found by its number; a number that is none is that of no version.
    monkeypatch.setattr(verification, "ALIKE", 1)
    assert judged(code, reader, "1").is_genuine
    for version in ("9" * 30, "²", "x", "-1"):
        assert not judged(code, reader, version).is_genuine


@pytest.mark.parametrize(
    ("end", "version"),
    [("-v1", 1), ("-V2", 2), (" － v 1", 1), ("—v02", 2), ("v1", 1), ("", 2), ("-v3", None), ("-v0", "refused")],
)
def test_a_code_is_typed_as_it_is_printed(
    cast: Cast, as_user: Enter, report: Submission, end: str, version: int | str | None
) -> None:
    """With the number of its version: that one is judged, not the newest of those that share the code."""
    build("coverage", cast.hangzhou_officer)
    assert report.snapshot is not None
    typed = {"digest": f"{report.snapshot.code}{end}"}
    page = as_user(cast.hangzhou_officer).post(reverse("reports:verify"), typed)
    if version == "refused":
        assert page.status_code == 400
        return
    found = page.context["asked"].verdict.snapshot
    assert (found and found.version) == version


def test_whoever_has_to_act_is_told_at_once_and_opens_the_report(
    cast: Cast, as_user: Enter, report: Submission
) -> None:
    def told(person: User) -> list[str]:
        """The newest message of the person, each link opened."""
        page = as_user(person).get(reverse("notifications:message-list")).content.decode()
        url = reverse("reports:submission-detail", args=[report.pk])
        texts: list[str] = re.findall(rf'<a href="{url}">([^<]+)</a>', page)
        assert not texts or as_user(person).get(url).status_code == 200
        return texts

    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    assert "已送审，请审核签发" in told(cast.hangzhou_lead)[0]
    assert "签发，请报送浙江省应急管理厅" in told(cast.hangzhou_officer)[0]
    assert "已报送，请签收或退回" in told(cast.provincial_lead)[0]
    services.receive_report(submission=report, by=cast.provincial_officer, at=clock.now())
    assert "已由浙江省应急管理厅签收" in told(cast.hangzhou_officer)[0]
    said = {"place": "附表1", "before": "1", "after": "2", "reason": "示例"}
    services.correct_report(submission=report, **said, by=cast.hangzhou_officer, at=clock.now())
    assert "登记第1号更正，请核对：附表1" in told(cast.provincial_officer)[0]
    assert told(cast.quzhou_officer) == []
    second = build("campaign", cast.hangzhou_officer).submission
    deliver(second, cast.hangzhou_officer, cast.hangzhou_lead)
    services.return_report(submission=second, reason="附表4缺2家", by=cast.provincial_officer, at=clock.now())
    for person in (cast.hangzhou_officer, cast.hangzhou_lead):
        page = as_user(person).get("/").content.decode()
        assert "已退回补正，请补正后报送新版本：附表4缺2家</a>" in page


def test_one_version_at_a_time_is_under_way(cast: Cast, report: Submission) -> None:
    services.edit_report(submission=report, by=cast.hangzhou_officer, at=clock.now())
    second = build("coverage", cast.hangzhou_officer).submission
    with pytest.raises(Refused, match="另一版本"):
        services.edit_report(submission=second, by=cast.hangzhou_officer, at=clock.now())
    services.set_aside(submission=report, by=cast.hangzhou_officer, at=clock.now())
    services.edit_report(submission=second, by=cast.hangzhou_officer, at=clock.now())


@pytest.mark.parametrize(
    ("state", "version", "in_force", "told"),
    [
        ("RETURNED", 2, None, (False, True)),
        ("RETURNED", 2, 1, (False, True)),  # the older one holds on, and replaces nothing
        ("RETURNED", 1, 2, (False, False)),
        ("RECEIVED", 1, 2, (False, False)),
        ("RECEIVED", 2, None, (True, False)),
        ("SIGNED", 2, None, (True, False)),
        ("REVIEW", 2, None, (False, False)),
        ("DRAFT", 2, None, (False, False)),
    ],
)
def test_what_was_sent_back_is_not_in_force(
    state: str, version: int, in_force: int | None, told: tuple[bool, bool]
) -> None:
    current = Snapshot(pk=in_force, version=in_force) if in_force else None
    found = Verdict(Snapshot(pk=version, version=version), current, Submission(state=state))
    assert (found.is_current, found.is_returned) == told


def test_whoever_verifies_a_report_learns_that_it_was_corrected(cast: Cast, as_user: Enter, report: Submission) -> None:
    """A stranger, too: the number alone, and nothing of what was corrected."""
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    services.receive_report(submission=report, by=cast.provincial_officer, at=clock.now())
    services.correct_report(
        submission=report,
        place="附表1",
        before="1,301",
        after="1,304",
        reason="补录",
        by=cast.hangzhou_officer,
        at=clock.now(),
    )
    assert report.snapshot is not None
    answer = as_user(cast.quzhou_officer).get(reverse("reports:verify"), {"digest": report.snapshot.code})
    assert answer.context["asked"].verdict.corrections == 1
    body = answer.content.decode()
    assert "签收后更正" in body
    assert "1,304" not in body


def test_corrections_are_numbered_and_keep_before_and_after(cast: Cast, report: Submission) -> None:
    assert report.snapshot is not None
    second, third = (one.texts[0][:8] for one in sections_of(report.snapshot, report)[1:3])
    given = {"place": "二、第1句", "before": second, "after": "1,304", "reason": "补录3张保单"}
    with pytest.raises(Refused, match="签收后"):
        services.correct_report(submission=report, by=cast.hangzhou_officer, at=clock.now(), **given)
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    services.receive_report(submission=report, by=cast.provincial_officer, at=clock.now())
    services.correct_report(submission=report, by=cast.hangzhou_officer, at=clock.now(), **given)
    with pytest.raises(Refused, match="已登记为第1号更正"):
        services.correct_report(submission=report, by=cast.hangzhou_officer, at=clock.now(), **given)
    services.correct_report(
        submission=report, by=cast.hangzhou_officer, at=clock.now(), **{**given, "place": "三", "before": third}
    )
    for wrong, said in (
        ({"place": "不存在的节"}, "章节或附表"),
        ({"before": "文中没有的话"}, "中没有「文中没有的话」"),
        ({"place": "附表9"}, "附表1、附表2、附表3"),  # a report of coverage has no such table
        ({"place": "一", "before": "单位"}, "出现2处"),
        ({"place": "一", "before": "202"}, "中没有「202」"),  # within a number
    ):
        with pytest.raises(Refused, match=said):
            services.correct_report(submission=report, by=cast.hangzhou_officer, at=clock.now(), **{**given, **wrong})
    found = list(report.corrections.all())
    assert [one.number for one in found] == [1, 2]
    assert (found[0].before, found[0].after) == (second, "1,304")
    with pytest.raises(Refused, match="相同"):
        services.correct_report(
            submission=report, by=cast.hangzhou_officer, at=clock.now(), **{**given, "after": second}
        )
    # What a correction replaced stands no more: the next one begins from what that left.
    with pytest.raises(Refused, match="第1号更正改为「1,304」"):
        services.correct_report(
            submission=report, by=cast.hangzhou_officer, at=clock.now(), **{**given, "after": "1,305"}
        )
    for before, after in (("1,304", "1,306"), ("1,306", second)):
        services.correct_report(
            submission=report,
            by=cast.hangzhou_officer,
            at=clock.now(),
            **{**given, "before": before, "after": after, "reason": "再核"},
        )
    services.correct_report(
        submission=report, by=cast.hangzhou_officer, at=clock.now(), **{**given, "after": "1,307", "reason": "又核"}
    )


@pytest.mark.parametrize(("day", "late"), [(date(2023, 11, 20), False), (date(2023, 12, 11), True)])
def test_a_report_from_outside_is_registered_by_who_received_it(
    cast: Cast, settings: Any, day: date, late: bool
) -> None:
    settings.PORTAL_TODAY = date(2023, 12, 12)
    duty = ReportDuty.objects.get(organisation__code="EM-330800", report="campaign")
    arrival, today = Arrival("衢示例〔2023〕2号", day), clock.today()
    with pytest.raises(NotAllowed):
        services.register_outside(duty=duty, arrival=arrival, by=cast.quzhou_officer, today=today, at=clock.now())
    found = services.register_outside(
        duty=duty, arrival=arrival, by=cast.provincial_officer, today=today, at=clock.now()
    )
    assert (found.is_outside, found.state, found.is_late) == (True, SubmissionState.RECEIVED, late)
    with pytest.raises(Refused):
        services.register_outside(duty=duty, arrival=arrival, by=cast.provincial_lead, today=today, at=clock.now())
    draft = build("campaign", cast.quzhou_officer).submission
    with pytest.raises(Refused, match="平台外"):
        services.edit_report(submission=draft, by=cast.quzhou_officer, at=clock.now())


def test_what_was_registered_by_mistake_goes_back_and_the_way_is_open_again(cast: Cast, as_user: Enter) -> None:
    """As a click in the wrong line: the office still owes its report, and it may be registered once more."""
    duty = ReportDuty.objects.get(organisation__code="EM-330100", report="coverage")
    arrival, today = Arrival("杭州应急〔2023〕9号", date(2023, 11, 20)), clock.today()
    given = {"duty": duty, "arrival": arrival, "by": cast.provincial_officer, "today": today}
    found = services.register_outside(**given, at=clock.now())  # type: ignore[arg-type]
    address = reverse("reports:submission-move", args=[found.pk, "return"])
    assert as_user(cast.provincial_officer).post(address, {"reason": "登记到了别的单位"}).status_code == 302
    assert owed_by(cast.hangzhou_officer, campaign()).tally.missing == 3
    again = services.register_outside(**given, at=clock.now())  # type: ignore[arg-type]
    services.return_report(submission=again, reason="登记有误", by=cast.provincial_lead, at=clock.now())
    report = build("coverage", cast.hangzhou_officer).submission
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    services.receive_report(submission=report, by=cast.provincial_officer, at=clock.now())
    with pytest.raises(Refused, match="已签收，不能退回"):
        services.return_report(submission=report, reason="有误", by=cast.provincial_officer, at=clock.now())


@pytest.mark.parametrize(("day", "words"), [(date(2023, 12, 1), "晚于今天"), (date(1900, 1, 1), "早于专项行动开始日")])
def test_a_day_on_which_nothing_can_have_come_is_refused(cast: Cast, day: date, words: str) -> None:
    duty = ReportDuty.objects.get(organisation__code="EM-330800", report="campaign")
    with pytest.raises(Refused, match=words):
        services.register_outside(
            duty=duty,
            arrival=Arrival("杭州应急〔2023〕1号", day),
            by=cast.provincial_officer,
            today=date(2023, 11, 23),
            at=clock.now(),
        )


PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c"
    b"IDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00IEND\xaeB`\x82"
)


def test_complete_is_a_number_and_the_stamped_scan(cast: Cast, report: Submission) -> None:
    assert services.missing_parts(report) == ["发文字号", "盖章件"]
    with pytest.raises(Refused, match="签发后"):
        attach(report, "stamped", BytesIO(PNG), name="scan.png", by=cast.hangzhou_officer, at=clock.now())
    sign(report, cast.hangzhou_officer, cast.hangzhou_lead)
    signed = stand(report)
    assert services.missing_parts(signed) == ["盖章件"]
    attach(signed, "stamped", BytesIO(PNG), name="scan.png", by=cast.hangzhou_officer, at=clock.now())
    assert services.missing_parts(signed) == []


def test_the_stamped_scan_is_no_file_of_an_office_program(cast: Cast, as_user: Enter, report: Submission) -> None:
    """A scan shows seal and signature; the portal's own document is none, whatever place it is sent to."""
    signed = sign(report, cast.hangzhou_officer, cast.hangzhou_lead)
    assert signed.snapshot is not None
    with signed.snapshot.files.get(name__endswith=".docx").file.open("rb") as source:
        document = source.read()
    send = partial(attach, signed, name="报告.docx", by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="是DOCX 文件，此处只接收PDF 扫描件、JPG、PNG 图片"):
        send("stamped", BytesIO(document))
    for scrap in (b"%PDF-", b"%PDF-1.7\n", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF"):
        with pytest.raises(Refused):
            attach(signed, "stamped", BytesIO(scrap), name="盖章.pdf", by=cast.hangzhou_officer, at=clock.now())
    assert services.missing_parts(signed) == ["盖章件"]
    send("annex", BytesIO(document))
    sent = pdf()
    attach(signed, "stamped", BytesIO(sent), name="盖章.pdf", by=cast.hangzhou_officer, at=clock.now())
    assert services.missing_parts(signed) == []
    own, digest = as_user(cast.hangzhou_officer), sha256(sent).hexdigest()
    page = own.get(reverse("reports:submission-detail", args=[signed.pk])).content.decode()
    assert page.index("盖章件</h3>") < page.index("盖章.pdf")
    verdict = own.get(reverse("reports:verify"), {"digest": digest}).context["asked"].verdict
    assert (verdict.snapshot, verdict.attached) == (signed.snapshot, "盖章件")
    assert (
        not as_user(cast.quzhou_officer)
        .get(reverse("reports:verify"), {"digest": digest})
        .context["asked"]
        .verdict.is_genuine
    )
    answer = own.get(reverse("reports:snapshot-archive", args=[signed.snapshot.pk]))
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert archive.read("盖章件1-盖章.pdf") == sent
        assert f"{digest}  盖章件1-盖章.pdf" in archive.read("SHA256SUMS.txt").decode()


def test_a_scan_that_is_missing_may_follow_when_the_file_is_closed(cast: Cast, report: Submission) -> None:
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    services.receive_report(submission=report, by=cast.provincial_officer, at=clock.now())
    services.archive_report(submission=report, by=cast.provincial_officer, at=clock.now())
    attach(stand(report), "stamped", BytesIO(PNG), name="scan.png", by=cast.hangzhou_officer, at=clock.now())
    assert services.missing_parts(stand(report)) == []
    assert files_guard(stand(report), cast.hangzhou_officer)


# --- what waits on the workbench -------------------------------------------------------------------------------


def waiting(user: User, day: date = DUE) -> list[Todo]:
    return [one for one in work(Desk(user, day)).todos if one.kind == "工作总结"]


def test_the_workbench_tells_of_the_version_that_is_on_its_way(cast: Cast, report: Submission) -> None:
    """A draft that a night builds later hides neither a delivery nor its return."""
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    build("coverage", cast.hangzhou_officer)
    state = report_states(Desk(cast.hangzhou_officer, DUE))[0]
    assert state.snapshot is not None
    assert (state.snapshot.version, state.snapshot.label) == (1, "已报送")
    assert "退回补正" not in [one.detail for one in waiting(cast.hangzhou_officer)]
    services.return_report(submission=report, reason="示例", by=cast.provincial_officer, at=clock.now())
    (line,) = [one for one in waiting(cast.hangzhou_officer) if one.detail == "退回补正"]
    assert line.url == reverse("reports:submission-detail", args=[report.pk])
    newer = Submission.objects.exclude(pk=report.pk).get()
    services.edit_report(submission=newer, by=cast.hangzhou_officer, at=clock.now())
    assert "退回补正" not in [one.detail for one in waiting(cast.hangzhou_officer)]


def test_a_report_is_due_on_its_day_wherever_it_is_told(cast: Cast) -> None:
    """The 10th is a Sunday, and until its last second nothing is overdue."""
    assert {one.due_on for one in waiting(cast.hangzhou_officer)} == {DUE}


# --- who sees what --------------------------------------------------------------------------------------------


def test_the_recipient_reads_a_report_once_it_is_delivered(cast: Cast, report: Submission) -> None:
    province = cast.provincial_officer
    assert not Snapshot.objects.visible_to(province).exists()
    assert not Submission.objects.visible_to(province).exists()
    sign(report, cast.hangzhou_officer, cast.hangzhou_lead)
    assert not Snapshot.objects.visible_to(province).exists()
    (line,) = [one for one in owed_to(province, campaign()).lines if one.organisation.code == "EM-330100"]
    assert [cell.label for cell in line.cells] == ["已签发", "", ""]
    assert not line.cells[0].is_open_to_reader
    services.submit_report(submission=report, by=cast.hangzhou_officer, at=clock.now())
    assert Snapshot.objects.visible_to(province).get() == report.snapshot
    for stranger in (cast.quzhou_officer, cast.zhejiang_regulator, cast.xihu_county, cast.insurer_a_clerk):
        assert not Snapshot.objects.visible_to(stranger).exists()
        assert not Submission.objects.visible_to(stranger).exists()


def test_a_sub_office_delivers_to_the_provincial_regulator(cast: Cast) -> None:
    found = build("regulator", cast.wenzhou_regulator)
    assert (found.organisation.code, found.version, found.city_id) == ("REG-330300", 1, "330300")
    second = User.objects.get(username="reg-330300-lead")
    deliver(found.submission, cast.wenzhou_regulator, second)
    assert found in Snapshot.objects.visible_to(cast.zhejiang_regulator)
    assert found not in Snapshot.objects.visible_to(cast.provincial_officer)
    assert found not in Snapshot.objects.visible_to(cast.ningbo_regulator)
    services.receive_report(submission=found.submission, by=cast.zhejiang_regulator, at=clock.now())


def test_the_provincial_regulator_leaves_ningbo_out(cast: Cast) -> None:
    found = build("regulator", cast.zhejiang_regulator)
    assert len(found.cities) == 10
    assert "330200" not in found.cities
    assert build("regulator", cast.ningbo_regulator).city_id == "330200"
    assert {"coverage.insured_units", "coverage.premium_paid", "expenses.share"} <= set(found.figures)
    assert "coverage.must_insure" not in found.figures


def test_rates_count_what_came_and_what_came_in_time(cast: Cast, report: Submission, settings: Any) -> None:
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    settings.PORTAL_TODAY = date(2023, 12, 11)
    late = build("campaign", cast.hangzhou_officer).submission
    deliver(late, cast.hangzhou_officer, cast.hangzhou_lead)
    owed = owed_to(cast.provincial_officer, campaign())
    tally, last = owed.tally, date(2023, 12, 10)
    assert [owed.overdue(day) for day in (last, last + timedelta(days=1))] == [0, 31]
    assert (tally.owed, tally.delivered, tally.in_time, tally.late, tally.waiting) == (33, 2, 1, 1, 2)
    assert (str(tally.rate), str(tally.rate_in_time)) == ("0.0606", "0.0303")
    assert owed_by(cast.hangzhou_officer, campaign()).tally.missing == 1


def test_whom_to_call(cast: Cast, report: Submission) -> None:
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    User.objects.filter(username="em-330100").update(phone="0571-0000 0101")
    lines = chase_list(owed_to(cast.provincial_officer, campaign()))
    assert len(lines) == 11
    (hangzhou,) = [one for one in lines if one.organisation.code == "EM-330100"]
    assert [cell.duty.report for cell in hangzhou.missing] == ["campaign", "cross-inspection"]
    assert list(hangzhou.phones) == ["0571-0000 0101"]


@pytest.mark.parametrize("days", [30, 15, 7, 3, 1])
def test_reminders_go_to_those_who_owe(
    cast: Cast, report: Submission, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    day = date.fromordinal(DUE.toordinal() - days)
    mine = [one for one in reminders.items(day) if one.person_id == cast.hangzhou_officer.pk]
    assert len(mine) == 2
    assert {one.on for one in mine} == {DUE}
    assert not list(reminders.items(date.fromordinal(day.toordinal() - 1)))
    monkeypatch.setattr(sources, "_desks", [])  # what waits on the workbench comes besides, and takes a while
    store_messages(today=day, at=clock.now())
    text = Message.objects.digests().get(person=cast.hangzhou_officer, day=day).text
    assert text.count(f"还有 {days} 天（{DUE}）") == 2


def test_administrators_are_not_reminded_told_or_called(cast: Cast, report: Submission) -> None:
    """They belong to the province's office and do none of its business."""
    owed = ReportDuty.objects.get(organisation__code="PROV-EM")
    administrators = User.objects.filter(organisation=owed.organisation_id, username__startswith="adm-")
    assert administrators.update(phone="0571-0000 0009") == 3
    reminded = {one.person_id for one in reminders.items(owed.due_on - timedelta(days=30))}
    assert cast.provincial_officer.pk in reminded
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    told = set(Message.objects.filter(at_once=True).values_list("person", flat=True))
    assert cast.provincial_officer.pk in told
    assert (reminded | told).isdisjoint(administrators.values_list("pk", flat=True))
    assert "0571-0000 0009" not in phones_of([owed.organisation_id]).get(owed.organisation_id, [])


# --- pages ----------------------------------------------------------------------------------------------------


def test_the_pages_of_a_delivery(cast: Cast, as_user: Enter, report: Submission) -> None:
    first, second, province = (
        as_user(one) for one in (cast.hangzhou_officer, cast.hangzhou_lead, cast.provincial_officer)
    )
    page = reverse("reports:submission-detail", args=[report.pk])
    step = {name: reverse("reports:submission-move", args=[report.pk, name]) for name in SUBMISSION_MOVES}
    assert province.get(page).status_code == 404
    assert first.post(step["edit"]).status_code == 302
    assert first.post(step["review"]).status_code == 409
    write_all(report, cast.hangzhou_officer)
    assert first.post(step["review"]).status_code == 302
    assert "审核签发" not in [one.move.label for one in first.get(page).context["steps"]]
    assert second.post(step["sign"], {"document_no": ""}).status_code == 400
    seen = {"seen": Submission.objects.get(pk=report.pk).mark}
    assert second.post(step["sign"], {"document_no": "杭州应急函〔2023〕3号", **seen}).status_code == 302
    seen = {"seen": Submission.objects.get(pk=report.pk).mark}
    assert first.post(step["submit"], seen).status_code == 302
    shown = province.get(page)
    assert [one.move.name for one in shown.context["steps"]] == ["receive", "return"]
    assert {"按时", "已锁定", "缺件"} <= set(shown.content.decode().replace("<", ">").split(">"))
    assert province.post(step["return"], {"reason": "缺盖章件"}).status_code == 302
    assert "缺盖章件" in first.get(page).content.decode()


def test_the_centre_of_each(cast: Cast, as_user: Enter, report: Submission) -> None:
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    centre = reverse("reports:centre")
    body = as_user(cast.provincial_officer).get(centre).content.decode()
    assert "下一步：签收" in body
    assert body.count("补录") >= 32
    assert owed_to(cast.provincial_officer, campaign()).sums == ["1 / 11", "0 / 11", "0 / 11"]
    assert body.index("<tfoot>") < body.index("1 / 11")
    for person in (cast.hangzhou_officer, cast.wenzhou_regulator, cast.zhejiang_regulator, cast.ningbo_regulator):
        assert as_user(person).get(centre).status_code == 200
    for person in (cast.xihu_county, cast.insurer_a_clerk, cast.agency, cast.adm_system):
        assert as_user(person).get(centre).status_code == 403


@pytest.mark.parametrize(
    ("who", "due_on", "days"),
    [("ningbo_regulator", date(2023, 12, 31), 20), ("hangzhou_officer", DUE, 1), ("zhejiang_regulator", DUE, 1)],
)
def test_centre_and_workbench_count_down_to_what_the_office_owes(
    cast: Cast, as_user: Enter, who: str, due_on: date, days: int, settings: Any
) -> None:
    settings.PORTAL_TODAY = date(2023, 12, 11)
    client = as_user(getattr(cast, who))
    centre = client.get(reverse("reports:centre"))
    assert centre.context["countdown"].deadline_on == due_on
    assert centre.context["counted"].tally.owed > 0
    said = f'<span class="d">{days}</span>'
    for page in (centre, client.get("/")):
        shown = page.content.decode()
        assert said in shown
        assert f"{due_on.month}月{due_on.day}日报送截止" in shown


def test_who_has_nothing_left_to_send_is_not_told_to_send_it(cast: Cast, as_user: Enter, settings: Any) -> None:
    """Neither who owes no report, nor who has delivered all of them."""
    settings.PORTAL_TODAY = date(2023, 12, 11)
    for person in (cast.hangzhou_officer, cast.insurer_a_clerk):
        duties = ReportDuty.objects.filter(organisation=person.organisation_id)
        Submission.objects.bulk_create(Submission(duty=duty, state=SubmissionState.RECEIVED) for duty in duties)
        assert "p-cd" not in as_user(person).get("/").content.decode()
    centre = as_user(cast.hangzhou_officer).get(reverse("reports:centre"))
    assert "已过报送截止日" not in centre.content.decode()
    assert "= 3 ÷ 3" in centre.content.decode()


def test_the_centre_says_how_many_builds_stand_before(cast: Cast, as_user: Enter) -> None:
    at = clock.now()
    for report in ("coverage", "campaign"):
        services.request_report(
            report=report, by=cast.hangzhou_officer, city=None, campaign="2023", cutoff=DAY, at=at, ring=False
        )
        at += timedelta(seconds=1)
    shown = as_user(cast.hangzhou_officer).get(reverse("reports:centre")).content.decode()
    assert "前面还有0项" in shown
    assert "前面还有1项" in shown


def test_who_signs_learns_of_numbers_that_no_figure_vouches_for(cast: Cast, as_user: Enter, report: Submission) -> None:
    services.edit_report(submission=report, by=cast.hangzhou_officer, at=clock.now())
    text = "已保【已保户数：9】户，另有3户。"
    services.write_section(
        submission=report, key="basics", text=text, seen="0", by=cast.hangzhou_officer, at=clock.now()
    )
    write_all(report, cast.hangzhou_officer)
    services.send_for_review(submission=report, by=cast.hangzhou_officer, at=clock.now())
    address, lead = reverse("reports:submission-detail", args=[report.pk]), as_user(cast.hangzhou_lead)
    page = lead.get(address)
    assert (len(page.context["by_hand"]), page.context["loose"], page.context["untrue"]) == (1, 1, [])
    shown = page.content.decode()
    assert "签发人对其负责" in shown
    assert "已保户数</a>" in shown
    assert "平台统计 0，手工填报 <b>9</b>" in shown
    world.enterprise()
    assert lead.get(address).context["untrue"]
    signed = services.sign_report(
        submission=report, document_no="杭州应急〔2023〕1号", by=cast.hangzhou_lead, at=clock.now()
    )
    assert signed.snapshot is not None
    document = text_of(document_of(signed.snapshot, signed))
    assert "已保9〔注1〕户，另有3户。" in document
    assert "〔注1〕一、基本情况：已保户数，平台统计为0，手工填报为9。" in document
    assert lead.get(address).context["untrue"]
    services.submit_report(submission=signed, by=cast.hangzhou_officer, at=clock.now())
    assert lead.get(address).context["untrue"] is None


def test_a_file_that_was_not_chosen_is_asked_for(cast: Cast, as_user: Enter, report: Submission) -> None:
    sign(report, cast.hangzhou_officer, cast.hangzhou_lead)
    files = reverse("reports:submission-files", args=[report.pk])
    shown = as_user(cast.hangzhou_officer).post(files, {"slot": "stamped"}, follow=True).content.decode()
    assert "请先选择" in shown


def test_changes_take_places_that_the_page_has(cast: Cast, as_user: Enter, report: Submission) -> None:
    """The centre of a city has no board of what is delivered to it."""
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    changes, asked = reverse("reports:change-list"), {"HX-Request": "true"}
    assert "#drift-of-" not in as_user(cast.hangzhou_officer).get(changes, headers=asked).content.decode()
    assert "#drift-of-all" in as_user(cast.provincial_officer).get(changes, headers=asked).content.decode()


def test_a_report_from_outside_is_marked_on_the_board(cast: Cast, as_user: Enter) -> None:
    duty = ReportDuty.objects.get(organisation__code="EM-330500", report="campaign", campaign__code="2023")
    found = services.register_outside(
        duty=duty,
        arrival=Arrival("湖示例〔2023〕1号", DAY, "邮寄送达"),
        by=cast.provincial_officer,
        today=DAY,
        at=clock.now(),
    )
    reader = as_user(cast.provincial_officer)
    shown = reader.get(reverse("reports:centre")).content.decode()
    assert shown.count("接收单位补录") == 1
    # What was noted at its registration is no reason of a return.
    shown = " ".join(reader.get(reverse("reports:submission-detail", args=[found.pk])).content.decode().split())
    assert "<dt> 备注 </dt> <dd> 邮寄送达 </dd>" in shown


def test_the_list_of_reminders_is_the_recipient_s(cast: Cast, as_user: Enter) -> None:
    address = reverse("reports:chase-list")
    assert "杭州市应急管理局" in as_user(cast.provincial_officer).get(address).content.decode()
    assert "温州监管分局" in as_user(cast.zhejiang_regulator).get(address).content.decode()
    assert as_user(cast.hangzhou_officer).get(address).status_code == 403


def test_registering_on_the_page(cast: Cast, as_user: Enter) -> None:
    duty = ReportDuty.objects.get(organisation__code="EM-330800", report="coverage")
    address = reverse("reports:duty-register", args=[duty.pk])
    province = as_user(cast.provincial_officer)
    assert province.post(address, {"document_no": "", "received_on": ""}).status_code == 400
    shown = province.post(address, {"document_no": "随便", "received_on": "2023-11-20"})
    assert (shown.status_code, "发文字号「随便」不是" in shown.content.decode()) == (409, True)
    assert (
        province.post(address, {"document_no": "杭州应急〔2023〕1号", "received_on": "2023-12-24"}).status_code == 409
    )
    assert (
        province.post(address, {"document_no": "杭州应急〔2023〕1号", "received_on": "2023-11-20"}).status_code == 302
    )
    assert (
        "接收单位补录"
        in province.get(reverse("reports:submission-detail", args=[Submission.objects.get().pk])).content.decode()
    )
    assert as_user(cast.zhejiang_regulator).get(address).status_code == 404


def test_verification(cast: Cast, as_user: Enter, report: Submission) -> None:
    snapshot = report.snapshot
    assert snapshot is not None
    address, stored = reverse("reports:verify"), snapshot.workbook
    asker = as_user(cast.quzhou_officer)

    def verdict(client: Client, digest: str) -> Any:
        return client.get(address, {"digest": digest}).context["asked"].verdict

    assert not verdict(asker, stored.sha256).is_genuine
    # Offices that read no reports get copies on paper: they learn that one is genuine, and no name.
    strangers = [as_user(by) for by in (cast.xihu_county, cast.insurer_a_clerk, cast.builder_authority, cast.agency)]
    for stranger in strangers:
        unsent = stranger.get(address, {"digest": snapshot.code}).content.decode()
        assert "不是真实版本，或尚未报送" in unsent
        assert snapshot.organisation.name not in unsent.split("<main", 1)[1]
    own = as_user(cast.hangzhou_officer)
    assert verdict(own, stored.sha256).is_genuine
    shown = own.get(address, {"digest": stored.sha256}).content.decode()
    assert "草稿，未签发" in shown
    assert "现行有效" not in shown
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    for digest in (stored.sha256, stored.sha256[:16].upper(), snapshot.code):
        assert verdict(asker, digest).snapshot == snapshot
    assert not verdict(asker, "0" * 64).is_genuine
    for stranger in strangers:
        told = stranger.get(address, {"digest": snapshot.code}).content.decode().split("<main", 1)[1]
        for words in (snapshot.organisation.name, "杭州应急〔2023〕1号", "已报送", "现行有效", str(DAY)):
            assert words in told
        assert str(cast.hangzhou_lead) not in told
        assert stranger.get(reverse("reports:snapshot-detail", args=[snapshot.pk])).status_code == 403
    assert str(cast.hangzhou_lead) in own.get(address, {"digest": snapshot.code}).content.decode()
    with stored.file.open("rb") as sent:
        assert asker.post(address, {"sent": sent}).context["asked"].verdict.is_current
    assert asker.get(address, {"digest": "xyz"}).status_code == 400
    assert asker.get(address, {"digest": "abc"}).status_code == 400
    services.return_report(submission=report, reason="示例", by=cast.provincial_officer, at=clock.now())
    returned = verdict(asker, stored.sha256)
    assert returned.is_genuine
    assert returned.is_returned
    assert not returned.is_current
    assert "已退回补正，不是现行有效的版本" in asker.get(address, {"digest": stored.sha256}).content.decode()
    second = build("coverage", cast.hangzhou_officer).submission
    deliver(second, cast.hangzhou_officer, cast.hangzhou_lead)
    found = verdict(asker, snapshot.code)
    # The code follows from figures and rows: two versions share it where nothing changed between them.
    assert found.is_genuine
    assert found.is_current == (found.snapshot == second.snapshot)


def test_the_board_returns_with_reasons_and_receives_what_comes_again(
    cast: Cast, report: Submission, as_user: Enter
) -> None:
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    province, answer = as_user(cast.provincial_officer), reverse("reports:submission-answer", args=[report.pk])
    page = province.get(reverse("reports:centre"), {"receive": report.pk}).content.decode()
    assert answer in page
    refused = province.post(answer, {"answer": "return", "reason": " "})
    assert refused.status_code == 409
    assert "请写明退回补正的理由" in refused.content.decode()
    assert province.post(answer, {"answer": "nothing"}).status_code == 400
    assert province.post(answer, {"answer": "return", "reason": "附表1缺县"}).status_code == 302
    assert stand(report).state == SubmissionState.RETURNED
    page = as_user(cast.hangzhou_officer).get(reverse("reports:submission-detail", args=[report.pk])).content.decode()
    assert "按现数生成新版本" in page
    second = build("coverage", cast.hangzhou_officer).submission
    page = as_user(cast.hangzhou_officer).get(reverse("reports:centre")).content.decode()
    assert reverse("reports:submission-detail", args=[second.pk]) in page
    sign(second, cast.hangzhou_officer, cast.hangzhou_lead)
    services.submit_report(submission=second, by=cast.hangzhou_officer, at=clock.now())
    answer = reverse("reports:submission-answer", args=[second.pk])
    assert as_user(cast.hangzhou_officer).post(answer, {"answer": "receive"}).status_code == 403
    assert as_user(cast.provincial_officer).post(answer, {"answer": "receive"}).status_code == 302
    assert stand(second).state == SubmissionState.RECEIVED
    assert files_guard(stand(second), cast.hangzhou_officer) is None  # the scan that is missing may follow


def test_what_changed_since_in_all_deliveries_at_once(cast: Cast, as_user: Enter) -> None:
    held = world.policy(world.enterprise())
    report = build("coverage", cast.hangzhou_officer).submission
    build("campaign", cast.quzhou_officer)
    deliver(report, cast.hangzhou_officer, cast.hangzhou_lead)
    assert drifts_for(cast.provincial_officer, campaign()) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE policies_policy SET premium_paid = premium_paid - 5 WHERE id = %s", [held.pk])
    world.enterprise()
    found = drifts_for(cast.provincial_officer, campaign())
    assert {one.submission for one in found} == {report}
    by_id = {one.figure.id: one for one in found}
    assert (by_id["coverage.premium_paid"].difference, by_id["coverage.premium_paid"].cause) == (
        "−5.00",
        "明细数值更正",
    )
    assert (by_id["coverage.must_insure"].then, by_id["coverage.must_insure"].now) == ("1", "2")
    assert by_id["coverage.must_insure"].cause == "新计入1条"
    assert by_id["coverage.rate"].difference == "−50.00个百分点"
    assert by_id["coverage.rate"].sentences
    page = as_user(cast.provincial_officer).get(reverse("reports:change-list")).content.decode()
    assert reverse("reports:snapshot-changes", args=[report.snapshot_id]) in page
    office = report.duty.organisation_id
    assert "hx-swap-oob" not in page
    province = as_user(cast.provincial_officer)
    asked = province.get(reverse("reports:change-list"), headers={"HX-Request": "true"}).content.decode()
    cell = asked.split(f'hx-swap-oob="innerHTML:#drift-of-{office}"', 1)[1].split("</span>", 1)[0]
    assert f"{len(found)} 项" in cell
    assert f"#office-{office}" in cell
    assert f'id="office-{office}"' in asked
    centre = province.get(reverse("reports:centre")).content.decode()
    assert f'id="drift-of-{office}"' in centre
    assert f"{reverse('reports:chase-list')}#office-{office}" in centre, "two of its reports are missing yet"
    assert f'id="office-{office}"' in province.get(reverse("reports:chase-list")).content.decode()
    assert {one.submission for one in drifts_for(cast.hangzhou_officer, campaign())} == {report}
    assert drifts_for(cast.quzhou_officer, campaign()) == []  # its own is not delivered


def test_the_province_sees_how_far_the_sub_offices_are_and_no_more(cast: Cast, as_user: Enter) -> None:
    report = build("regulator", cast.wenzhou_regulator).submission
    matrix = with_regulators(owed_to(cast.provincial_officer, campaign()), campaign())
    beside = {line.organisation.division_id: line.beside for line in matrix.lines}
    wenzhou = beside["330300"]
    assert wenzhou is not None
    assert (wenzhou.newest, wenzhou.is_open_to_reader) == (report, False)
    hangzhou = beside["330100"]
    assert hangzhou is not None
    assert (hangzhou.duty.organisation.code, hangzhou.newest) == ("REG-ZJ", None)
    assert beside["330200"] is None
    assert matrix.beside_sum == "0 / 10"
    page = as_user(cast.provincial_officer).get(reverse("reports:centre")).content.decode()
    assert "监管分局报告" in page
    assert reverse("reports:submission-detail", args=[report.pk]) not in page
