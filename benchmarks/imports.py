"""Importing services: file to accepted, beside django-import-export on the same rows, extrapolated from 5,000."""

import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from import_export import fields, resources, widgets
from tablib import Dataset

from accounts.models import Organisation, User
from benchmarks import world
from core import clock, jobs
from core.imports.services import receive_upload
from core.models import Upload
from insurers.codes import SERVICE_FORMS, SERVICE_KINDS
from insurers.models import Activity, Policy

ROWS = 20_000
PEER_ROWS = 5_000
RUNS = 3
KIND = {label: code for code, label in SERVICE_KINDS}
FORM = {label: code for code, label in SERVICE_FORMS}


class PeerResource(resources.ModelResource):  # type: ignore[misc]
    """The same rows through django-import-export: policy looked up by number, labels to codes, dates read."""

    policy = fields.Field("policy", "policy_no", widgets.ForeignKeyWidget(Policy, "policy_no"))

    class Meta:
        model = Activity
        import_id_fields = ("activity_no",)
        fields = (
            "activity_no", "policy", "enterprise_name", "start_on", "end_on", "place", "staff", "participants",
            "content", "general_hazards", "major_hazards", "notice_no", "cost", "satisfaction",
        )  # fmt: skip
        use_transactions = True
        skip_diff = True  # spares the peer the work for its preview

    def __init__(self, insurer: Organisation) -> None:
        super().__init__()
        self.insurer, self.at = insurer, clock.now()

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        for name in ("note", "notice_no"):
            row[name] = row[name] or ""

    def before_save_instance(self, instance: Activity, row: dict[str, Any], **kwargs: Any) -> None:
        instance.insurer = self.insurer
        instance.enterprise_id = instance.policy.enterprise_id
        instance.city_id, instance.county_id = instance.policy.city_id, instance.policy.county_id
        instance.kind, instance.form = KIND[row["kind"]], FORM[row["form"]]
        instance.topics, instance.campaign_assist = ["H1", "H2"], row["campaign_assist"] == "是"
        instance.created_at = instance.updated_at = self.at


def ours(path: Path, clerk: User) -> float:
    """Seconds from the file on disk to its rows accepted."""
    begun = time.perf_counter()
    with path.open("rb") as stream:
        upload = receive_upload(
            kind="activities", stream=stream, name=path.name, by=clerk, at=clock.now(), accept=True, ring=False
        )
    job = jobs.run_here(upload.job_id or 0)
    took = time.perf_counter() - begun
    fresh = Upload.objects.get(pk=upload.pk)
    assert job.state == "DONE", job.message
    assert fresh.accepted + fresh.held == fresh.rows == ROWS, (fresh.accepted, fresh.held, fresh.rows)
    return took


def peers(rows: list[dict[str, Any]], clerk: User) -> float:
    """Seconds of `import_data` on the peer's share of the same good rows."""
    good = [row for row in rows[:PEER_ROWS] if row["end_on"] >= row["start_on"]]
    data = Dataset(headers=list(good[0]))
    for row in good:
        data.append(list(row.values()))
    begun = time.perf_counter()
    result = PeerResource(clerk.organisation).import_data(data, raise_errors=True)
    assert not result.has_errors()
    return (time.perf_counter() - begun) * PEER_ROWS / len(good)


def measure() -> dict[str, float]:
    """Medians of alternating runs; the ledger is emptied before each."""
    clerk = world.build()
    rows = world.activity_rows(clerk, ROWS)
    mine, other = [], []
    with TemporaryDirectory() as folder:
        path = world.write_workbook(rows, Path(folder) / "services.xlsx")
        for _ in range(RUNS):
            Activity.objects.all().delete()
            other.append(peers(rows, clerk) * ROWS / PEER_ROWS)
            Activity.objects.all().delete()
            mine.append(ours(path, clerk))
    us, them = statistics.median(mine), statistics.median(other)
    return {
        f"import of {ROWS} services, file to accepted, s": round(us, 2),
        f"django-import-export on {PEER_ROWS} of them, extrapolated, s": round(them, 2),
        "import: times faster than the peer": round(them / us, 1),
    }
