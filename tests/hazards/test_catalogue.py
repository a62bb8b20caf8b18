"""Clauses of the catalogue: each says what its label was held against, or is marked 待核 and never printed as a basis."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from core import clock
from core.writing import version_of
from hazards.documents.letters import notice_document
from hazards.documents.rows import notice_letter, words_of
from hazards.models import Criterion, CriterionVersion, Hazard, Notice
from hazards.seeding import CLAUSES, VERSIONS
from hazards.services.notices import Advice, issue_notice
from tests import world
from tests.cast import Cast
from tests.hazards import life

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
FISHERY = (
    "擅自改变船体结构、主尺度或者作业类型",
    "救生、消防设备或者号灯状态不良",
    "职务船员低于最低配员",
    "关闭、破坏、屏蔽、拆卸通导和船位监测终端，或者篡改、隐瞒、销毁数据",
    "超核定航区或者抗风等级，超载",
    "检验证书或者国籍证书失效后出海",
    "在船人数超核定载员，或者未经批准载客",
    "防台等期间不服从停航、撤离、转移决定",
)


def test_the_eight_clauses_for_fishing_vessels_are_those_of_the_text(cast: Cast) -> None:
    rows = Criterion.objects.filter(version__document_no="农渔发〔2022〕11号").order_by("pk")
    assert tuple(row.label for row in rows) == FISHERY
    assert all(row.checked_against for row in rows)


def test_the_list_of_versions_keeps_its_order_whatever_was_written_last(cast: Cast, as_user: SignIn) -> None:
    """By what it applies to, the newest first; Django leaves the model's order out beside a count."""
    client, address = as_user(cast.hangzhou_officer), reverse("hazards:criteria-list")
    expected = list(CriterionVersion.objects.values_list("pk", flat=True))
    for pk in expected[::-2]:
        CriterionVersion.objects.filter(pk=pk).update(note="补充说明")
        assert [row.pk for row in client.get(address).context["rows"]] == expected


def test_every_seeded_clause_has_its_source_or_is_printed_without_its_label(cast: Cast) -> None:
    """Every label is either on the list with the text it was held against, or left out of documents."""
    listed = {(key, clause.number): clause for key, clauses in CLAUSES.items() for clause in clauses}
    seeded = list(Criterion.objects.select_related("version"))
    assert len(seeded) == len(listed)
    for row in seeded:
        clause = listed[(row.version.document_no, row.version.field), row.number]
        assert row.checked_against == clause.checked
        if clause.checked:
            assert row.printed == row.text
        else:
            assert row.label not in row.printed
            assert row.number not in row.printed
            assert row.version.document_no in row.printed
    assert any(row.checked_against for row in seeded)
    assert not all(row.checked_against for row in seeded)


def test_every_document_with_an_unsure_day_says_so(cast: Cast) -> None:
    assert [
        number for _f, _t, number, *_days, certainty, note in VERSIONS if certainty == "U" and "待核" not in note
    ] == []


def major(cast: Cast, document_no: str, number: str) -> Hazard:
    clause = Criterion.objects.get(version__document_no=document_no, version__field="INDUSTRY", number=number)
    return life.hazard(
        world.enterprise(),
        level="MAJOR",
        state="RECORDED",
        criterion=clause,
        basis=clause.text,
        found_on=date(2023, 10, 9),
        notice_no="",
        notified_on=None,
        receiver="",
        capacity="",
        deadline=None,
    )


@pytest.mark.parametrize(("number", "is_printed"), [("第三条第一项", True), ("第十一条", False)])
def test_a_document_names_a_checked_clause_and_of_another_the_standard_alone(
    cast: Cast, number: str, is_printed: bool
) -> None:
    hazard = major(cast, "应急管理部令第10号", number)
    notice = issue_notice(
        hazards=[hazard],
        advice={hazard.pk: Advice(date(2023, 12, 20), "按要求整改")},
        by=cast.insurer_a_clerk,
        at=clock.now(),
        today=clock.today(),
    )
    document = Document(io.BytesIO(notice_document(notice_letter(notice, cast.insurer_a_clerk))))
    said = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "工贸企业重大事故隐患判定标准" in said
    assert (number in said) is is_printed
    assert (number in words_of(hazard)["basis"]) is is_printed
    assert Notice.objects.get().lines.get().basis in said


def test_the_page_of_the_catalogue_marks_what_is_to_be_checked(sign_in: SignIn, cast: Cast) -> None:
    clause = Criterion.objects.get(version__field="INDUSTRY", number="第十一条")
    page = sign_in(cast.provincial_officer).get(reverse("hazards:criteria-detail", args=[clause.version_id]))
    assert "待核" in page.content.decode()
    assert "江门市政府网" in page.content.decode()


def test_the_province_says_what_a_label_was_held_against(sign_in: SignIn, cast: Cast) -> None:
    clause = Criterion.objects.get(version__field="INDUSTRY", number="第十一条")
    said = {
        "number": clause.number,
        "label": clause.label,
        "checked_against": "应急管理部网站所载条文",
        "seen": version_of(clause),
    }
    sign_in(cast.provincial_officer).post(reverse("hazards:clause-edit", args=[clause.pk]), said)
    clause.refresh_from_db()
    assert clause.printed == clause.text
