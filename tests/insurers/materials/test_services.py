"""Cases and training material: who writes and gives, how a unit confirms its reading by link or on paper."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from core import clock
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused
from insurers.activities.models import ActivityDetail
from insurers.materials import services as materials
from insurers.materials.models import Assignment, Material
from insurers.materials.services import Text
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.papers import pdf

SignIn = Callable[[Any], Client]
DUE = date(2099, 1, 1)


def text(title: str, body: str, **given: str) -> Text:
    return Text(**{"kind": "CASE", "title": title, "text": body, "channel": "WECHAT", "medium": "VIDEO", **given})


@pytest.fixture
def material(cast: Cast) -> Material:
    written = materials.write_material(
        text=text("动火作业事故案例", "某企业违章动火引发火灾的经过和教训。"),
        by=cast.insurer_a_clerk,
        at=clock.now(),
    )
    materials.publish_material(material=written, by=cast.insurer_a_clerk, at=clock.now())
    return Material.objects.get()


def give(cast: Cast, material: Material) -> int:
    return materials.assign_material(
        material=material,
        policies=Policy.objects.all(),
        due_on=DUE,
        by=cast.insurer_a_clerk,
        today=clock.today(),
        at=clock.now(),
    )


def given(cast: Cast, material: Material) -> Assignment:
    world.policy(world.enterprise(name="杭州示例化工有限公司"))
    give(cast, material)
    return Assignment.objects.get()


def link(cast: Cast, assignment: Assignment) -> str:
    return materials.make_link(assignment=assignment, by=cast.insurer_a_clerk, today=clock.today(), at=clock.now())


def test_a_material_goes_to_ones_own_units_once(cast: Cast, material: Material) -> None:
    own = world.policy(world.enterprise())
    world.policy(world.enterprise(), by="INS-B-ZJ")
    assert give(cast, material) == 1
    assert give(cast, material) == 0
    assert Assignment.objects.get().policy == own
    with pytest.raises(NotAllowed):
        materials.publish_material(material=material, by=cast.insurer_b_clerk, at=clock.now())


def test_of_two_who_change_a_draft_the_second_is_told(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    draft = materials.write_material(text=text("案例", "经过。"), by=cast.insurer_a_clerk, at=clock.now())
    address = f"/materials/{draft.pk}/edit/"
    shown = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert shown is not None
    sent = {"kind": "CASE", "title": "案例", "text": "改写。", "channel": "WECHAT", "medium": "VIDEO", "seen": shown[1]}
    assert client.post(address, sent).status_code == 302
    for seen in (shown[1], "", "x"):
        assert client.post(address, {**sent, "text": "旧页。", "seen": seen}).status_code in {400, 409}
    assert Material.objects.get().text == "改写。"


def test_what_was_given_is_not_changed(cast: Cast, material: Material) -> None:
    with pytest.raises(Refused, match="不能修改"):
        materials.write_material(text=text("改名", "改"), material=material, by=cast.insurer_a_clerk, at=clock.now())
    with pytest.raises(Refused, match="已有名为"):
        materials.write_material(text=text(material.title, "又一个"), by=cast.insurer_a_clerk, at=clock.now())
    materials.withdraw_material(material=material, by=cast.insurer_a_clerk, at=clock.now())
    with pytest.raises(Refused, match="发布后才能分发"):
        give(cast, material)


def test_a_unit_confirms_behind_its_link_without_an_account(cast: Cast, material: Material, client: Client) -> None:
    assignment = given(cast, material)
    secret = link(cast, assignment)
    assert secret not in str(Assignment.objects.values())
    page = client.get(f"/read/{secret}/")
    assert material.text in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert client.post(f"/read/{secret}/", {"name": " "}).status_code == 400
    assert "已确认阅读" in client.post(f"/read/{secret}/", {"name": "示例读者"}).content.decode()
    row = Assignment.objects.get()
    assert (row.read_by, row.way) == ("示例读者", "LINK")
    again = client.post(f"/read/{secret}/", {"name": "他人"})
    assert "无须重复确认" in again.content.decode()
    assert Assignment.objects.get().read_by == "示例读者"
    assert AuditEvent.objects.get(action="material.read").actor == "system"


def test_a_link_that_does_not_hold_opens_nothing(cast: Cast, material: Material, client: Client) -> None:
    assignment = given(cast, material)
    old = link(cast, assignment)
    new = link(cast, assignment)
    assert client.get(f"/read/{old}/").status_code == 404
    assert client.post(f"/read/{old}/", {"name": "甲"}).status_code == 404
    Assignment.objects.update(link_ends_on=clock.today() - timedelta(1))
    assert client.get(f"/read/{new}/").status_code == 404
    Assignment.objects.update(link_ends_on=DUE)
    for _n in range(30):
        assert client.get("/read/nonsense/").status_code == 404
    # The same address, such as that of a whole office: wrong links of one never shut out another.
    assert client.get(f"/read/{new}/").status_code == 200
    assert Assignment.objects.get().read_on is None


def test_the_files_behind_a_link_are_those_of_its_material(cast: Cast, as_user: SignIn, client: Client) -> None:
    insurer = as_user(cast.insurer_a_clerk)
    sent = {"kind": "TRAINING", "title": "电气焊安全", "text": "要点。", "channel": "WEB", "medium": "PICTURE"}
    address = insurer.post("/materials/new/", sent)["Location"]
    insurer.post(f"{address}files/", {"sent": world.picture()})
    insurer.post(f"{address}publish/")
    assert (
        "发布后不能再增减文件"
        in insurer.post(f"{address}files/", {"sent": world.picture()}, follow=True).content.decode()
    )
    world.policy(world.enterprise())
    assert insurer.post(f"{address}assign/", {"due_on": "2099-01-01"}).status_code == 302
    assignment = Assignment.objects.get()
    page = insurer.post(f"/readings/{assignment.pk}/link/").content.decode()
    secret = page.split("/read/")[1].split("/")[0]
    from core.attachments import attach, attachments_of

    (picture,) = attachments_of(Material.objects.get())
    assert client.get(f"/read/{secret}/files/{picture.pk}/").status_code == 200
    foreign = attach(
        world.activity(assignment.policy),
        "photo",
        world.picture((3, 3)),
        name="现场.png",
        by=cast.insurer_a_clerk,
        at=clock.now(),
    )
    assert client.get(f"/read/{secret}/files/{foreign.pk}/").status_code == 404


def test_reading_on_paper_needs_the_paper(cast: Cast, material: Material, as_user: SignIn) -> None:
    assignment = given(cast, material)
    client = as_user(cast.insurer_a_clerk)
    sent = {"name": "示例读者", "read_on": f"{clock.today()}"}
    refused = client.post(f"/readings/{assignment.pk}/paper/", sent, follow=True).content.decode()
    assert "请先上传投保单位签收的纸质凭证" in refused
    client.post(f"/readings/{assignment.pk}/files/", {"sent": ContentFile(pdf(), name="签收.pdf")})
    assert client.post(f"/readings/{assignment.pk}/paper/", sent).status_code == 302
    assert Assignment.objects.get().way == "PAPER"


def test_a_draft_is_its_insurers_and_what_was_given_the_place_s(cast: Cast, material: Material) -> None:
    """The province reads whatever was published, a bureau what was given to a unit of its place."""
    by = cast.insurer_a_clerk
    draft = materials.write_material(
        text=Text("CASE", "草稿", "未发布。", channel="WEB", medium="TEXT"), by=by, at=clock.now()
    )
    ended = materials.write_material(
        text=Text("CASE", "旧案例", "已停用。", channel="WEB", medium="TEXT"), by=by, at=clock.now()
    )
    materials.publish_material(material=ended, by=by, at=clock.now())
    materials.withdraw_material(material=ended, by=by, at=clock.now())
    given(cast, material)
    sights = {
        "insurer_a_clerk": {draft, material, ended},
        "insurer_b_clerk": set(),
        "provincial_officer": {material, ended},
        "hangzhou_officer": {material},
        "xihu_county": {material},
        "quzhou_officer": set(),
        "adm_system": set(),
    }
    for person, sees in sights.items():
        assert set(Material.objects.visible_to(getattr(cast, person))) == sees, person


def test_who_sees_a_material(cast: Cast, material: Material, as_user: SignIn) -> None:
    assignment = given(cast, material)
    for who, status in (
        (cast.hangzhou_officer, 200),
        (cast.zhejiang_regulator, 200),
        (cast.insurer_b_clerk, 404),
        (cast.quzhou_officer, 404),
        (cast.agency, 403),
    ):
        client = as_user(who)
        assert client.get(f"/materials/{material.pk}/").status_code == status
        assert client.get(f"/readings/{assignment.pk}/").status_code == status
    assert as_user(cast.hangzhou_officer).post(f"/readings/{assignment.pk}/link/").status_code == 403
    listed = as_user(cast.hangzhou_officer).get("/readings/?read=false").content.decode()
    assert "杭州示例化工有限公司" in listed


def test_a_material_names_channel_form_and_link(cast: Cast, as_user: SignIn, client: Client) -> None:
    insurer = as_user(cast.insurer_a_clerk)
    sent = {"kind": "CASE", "title": "有限空间案例", "text": "经过和教训。", "link": "javascript:alert(1)"}
    refused = insurer.post("/materials/new/", sent)
    assert refused.status_code == 400
    page = refused.content.decode()
    assert all(word in page for word in ("“发布渠道”为空", "“内容形式”为空", "不是网页地址"))
    assert not Material.objects.exists()
    sent |= {"channel": "APP", "medium": "VIDEO", "link": "https://example.com/v/1"}
    address = insurer.post("/materials/new/", sent)["Location"]
    shown = insurer.get(address).content.decode()
    assert all(word in shown for word in ("APP", "视频", '<a href="https://example.com/v/1" rel="noopener noreferrer"'))
    assert 'value="https://example.com/v/1"' in insurer.get(f"{address}edit/").content.decode()
    insurer.post(f"{address}publish/")
    world.policy(world.enterprise())
    give(cast, Material.objects.get())
    reading = client.get(f"/read/{link(cast, Assignment.objects.get())}/").content.decode()
    assert '<a href="https://example.com/v/1" rel="noopener noreferrer"' in reading


def test_materials_are_counted_by_channel_and_form(cast: Cast, as_user: SignIn) -> None:
    for number, (channel, medium) in enumerate((("WEB", "TEXT"), ("WECHAT", "VIDEO"), ("WECHAT", "VIDEO"))):
        made = text(f"资料{number}", "要点。", channel=channel, medium=medium)
        materials.write_material(text=made, by=cast.insurer_a_clerk, at=clock.now())
    materials.write_material(text=text("他人的资料", "要点。"), by=cast.insurer_b_clerk, at=clock.now())
    client = as_user(cast.insurer_a_clerk)
    counts = client.get("/materials/").context["counts"]
    rows = {label: numbers for label, numbers, _sum in counts.rows}
    assert counts.heads == ["文字", "图片", "视频"]
    assert (rows["官网"], rows["微信"], rows["APP"], rows["其他"]) == ([1, 0, 0], [0, 0, 2], [0, 0, 0], [0, 0, 0])
    narrowed = client.get("/materials/?channel=WECHAT&medium=VIDEO")
    assert (narrowed.context["page"].paginator.count, narrowed.context["counts"].total) == (2, 2)
    assert client.get("/materials/?medium=PICTURE").context["counts"].total == 0


def test_the_year_of_an_insurer_counts_cases_and_materials_by_channel_and_form(cast: Cast, as_user: SignIn) -> None:
    policy = world.policy(world.enterprise())
    for channel, medium in (("WECHAT", "VIDEO"), ("WEB", "VIDEO")):
        case = world.activity(policy, kind="CASE", topics=[])
        ActivityDetail.objects.create(activity=case, channel=channel, medium=medium, updated_at=clock.now())
    written = materials.write_material(
        text=text("有限空间案例", "要点。", channel="APP", medium="PICTURE"), by=cast.insurer_a_clerk, at=clock.now()
    )
    materials.publish_material(material=written, by=cast.insurer_a_clerk, at=clock.now())
    client = as_user(cast.insurer_a_clerk)
    lines = client.get(f"/insurers/{policy.insurer_id}/").context["lines"]
    told = {line.label: (line.value, address) for line, address, _text in lines}
    assert [told[f"典型案例与线上内容：{word}"][0] for word in ("官网", "APP", "微信", "视频", "文字")] == [
        1,
        0,
        1,
        2,
        0,
    ]
    assert [told[f"案例和培训资料：{word}"][0] for word in ("官网", "APP", "图片", "视频")] == [0, 1, 1, 0]
    for label in ("典型案例与线上内容：视频", "案例和培训资料：APP"):
        count, address = told[label]
        listed = client.get(address).context["page"]
        assert listed.paginator.count == count, label
