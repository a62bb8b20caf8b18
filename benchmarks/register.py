"""Importing the enterprises of one city, 60,000 as a rule, file to accepted, beside the floor of the same rows."""

import random
import statistics
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection
from openpyxl import Workbook

from benchmarks import world
from benchmarks.imports import accepted_in, floor
from enterprises.choices import EnterpriseStatus, Sector
from enterprises.models import Enterprise
from enterprises.seeding import credit_code
from enterprises.sheets import LAYOUT

ROWS = world.ROWS * 6 // 10
RUNS = 3


def rows(number: int) -> list[dict[str, Any]]:
    """Rows of a register's workbook by column key, all good."""
    rng = random.Random(60)
    sectors = [str(label) for label in Sector.labels[1:8]]
    return [
        {
            "name": f"杭州示例{i:05d}有限公司",
            "uscc": credit_code(rng, "330106"),
            "county": "西湖区",
            "address": f"西湖区示例路{i}号",
            "sectors": rng.choice(sectors),
            "employees": rng.randint(1, 500),
            "principal": "张某",
            "phone": "0571-80000000",
            "status": str(EnterpriseStatus.ACTIVE.label),
            "key_enterprise": "否",
            "outsourcing": "否",
            "licence_no": f"ZJ-{i:06d}",
            "licence_expiry": "2026-12-31",
            "note": None,
        }
        for i in range(number)
    ]


def empty() -> None:
    """Begin each run with tables without rows and without the remains of deleted ones, as the other imports do."""
    with connection.cursor() as cursor:
        cursor.execute(f'TRUNCATE "{Enterprise._meta.db_table}", imports_heldrow, imports_verdict CASCADE')


def measure() -> dict[str, float]:
    """Seconds, microseconds a row and times the floor; the organisations must be there."""
    clerk = world.clerk_of("em-330100")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        book = Workbook(write_only=True)
        sheet = book.create_sheet(LAYOUT.sheet)
        sheet.append([column.title for column in LAYOUT.columns])
        for row in rows(ROWS):
            sheet.append([row[column.key] for column in LAYOUT.columns])
        book.save(path)
        ours, least = [], []
        for _ in range(RUNS):
            empty()
            ours.append(accepted_in(path, clerk, ROWS, kind="enterprises"))
            least.append(floor(path, len(LAYOUT.columns)))
    took, bare = statistics.median(ours), statistics.median(least)
    return {
        "enterprises_s": round(took, 2),
        "enterprises_us": round(took / ROWS * 1e6, 1),
        "enterprises_floor": round(took / bare, 2),
    }
