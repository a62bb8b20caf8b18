"""Files as senders really make them: every line of tests/samples/field/verdicts.csv, in its order."""

import json

import pytest

from core.imports.models import Upload
from enterprises.models import Enterprise
from tests.conftest import SAMPLES
from tests.core.workbooks.samples import table
from tests.uploads import load_all, person, send, verdicts

pytestmark = pytest.mark.django_db

FIELD = SAMPLES / "field"


def lines() -> list[dict[str, str]]:
    return table(FIELD / "verdicts.csv")


def outcome(upload: Upload) -> dict[str, str]:
    """What the portal said, in the columns of verdicts.csv."""
    numbers = {"rows": upload.rows, "accepted": upload.accepted, "held": upload.held}
    return {"refused": upload.refused_code, **{name: str(number) for name, number in numbers.items()}}


def test_every_line_of_the_verdicts_holds() -> None:
    uploads: dict[str, Upload] = {}
    is_filled = False
    for line in lines():
        if line["after"] == "plain" and not is_filled:
            load_all(SAMPLES / "plain")
            is_filled = True
        upload = uploads[line["file"]] = send(line["kind"], FIELD / line["file"], person(line["as"]))
        found, wanted = outcome(upload), {name: line[name] for name in ("refused", "rows", "accepted", "held")}
        told = json.dumps(sorted(verdicts(upload), key=str), ensure_ascii=False)
        assert {name: found[name] for name, value in wanted.items() if value} == {
            name: value for name, value in wanted.items() if value
        }, f"{line['file']}: {upload.refused_message} {told}"
    check_what_else_the_readme_says(uploads)


def check_what_else_the_readme_says(uploads: dict[str, Upload]) -> None:
    kept = Enterprise.objects.get(uscc="91330106MAR6PXHC4A")
    assert (kept.licence_no, str(kept.licence_expiry)) == ("浙安许0001", "2026-01-31")
    assert Enterprise.objects.filter(uscc="91330106MA8Q9P8E83").exists()
    assert not Enterprise.objects.filter(uscc="91330106MAPC0UYB1C").exists()
    others = uploads["07_three_sheets.xlsx"].verdicts.filter(code="other-sheet").values_list("value", flat=True)
    assert sorted(others) == ["上城区", "拱墅区"]
    codes = {
        name: set(upload.verdicts.exclude(code__in=("other-sheet", "unknown-column")).values_list("code", flat=True))
        for name, upload in uploads.items()
    }
    assert codes["24_example_row_overwritten.xlsx"] == {"example-row"}
    assert codes["25_second_upload_with_NA.xls"] == {"type"}
    assert codes["27_error_text.xlsx"] == {"type"}
    for name in ("03c_csv_month1.csv", "03d_csv_month2.csv"):
        assert codes[name] == {"numeric-code"}
