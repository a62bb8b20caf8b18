"""Rows of workbooks that wait for their correction, for tests."""

from django.core.files.base import ContentFile

from accounts.models import User
from core.files import store
from core.imports.models import HeldRow, Upload
from tests import world


def hold_row(by: User, kind: str, code: str, column: str = "uscc") -> None:
    """A row of an insurer's workbook that waits for its correction, with one of its cells."""
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
        raw={column: code},
        faults=[],
        fingerprint="",
        held_at=world.now(),
    )
