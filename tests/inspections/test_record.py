"""The record of a visit 《现场检查记录表》 as page and as Word, for an enterprise and an insurer."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse
from docx import Document

from core import clock
from enterprises.models import Enterprise
from inspections import services
from inspections.choices import LawArticle
from inspections.models import InspectedEnterprise, InspectedInsurer
from tests.cast import Cast
from tests.inspections.rows import ANSWERS, find

Enter = Callable[[Any], Client]


def words_of(answer: Any) -> str:
    paper = Document(BytesIO(b"".join(answer.streaming_content)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_the_record_of_an_enterprise_says_what_was_seen_beside_the_ledgers(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    saved = services.save_form(item=item, values=ANSWERS, version=1, by=cast.hangzhou_officer, at=clock.now())
    find(saved, cast, fact="现场未见整改记录 <b>")
    services.submit_item(item=saved, by=cast.hangzhou_officer, at=clock.now())
    for reader in (cast.hangzhou_officer, cast.shaoxing_officer, cast.provincial_officer):
        client = as_user(reader)
        page = client.get(reverse("inspections:enterprise-record", args=[item.pk])).content.decode()
        paper = words_of(client.get(reverse("inspections:enterprise-paper", args=[item.pk])))
        for fact in (
            "现场检查记录表（企业）",
            item.enterprise.name,
            item.enterprise.uscc,
            "2023年11月20日",
            "JC-2023-01-01",
        ):
            assert fact in page
            assert fact in paper
        assert "现场未见整改记录 <b>" in paper
        assert "data-mark" not in page
        assert item.enterprise.phone not in page + paper


def test_a_submitted_record_keeps_what_the_ledgers_said(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    client, address = as_user(cast.hangzhou_officer), reverse("inspections:enterprise-form", args=[item.pk])
    saved = services.save_form(item=item, values=ANSWERS, version=1, by=cast.hangzhou_officer, at=clock.now())
    client.post(address, {"submit": "1", "checked": saved.version})
    item.refresh_from_db()
    assert item.on_record["values"]["people"] == 50
    Enterprise.objects.update(employees=4321)
    record = client.get(reverse("inspections:enterprise-record", args=[item.pk])).content.decode()
    assert "4321" not in record
    assert f"{cast.hangzhou_officer}（{cast.hangzhou_officer.organisation}，应急管理，组长，证号末四位" in record
    client.post(reverse("inspections:enterprise-reopen", args=[item.pk]), {"reason": "人数有误"})
    assert "4321" in client.get(reverse("inspections:enterprise-record", args=[item.pk])).content.decode()


def test_differences_stand_in_the_order_of_the_form_before_and_after_it_is_submitted(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    client, address = as_user(cast.hangzhou_officer), reverse("inspections:enterprise-form", args=[item.pk])
    saved = services.save_form(item=item, values=ANSWERS, version=1, by=cast.hangzhou_officer, at=clock.now())
    before = [label for label, _seen, _ledger in client.get(address).context["prompts"]]
    client.post(address, {"submit": "1", "checked": saved.version})
    item.refresh_from_db()
    assert item.state == "SUBMITTED"
    after = client.get(address).context["prompts"]
    assert len(before) > 3
    assert [label for label, _seen, _ledger in after] == before


def test_the_record_of_a_draft_says_so_and_strangers_see_none(
    cast: Cast, as_user: Enter, insurer_item: InspectedInsurer
) -> None:
    client = as_user(cast.hangzhou_officer)
    page = client.get(reverse("inspections:insurer-record", args=[insurer_item.pk])).content.decode()
    paper = words_of(client.get(reverse("inspections:insurer-paper", args=[insurer_item.pk])))
    for fact in ("现场检查记录表（保险机构）", insurer_item.insurer.name, "未发现问题。"):
        assert fact in page
        assert fact in paper
    assert 'data-mark="草稿"' in page
    for name in ("record", "paper"):
        address = reverse(f"inspections:insurer-{name}", args=[insurer_item.pk])
        assert as_user(cast.quzhou_officer).get(address).status_code == 404
        assert as_user(cast.insurer_a_clerk).get(address).status_code == 403


def test_a_revoked_finding_is_marked_and_every_finding_names_whose_it_is(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    found = find(item, cast, basis=LawArticle.SAFETY_51)
    client = as_user(cast.hangzhou_officer)
    for state in ("RECORDED", "REVOKED"):
        type(found).objects.filter(pk=found.pk).update(state=state)
        page = client.get(reverse("inspections:enterprise-record", args=[item.pk])).content.decode()
        paper = words_of(client.get(reverse("inspections:enterprise-paper", args=[item.pk])))
        for text in (page, paper):
            assert f"{item.enterprise.name}（企业）" in text
            assert ("（已撤销）" in text) is (state == "REVOKED")
            assert "-企01" in text
        assert "依据：《中华人民共和国安全生产法》第五十一条第二款" in paper
