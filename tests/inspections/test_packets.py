"""What phones send: packets once and in any order, clashes answer by answer, clocks that run wrong, pictures."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core import clock
from core.attachments import attachments_of
from core.models import AuditEvent
from inspections import services
from inspections.choices import ItemState
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, Packet, Photo
from tests import world
from tests.cast import Cast
from tests.inspections.conftest import Add
from tests.inspections.rows import ANSWERS
from tests.papers import pdf

Enter = Callable[[Any], Client]
FINDING = {
    "subject": "ENTERPRISE",
    "kind": "NO_PLAN",
    "fact": "未见书面服务方案",
    "basis": "",
    "found_on": "2023-11-20",
}


def packet(answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "version": 1, "answers": answers, "told_at": "1970-01-01T00:00:00Z", **more}


def send(client: Client, item: Any, sent: Any) -> Any:
    kind = "enterprise" if isinstance(item, InspectedEnterprise) else "insurer"
    address = reverse(f"inspections:{kind}-packet", args=[item.pk])
    body = sent if isinstance(sent, str) else json.dumps(sent)
    return client.post(address, body, content_type="application/json")


def picture(size: tuple[int, int] = (64, 48), *, exif: bool = True) -> bytes:
    body, made = BytesIO(), Image.new("RGB", size, "white")
    told = Image.Exif()
    if exif:
        told[0x010F] = "示例相机"
    made.save(body, "JPEG", exif=told)
    return body.getvalue()


def snap(client: Client, item: Any, body: bytes, name: str = "photo.jpg", **more: str) -> Any:
    kind = "enterprise" if isinstance(item, InspectedEnterprise) else "insurer"
    data = {"id": str(uuid4()), "slot": "PHOTO", "section": "work", "caption": "动火点", "told_at": "乱", **more}
    address = reverse(f"inspections:{kind}-photo", args=[item.pk])
    return client.post(address, {**data, "sent": SimpleUploadedFile(name, body, "image/jpeg")})


def test_a_packet_stores_its_answers_and_nothing_else(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    client = as_user(cast.hangzhou_officer)
    answer = send(client, item, packet({"drill": "false", "reason_drill": "次年开展", "checked_on": "2023-11-20"}))
    assert answer.status_code == 200
    told = answer.json()
    assert (told["version"], told["saved"], told["clashes"], told["errors"]) == (
        2,
        ["checked_on", "drill", "reason_drill"],
        [],
        {},
    )
    item.refresh_from_db()
    assert (item.drill, item.reason_drill, str(item.checked_on), item.train) == (False, "次年开展", "2023-11-20", None)
    assert send(client, item, packet({"remark": ""}, version=2)).json()["saved"] == ["remark"]


def test_a_page_left_open_sends_nothing_in_the_name_of_who_signed_in_since(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    address = reverse("inspections:enterprise-packet", args=[item.pk])
    of_officer = {"X-Visit-Person": str(cast.hangzhou_officer.pk)}
    for client, status in ((as_user(cast.hangzhou_lead), 409), (as_user(cast.hangzhou_officer), 200)):
        body = json.dumps(packet({"satisfaction": "3"}))
        answer = client.post(address, body, content_type="application/json", headers=of_officer)
        assert answer.status_code == status
    assert Packet.objects.get().sent_by == cast.hangzhou_officer
    item.refresh_from_db()
    assert item.saved_by == cast.hangzhou_officer


def test_a_replayed_packet_is_answered_as_the_first_was(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    client, sent = as_user(cast.hangzhou_officer), packet({"satisfaction": "3"})
    first = send(client, item, sent).json()
    services.save_form(item=item, values={"satisfaction": 5}, version=2, by=cast.hangzhou_lead, at=clock.now())
    assert send(client, item, sent).json() == first
    item.refresh_from_db()
    assert (item.satisfaction, item.version) == (5, 3)
    assert Packet.objects.count() == 1
    services.save_form(item=item, values=ANSWERS, version=3, by=cast.hangzhou_lead, at=clock.now())
    services.submit_item(item=item, by=cast.hangzhou_lead, at=clock.now())
    assert send(client, item, sent).json() == first


def test_a_replayed_finding_stands_once(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    client, sent = as_user(cast.hangzhou_officer), packet({}, finding=FINDING)
    first = send(client, item, sent).json()
    assert first["finding"] == "JC-2023-01-01"
    assert send(client, item, sent).json() == first
    assert Finding.objects.count() == 1


def test_an_id_that_is_taken_is_refused_and_nothing_changes(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, add: Add
) -> None:
    client, sent = as_user(cast.hangzhou_officer), packet({"satisfaction": "3"})
    send(client, item, sent)
    other = {**sent, "answers": {"satisfaction": "1"}}
    for answer in (send(client, item, other), send(client, add(), sent), send(as_user(cast.hangzhou_lead), item, sent)):
        assert answer.status_code == 409
        assert "已收到过" in answer.json()["refused"]
    item.refresh_from_db()
    assert item.satisfaction == 3


def test_two_officers_clash_only_in_the_answer_both_touched(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    lead, officer = as_user(cast.hangzhou_lead), as_user(cast.hangzhou_officer)
    send(lead, item, packet({"satisfaction": "5", "hot_work": "OK"}))
    told = send(officer, item, packet({"satisfaction": "2", "welding": "NOT_OK", "hot_work": "OK"})).json()
    assert told["saved"] == ["hot_work", "welding"]
    (clash,) = told["clashes"]
    assert (clash["name"], clash["stored"], clash["typed"], clash["raw"], clash["by"]) == (
        "satisfaction",
        "5",
        "2",
        "5",
        str(cast.hangzhou_lead),
    )
    item.refresh_from_db()
    assert (item.satisfaction, item.hot_work, item.welding) == (5, "OK", "NOT_OK")
    mine = packet({"satisfaction": "2"}, versions={"satisfaction": told["version"]})
    assert send(officer, item, mine).json()["clashes"] == []
    item.refresh_from_db()
    assert item.satisfaction == 2


def test_ones_own_later_answer_is_no_clash(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    client = as_user(cast.hangzhou_officer)
    version = send(client, item, packet({"satisfaction": "2"})).json()["version"]
    again = packet({"satisfaction": "3"}, versions={"satisfaction": version})
    assert send(client, item, again).json()["clashes"] == []


def test_the_page_without_script_touches_only_what_was_changed_on_it(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    address = reverse("inspections:enterprise-visit", args=[item.pk])
    shown = {"initial-satisfaction": "", "initial-drill": "", "initial-people": "50", "version": 1}
    as_user(cast.hangzhou_lead).post(address, {**shown, "satisfaction": "5", "people": "50", "go": "end"})
    later = as_user(cast.hangzhou_officer).post(address, {**shown, "drill": "true", "satisfaction": "", "people": "50"})
    assert later.status_code == 302
    item.refresh_from_db()
    assert (item.satisfaction, item.drill, item.version) == (5, True, 3)


def test_an_answer_that_cannot_be_read_stays_on_the_phone_and_the_others_are_stored(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    sent = packet({"satisfaction": "9", "people": "许多", "drill": "true", "hazards_total": "1", "hazards_closed": "2"})
    told = send(as_user(cast.hangzhou_officer), item, sent).json()
    assert set(told["errors"]) == {"satisfaction", "people", "hazards_closed"}
    assert told["saved"] == ["drill", "hazards_total"]


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "[]",
        "{",
        "\x00",
        {"answers": {}},
        {"id": "1", "answers": {"drill": "true"}},
        {"id": str(UUID(int=7)), "answers": {"state": "SUBMITTED"}},
        {"id": str(UUID(int=7)), "answers": {"task": 2}},
        {"id": str(UUID(int=7)), "answers": {"answer_versions": {}}},
        "[" * 50_000,
        {"id": str(UUID(int=7)), "answers": {"remark": "\0"}},
        {"id": str(UUID(int=7)), "answers": {"remark": "\ud800"}},
    ],
)
def test_a_broken_packet_is_refused_with_a_sentence(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, sent: Any
) -> None:
    answer = send(as_user(cast.hangzhou_officer), item, sent)
    assert answer.status_code == 400
    assert "填写内容仍在本机" in answer.json()["refused"]
    item.refresh_from_db()
    assert (item.version, item.state) == (1, "DRAFT")


def test_a_form_is_no_packet(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    address = reverse("inspections:enterprise-packet", args=[item.pk])
    assert as_user(cast.hangzhou_officer).post(address, {"answers": "{}"}).status_code == 400


def test_a_finding_with_gaps_comes_back_and_is_not_kept(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    for wrong in ({"kind": ""}, {"fact": "短"}, {"subject": "INSURER"}):
        answer = send(as_user(cast.hangzhou_officer), item, packet({}, finding={**FINDING, **wrong}))
        assert answer.status_code == 422
        assert set(answer.json()["errors"]) >= set(wrong)
    assert not Finding.objects.exists()
    assert not Packet.objects.exists()


def test_the_servers_instant_counts_and_the_phones_is_kept_as_told(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    told = "2099-13-45T99:99:99 " + "x" * 60
    assert send(as_user(cast.hangzhou_officer), item, packet({"drill": "true"}, told_at=told)).status_code == 200
    kept = Packet.objects.get()
    assert (kept.told_at, timezone.localtime(kept.received_at).date()) == (told[:40], clock.today())
    item.refresh_from_db()
    assert item.saved_at == kept.received_at


def test_a_packet_after_the_end_is_refused_and_taken_once_the_form_is_open_again(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    saved = services.save_form(item=item, values=ANSWERS, version=1, by=cast.hangzhou_lead, at=clock.now())
    services.submit_item(item=saved, by=cast.hangzhou_lead, at=clock.now())
    client, sent = as_user(cast.hangzhou_officer), packet({"remark": "迟到的备注"}, version=2)
    answer = send(client, item, sent)
    assert answer.status_code == 409
    assert "填写内容仍在本机" in answer.json()["refused"]
    services.reopen_item(item=saved, reason="补充照片", by=cast.hangzhou_lead, at=clock.now())
    assert send(client, item, sent).json()["saved"] == ["remark"]


def test_only_who_inspects_sends(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    for reader in (cast.shaoxing_officer, cast.provincial_officer, cast.insurer_a_clerk):
        assert send(as_user(reader), item, packet({"drill": "true"})).status_code == 403
        assert snap(as_user(reader), item, picture()).status_code == 403
    assert send(as_user(cast.quzhou_officer), item, packet({"drill": "true"})).status_code == 404


def test_a_lost_token_is_renewed_by_the_address_of_the_packets(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    address = reverse("inspections:enterprise-packet", args=[item.pk])
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = as_user(cast.hangzhou_officer).cookies
    body = json.dumps(packet({"drill": "true"}))
    assert strict.post(address, body, content_type="application/json").status_code == 403
    token = strict.get(address).json()["token"]
    again = strict.post(address, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert again.json()["saved"] == ["drill"]
    assert Client().get(address).status_code == 302


def test_a_photo_arrives_once_with_a_receipt_and_without_what_the_camera_told(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    client, key, body = as_user(cast.hangzhou_officer), str(uuid4()), picture()
    first = snap(client, item, body, id=key)
    assert first.status_code == 200
    assert snap(client, item, body, id=key).json() == first.json()
    photo = Photo.objects.get()
    assert first.json()["digest"] == photo.attachment.sent_sha256
    assert (photo.caption, photo.told_at, photo.section) == ("动火点", "乱", "work")
    with photo.attachment.file.file.open("rb") as kept:
        assert not Image.open(kept).getexif()
    page = client.get(reverse("inspections:enterprise-visit", args=[item.pk]), {"s": "findings"}).content.decode()
    assert first.json()["short"].split()[0] in page
    reader = as_user(cast.shaoxing_officer).get(reverse("inspections:enterprise-form", args=[item.pk]))
    assert "动火点" in reader.content.decode()


@pytest.mark.parametrize(
    ("body", "name", "sentence"),
    [
        (b"<html>not a picture</html>", "photo.jpg", "不是可以接收的格式"),
        (pdf(), "photo.pdf", "此处只接收JPG、PNG 图片"),
        (picture()[:200], "photo.jpg", "「动火点.jpg」无法读取"),
        (b"", "photo.jpg", "为空"),
    ],
)
def test_a_photo_that_is_none_is_refused_with_a_sentence(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, body: bytes, name: str, sentence: str
) -> None:
    answer = snap(as_user(cast.hangzhou_officer), item, body, name)
    assert answer.status_code == 409
    assert sentence in answer.json()["refused"]
    assert not Photo.objects.exists()
    assert not attachments_of(item).exists()


def test_a_photo_of_another_form_or_place_is_refused(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, add: Add
) -> None:
    client, key = as_user(cast.hangzhou_officer), str(uuid4())
    assert snap(client, item, picture(), id=key).status_code == 200
    assert "另一份检查表" in snap(client, add(), picture(), id=key).json()["refused"]
    assert "不存在" in snap(client, item, picture((9, 9)), slot="SELFIE").json()["refused"]
    assert snap(client, item, picture((9, 9)), id="x").status_code == 400
    assert Photo.objects.count() == 1


def test_a_signature_goes_with_the_insurers_form_until_it_is_submitted(
    cast: Cast, as_user: Enter, insurer_item: InspectedInsurer
) -> None:
    body = BytesIO()
    Image.new("RGB", (64, 22), "white").save(body, "PNG")
    client = as_user(cast.hangzhou_officer)
    assert snap(client, insurer_item, body.getvalue(), "sign.png", slot="INSPECTED", caption="张某").status_code == 200
    assert Photo.objects.get().insurer_item == insurer_item
    page = client.get(reverse("inspections:insurer-form", args=[insurer_item.pk])).content.decode()
    assert "受检单位签字" in page


def test_a_photo_is_taken_off_a_draft_and_leaves_its_trace(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    client, key = as_user(cast.hangzhou_officer), str(uuid4())
    snap(client, item, picture(), id=key)
    remove = reverse("inspections:enterprise-photo-remove", args=[item.pk])
    visit = reverse("inspections:enterprise-visit", args=[item.pk])
    assert remove in client.get(visit, {"s": "findings"}).content.decode()
    assert as_user(cast.shaoxing_officer).post(remove, {"photo": key}).status_code == 403
    assert attachments_of(item).count() == 1
    assert client.post(remove, {"photo": key})["Location"] == f"{visit}?s=findings"
    assert not attachments_of(item).exists()
    assert AuditEvent.objects.filter(action="attachment.removed").exists()
    for again, sentence in ((key, "已经移除"), (str(uuid4()), "没有找到"), ("x", "没有找到")):
        assert sentence in client.post(remove, {"photo": again}, follow=True).content.decode()


def test_a_photo_of_a_submitted_form_stays(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    client, key = as_user(cast.hangzhou_officer), str(uuid4())
    snap(client, item, picture(), id=key)
    InspectedEnterprise.objects.filter(pk=item.pk).update(state=ItemState.SUBMITTED)
    answer = client.post(reverse("inspections:enterprise-photo-remove", args=[item.pk]), {"photo": key}, follow=True)
    assert "检查表已提交" in answer.content.decode()
    assert attachments_of(item).count() == 1


def test_a_form_with_photos_is_not_taken_off_the_list(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    client = as_user(cast.hangzhou_officer)
    snap(client, item, picture())
    client.post(reverse("inspections:enterprise-remove", args=[item.pk]))
    assert InspectedEnterprise.objects.filter(pk=item.pk).exists()


def test_visit_and_check_cost_the_same_whatever_hangs_on_the_form(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, django_assert_max_num_queries: Any
) -> None:
    client = as_user(cast.hangzhou_officer)
    policy = world.policy(item.enterprise)
    for number in range(4):
        world.activity(policy)
        snap(client, item, picture((20 + number, 20)))
        send(client, item, packet({}, finding=FINDING))
    for name in ("visit", "form", "record"):
        address = reverse(f"inspections:enterprise-{name}", args=[item.pk])
        client.get(address)
        with django_assert_max_num_queries(32):
            client.get(address)
