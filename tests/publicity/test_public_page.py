"""The public page: what is released by two persons and nothing else, from a file, without session, cookie and database."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Campaign
from core import clock
from core.attachments import attach
from core.gate import NotAllowed
from core.plain import Plain
from core.writing import Refused
from publicity import figures, serving
from publicity import services as publicising
from publicity.content import notice_of
from publicity.figures import PublicFigure
from publicity.models import PublicityItem, PublicRelease
from publicity.pagefiles import Staged, public_root
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.publicity.conftest import TODAY, adopted

Browser = Callable[[Any], Client]
FIGURE = PublicFigure("coverage.insured", "已保户数", "8,262", "户", "有效保单覆盖统计日")


@pytest.fixture(autouse=True)
def _figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """One figure that may be released, whatever the ledgers hold."""
    monkeypatch.setattr(figures, "_sources", [lambda _day: [FIGURE]])


def propose(cast: Cast, *cases: int, ids: tuple[str, ...] = ("coverage.insured",), on: date = TODAY) -> PublicRelease:
    edition = publicising.Edition(on, ids, cases)
    return publicising.propose_release(edition=edition, by=cast.provincial_officer, today=TODAY, at=clock.now())


def release(cast: Cast, *cases: int) -> PublicRelease:
    row = propose(cast, *cases)
    return publicising.decide_release(release=row, approve=True, note="", by=cast.provincial_lead, at=clock.now())


def page(client: Client, url: str = "/public/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    content = answer.getvalue()
    return content.decode()


def test_before_any_release_it_shows_notice_and_pairing_alone(client: Client, db: None) -> None:
    shown = page(client)
    assert "浙应急法规〔2023〕133号" in shown
    assert shown.count("<tr>") == 13
    assert "尚未公布数据" in shown
    assert "尚未公布典型案例" in shown
    assert '<a href="/public/notice/">阅读全文</a>' in shown
    whole = page(client, "/public/notice/")
    assert "各市应急管理部门牵头成立交叉检查小组" in whole, "the text of the notice"
    assert "熟知安全逃生出口（或避灾路线）" in whole, "the text of its annex 1"
    assert not public_root().exists()


def test_two_persons_of_the_province_release(cast: Cast, client: Client, case: PublicityItem) -> None:
    row = propose(cast, case.pk)
    assert "8,262" not in page(client)
    with pytest.raises(Refused, match="另一人"):
        publicising.decide_release(release=row, approve=True, note="", by=cast.provincial_officer, at=clock.now())
    with pytest.raises(NotAllowed):
        publicising.decide_release(release=row, approve=True, note="", by=cast.hangzhou_lead, at=clock.now())
    with pytest.raises(Refused, match="已有一期"):
        propose(cast)
    publicising.decide_release(release=row, approve=True, note="", by=cast.provincial_lead, at=clock.now())
    shown = page(client)
    assert "8,262" in shown
    assert case.title in shown
    assert case.text in page(client, "/public/cases/")
    case.refresh_from_db()
    assert case.public_on == clock.today()


def test_a_request_asks_no_database_and_gets_no_cookie(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    release(cast)
    client.cookies["portal"] = "stale"
    with django_assert_num_queries(0):
        for rest in ("", "?large=1", "cases/", "past/", "notice/", "data.json", "figures/coverage.insured/"):
            answer = client.get(f"/public/{rest}")
            assert answer.status_code == 200
            assert not answer.cookies
            assert answer["X-Frame-Options"] == "DENY"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
            assert "object-src 'none'" in answer["Content-Security-Policy"]
            assert answer["Cache-Control"] in {"no-cache", "no-store"}, "what is withdrawn is nowhere kept unasked"
    assert client.head("/public/").status_code == 200


def test_a_browser_gets_the_page_compressed_and_once(cast: Cast, client: Client, case: PublicityItem) -> None:
    plain = client.get("/public/")
    packed = client.get("/public/", headers={"accept-encoding": "gzip, deflate"})
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert (packed["Content-Encoding"], packed["Vary"]) == ("gzip", "Accept-Encoding")
    again = client.get("/public/", headers={"if-none-match": plain["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    release(cast, case.pk)
    changed = client.get("/public/", headers={"if-none-match": plain["ETag"]})
    assert changed.status_code == 200, "another edition is read at once"
    assert changed["ETag"] != plain["ETag"]


def test_the_page_stays_as_it_was_released(cast: Cast, client: Client, case: PublicityItem) -> None:
    release(cast, case.pk)
    PublicityItem.objects.filter(pk=case.pk).update(title="改过的标题")
    assert "改过的标题" not in page(client)
    assert case.title in page(client)


def test_a_figure_that_was_never_released_is_refused_with_a_sentence(cast: Cast, client: Client) -> None:
    with pytest.raises(Refused, match="未列入可以公布的指标"):
        propose(cast, ids=("expenses.booked",))
    release(cast)
    answer = client.get("/public/figures/expenses.booked/")
    assert answer.status_code == 404
    assert answer.json() == {"error": "指标「expenses.booked」没有公布，不能查询；已公布的指标见 /public/"}
    assert client.get("/public/figures/coverage.insured/").json()["value"] == "8,262"


def test_only_adopted_cases_go_on_the_page(cast: Cast) -> None:
    item = adopted(cast.hangzhou_officer, cast.provincial_officer, kind="NEWS", url="https://example.cn/")
    with pytest.raises(Refused, match="未被省厅采用"):
        propose(cast, item.pk)
    with pytest.raises(Refused, match="晚于今天"):
        propose(cast, on=date(2023, 11, 24))


def test_a_unit_without_consent_stands_nowhere(cast: Cast, client: Client) -> None:
    firm = world.enterprise(name="杭州示例点名有限公司")
    named = adopted(cast.hangzhou_officer, cast.provincial_officer, uscc=firm.uscc, has_consent=True)
    release(cast, named.pk)
    assert firm.name in page(client, "/public/cases/")
    assert "stored" not in page(client, "/public/data.json")
    assert firm.uscc not in page(client, "/public/data.json")


def test_pictures_and_nothing_but_them_are_handed_out(cast: Cast, client: Client) -> None:
    item = publicising.record_item(
        text=publicising.ItemText("带图案例", TODAY, "CASE", "SITE", "CITY", text="做法" * 40, is_good_practice=True),
        by=cast.hangzhou_officer,
        today=TODAY,
        at=clock.now(),
    )
    attach(item, "picture", world.picture((60, 40)), name="图.png", by=cast.hangzhou_officer, at=clock.now())
    publicising.recommend_item(item=item, reason="好", by=cast.hangzhou_officer, at=clock.now())
    publicising.answer_item(item=item, adopt=True, note="", by=cast.provincial_officer, at=clock.now())
    row = release(cast, item.pk)
    name = row.content["cases"][0]["files"][0]["name"]
    answer = client.get(f"/public/files/{name}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.getvalue().startswith(b"\x89PNG")
    assert f"/public/files/{name}" in page(client)
    for wrong in (f"files/{'0' * 64}.png", "files/../data.json", "index.html", "large-index.html", "files/"):
        assert client.get(f"/public/{wrong}").status_code == 404
    item.refresh_from_db()
    with pytest.raises(Refused, match="「已采用」状态，不能增减附件"):
        attach(item, "picture", world.picture((9, 9)), name="又.png", by=cast.hangzhou_officer, at=clock.now())


def test_a_withdrawal_takes_a_second_person_and_brings_the_edition_before_it_back(cast: Cast, client: Client) -> None:
    first = release(cast)
    publicising.propose_release(
        edition=publicising.Edition(date(2023, 11, 20), (FIGURE.id,), ()),
        by=cast.provincial_officer,
        today=TODAY,
        at=clock.now(),
    )
    second = PublicRelease.objects.get(state="PROPOSED")
    with pytest.raises(Refused, match="从未公布"):
        publicising.ask_withdrawal(release=second, reason="误", by=cast.provincial_officer, at=clock.now())
    publicising.decide_release(release=second, approve=True, note="", by=cast.provincial_lead, at=clock.now())
    assert "统计日 2023-11-20" in page(client)
    assert "统计日 2023-11-23" in page(client, "/public/past/")
    with pytest.raises(Refused, match="撤回理由为空"):
        publicising.ask_withdrawal(release=second, reason="", by=cast.provincial_officer, at=clock.now())
    publicising.ask_withdrawal(release=second, reason="口径有误", by=cast.provincial_officer, at=clock.now())
    assert "统计日 2023-11-20" in page(client)  # it stands until the second person agrees
    with pytest.raises(Refused, match="另一人"):
        publicising.decide_withdrawal(release=second, approve=True, by=cast.provincial_officer, at=clock.now())
    publicising.decide_withdrawal(release=second, approve=True, by=cast.provincial_lead, at=clock.now())
    assert "统计日 2023-11-23" in page(client)
    assert "2023-11-20" not in page(client)
    publicising.ask_withdrawal(release=first, reason="口径有误", by=cast.provincial_lead, at=clock.now())
    publicising.decide_withdrawal(release=first, approve=False, by=cast.provincial_lead, at=clock.now())
    assert "8,262" in page(client)


def test_a_failing_write_releases_nothing(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    row = propose(cast)

    def full(_self: Staged, _content: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Staged, "_write", full)
    with pytest.raises(OSError, match="disk full"):
        publicising.decide_release(release=row, approve=True, note="", by=cast.provincial_lead, at=clock.now())
    row.refresh_from_db()
    assert row.state == "PROPOSED"
    assert list(public_root().iterdir()) == []
    assert "8,262" not in page(client)


def test_the_command_writes_the_page_anew(cast: Cast, client: Client) -> None:
    release(cast)
    for path in public_root().glob("*.*"):
        path.unlink()
    assert "8,262" not in page(client)
    call_command("write_public_page")
    assert "8,262" in page(client)
    assert json.loads((public_root() / "data.json").read_text())["counted_on"] == "2023-11-23"


def test_the_pages_of_the_province(cast: Cast, sign_in: Browser, case: PublicityItem) -> None:
    client = sign_in(cast.provincial_officer)
    assert "尚未公布" in page(client, "/publicity/releases/")
    form = page(client, "/publicity/releases/new/?on=2023-11-20")
    assert "2023-11-20" in form
    assert case.title in form
    assert re.search(r'<label class="p-box"[^>]*>\s*<input[^>]*name="cases"', form), "a box stands beside its words"
    sent = {"counted_on": "2023-11-20", "figures": ["coverage.insured"], "cases": [case.pk], "note": ""}
    assert client.post("/publicity/releases/new/", {**sent, "figures": ["nonsense"]}).status_code == 400
    answer = client.post("/publicity/releases/new/", sent)
    row = PublicRelease.objects.get()
    assert answer["Location"] == f"/publicity/releases/{row.pk}/"
    assert "同意公布" not in page(client, f"/publicity/releases/{row.pk}/")
    assert "公开页面" not in page(client, "/").split("待办")[-1].split("</section>")[0]
    client = sign_in(cast.provincial_lead)
    assert "统计日 2023-11-20" in page(client, "/")
    assert "同意公布" in page(client, f"/publicity/releases/{row.pk}/")
    assert client.post(f"/publicity/releases/{row.pk}/release/", {"note": ""}).status_code == 302
    row.refresh_from_db()
    assert row.state == "RELEASED"
    assert client.post(f"/publicity/releases/{row.pk}/ask-withdrawal/", {"note": "误"}).status_code == 302
    assert client.post(f"/publicity/releases/{row.pk}/keep/", {"note": ""}).status_code == 302
    assert sign_in(cast.hangzhou_lead).get("/publicity/releases/").status_code == 403
    assert sign_in(cast.insurer_a_clerk).get(f"/publicity/releases/{row.pk}/").status_code == 403


def test_the_second_person_sees_what_will_change(cast: Cast, sign_in: Browser, case: PublicityItem) -> None:
    release(cast, case.pk)
    form = page(sign_in(cast.provincial_officer), "/publicity/releases/new/")
    (box,) = re.findall(rf'<input[^>]*name="cases"[^>]*value="{case.pk}"[^>]*>', form)
    assert "checked" in box, "the cases on the page are kept unless somebody takes them away"
    Campaign.objects.update(name="安责险助力2024行动", document_no="文号待补")
    row = propose(cast)
    shown = page(sign_in(cast.provincial_lead), f"/publicity/releases/{row.pk}/")
    assert "安责险助力2024行动" in shown
    assert "主动公开" not in shown, "a paper that is not there is called nothing"
    told = [part.split("</h2>")[0].split(">")[-1] for part in shown.split("<section")[1:] if "与现公布内容不同" in part]
    assert told == ["通知", "典型案例"]
    assert f"不再公布：{case.title}" in shown
    publicising.decide_release(release=row, approve=True, note="", by=cast.provincial_lead, at=clock.now())
    released = page(Client())
    assert "安责险助力2024行动" in released
    assert "附件2" not in released
    without = propose(cast, case.pk, ids=())
    shown = page(sign_in(cast.provincial_lead), f"/publicity/releases/{without.pk}/")
    assert f"不再公布：{FIGURE.name}" in shown


def test_other_verbs_and_addresses_go_on(client: Client, db: None) -> None:
    assert client.post("/public/").status_code == 405
    assert client.get("/public/nothing/").status_code == 404
    assert serving.answer_for(RequestFactory().get("/public/nothing/"), "nothing/") is None


def test_the_real_figures_are_those_of_the_reports(db: None) -> None:
    from reports.public import PUBLISHABLE, public_figures

    found = public_figures(TODAY)
    assert [figure.id for figure in found] == list(PUBLISHABLE)
    assert found[0].unit == "户"
    assert found[2].value == "—"
    assert found[-1].name == "重大隐患整改率"
    assert "=" not in found[2].note
    assert public_figures(date(1999, 1, 1)) == ()


def test_a_rate_on_the_page_shows_its_two_numbers(db: None) -> None:
    from reports.public import public_figures

    firm = world.enterprise()
    world.policy(firm)
    for state in ("CLOSED", "NOTIFIED", "NOTIFIED"):
        closed: Plain = {"closed_on": TODAY} if state == "CLOSED" else {}
        life.hazard(firm, level="MAJOR", state=state, **closed)
    found = {figure.id: figure for figure in public_figures(TODAY)}
    rectified = found["hazards.rectified_rate.MAJOR"]
    assert (rectified.value, rectified.unit) == ("33.33%", "")
    assert rectified.note == "已销号的重大隐患项数 ÷ 重大隐患数 = 1 ÷ 3 项"
    assert found["coverage.rate"].note.endswith(" 户")


def test_an_edition_of_nothing_is_not_proposed_and_a_long_opinion_is_not_cut(cast: Cast, as_user: Browser) -> None:
    client = as_user(cast.provincial_officer)
    empty = client.post("/publicity/releases/new/", {"counted_on": "2023-11-23"})
    assert "指标和典型案例均未选择" in empty.content.decode()
    assert not PublicRelease.objects.exists()
    row = propose(cast)
    url = f"/publicity/releases/{row.pk}/refuse/"
    answer = as_user(cast.provincial_lead).post(url, {"note": "长" * 501}, follow=True)
    assert "填写的内容为 501 字，最多 500 字" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "PROPOSED"


def test_the_second_person_sees_notice_and_pairing_of_the_edition(cast: Cast, as_user: Browser) -> None:
    row = propose(cast)
    shown = page(as_user(cast.provincial_lead), f"/publicity/releases/{row.pk}/")
    assert row.content["notice"]["title"] in shown
    pairs = shown.split('aria-labelledby="pairs-h"', 1)[1].split("</section>", 1)[0]
    assert all(pair["inspected"] in pairs for pair in row.content["pairing"])


def test_the_next_edition_offers_the_cases_that_stand(cast: Cast, as_user: Browser, case: PublicityItem) -> None:
    client, form = as_user(cast.provincial_officer), "/publicity/releases/new/"
    ticked = re.compile(rf'name="cases"\s[^>]*value="{case.pk}"[^>]*\schecked')
    assert not ticked.search(page(client, form))
    release(cast, case.pk)
    assert ticked.search(page(client, form))


def test_a_paper_that_is_not_there_is_not_called_published(cast: Cast) -> None:
    row = Campaign(name="2024行动", year=2024, document_no="文号待补")
    row.pk = 0
    assert notice_of(row)["openness"] == ""
    assert notice_of(Campaign.objects.get(code="2023"))["openness"] == "主动公开"
