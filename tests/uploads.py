"""Workbooks sent and imported in this process, the samples above all, and what the portal says about them."""

from pathlib import Path

from django.core.files.base import ContentFile

from accounts.models import User
from core import clock, jobs
from core.choices import JobState
from core.imports.models import HeldRow, Upload
from core.imports.services import receive_upload

PLAN = (
    ("enterprises", "enterprises_330100.xlsx", "em-330100"),
    ("enterprises", "enterprises_330600.xlsx", "em-330600"),
    ("policies", "policies_INS-A-ZJ.xlsx", "ins-a-zj"),
    ("activities", "activities_INS-A-ZJ.xlsx", "ins-a-zj"),
    ("expenses", "expenses_INS-A-ZJ.xlsx", "ins-a-zj"),
    ("hazards", "hazards_INS-A-ZJ.xlsx", "ins-a-zj"),
)
HISTORY = (
    "enterprises_enterpriseevent",
    "policies_policyevent",
    "activities_activityevent",
    "expenses_expenseevent",
    "hazards_hazardevent",
)


def send(kind: str, path: Path, user: User, *, accept: bool = True, content: bytes | None = None) -> Upload:
    """Upload a workbook and let its job run in this process."""
    body = ContentFile(content if content is not None else path.read_bytes(), name=path.name)
    upload = receive_upload(kind=kind, stream=body, name=path.name, by=user, at=clock.now(), accept=accept, ring=False)
    assert upload.job is not None
    job = jobs.run_job(upload.job.pk)
    assert job is not None
    assert job.state == JobState.DONE, job.message
    upload.refresh_from_db()
    return upload


def person(username: str) -> User:
    return User.objects.select_related("organisation").get(username=username)


def verdicts(upload: Upload) -> set[tuple[int | None, str | None, str, str]]:
    rows = upload.verdicts.exclude(severity="notice")
    return set(rows.values_list("row", "column", "code", "severity"))


def history_rows() -> dict[str, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        found = {}
        for table in HISTORY:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def load_all(folder: Path) -> list[Upload]:
    return [send(kind, folder / name, person(user)) for kind, name, user in PLAN]


def held_with(code: str, *, alone: bool = True) -> HeldRow:
    """A held row with an error of this code, by default its only one."""
    for row in HeldRow.objects.order_by("pk"):
        codes = [fault["code"] for fault in row.faults if fault["severity"] == "error"]
        if code in codes and (len(codes) == 1 or not alone):
            return row
    raise AssertionError(code)
