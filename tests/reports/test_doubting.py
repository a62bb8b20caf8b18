"""What speaks against figures: vouchers held back leave a gap with the reason, open months and other rows are said."""

from datetime import date

from django.core.files.base import ContentFile

from core.files import store
from core.imports.models import HeldRow, Upload
from reports.documents.sections import bound_of
from tests import world
from tests.cast import Cast
from tests.reports.figuring import build


def hold(cast: Cast, kind: str, code: str) -> None:
    """A row of an insurer's workbook that waits for its correction."""
    by = cast.insurer_a_clerk
    file = store(ContentFile(b"x"), name="台账.xlsx", organisation_id=by.organisation_id, at=world.now())
    upload = Upload.objects.create(
        kind=kind, organisation_id=by.organisation_id, owner=by, file=file, created_at=world.now()
    )
    HeldRow.objects.create(
        kind=kind,
        organisation_id=by.organisation_id,
        identity=f"{kind} {code}",
        upload=upload,
        row=2,
        raw={"uscc": code},
        faults=[],
        fingerprint="",
        held_at=world.now(),
    )


def test_vouchers_held_back_are_a_gap_and_other_rows_a_note(cast: Cast) -> None:
    held = world.policy(world.enterprise())
    world.expense(held, booked_on=date(2023, 9, 5))
    hold(cast, "expenses", held.enterprise.uscc)
    hold(cast, "hazards", held.enterprise.uscc)
    hold(cast, "hazards", world.enterprise(world.QUZHOU).uscc)
    snapshot = build("campaign", cast.hangzhou_officer)
    insurer = cast.insurer_a_clerk.organisation.name
    assert set(snapshot.doubts) == {"expenses.booked", "expenses.share", "expenses.budget_rate"}
    assert bound_of(snapshot).lack("expenses.booked") == f"{insurer}费用台账1行有误待更正，未通过校验"
    assert snapshot.notes == [
        f"{insurer}隐患台账1行有误待更正，未计入",
        f"{insurer}费用台账1行有误待更正，未计入",
        f"{insurer}2023年9月费用尚未结账",
    ]
    coverage = build("coverage", cast.hangzhou_officer)
    assert (coverage.doubts, len(coverage.notes)) == ({}, 2)


def test_nothing_speaks_against_figures_without_either(cast: Cast) -> None:
    world.policy(world.enterprise())
    snapshot = build("campaign", cast.hangzhou_officer)
    assert (snapshot.doubts, snapshot.notes) == ({}, [])
