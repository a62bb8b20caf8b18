"""The returned workbook comes back: keys find their held rows, whatever the order of the rows."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from core.imports.models import HeldRow, Upload
from core.workbooks import ACCEPT_TITLE, ADVICE_TITLE, KEY_TITLE
from enterprises.models import Enterprise
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.databases import Keep
from tests.returned import REGISTER, advised, book, table_of
from tests.uploads import PLAN, history_rows, person, send


def held_state() -> dict[str, tuple[Any, ...]]:
    """The open held rows by identity; within one organisation, as most tests have it."""
    return {row.identity: (row.pk, row.held_at, row.upload_id, row.fingerprint) for row in HeldRow.objects.all()}


@pytest.fixture(scope="module")
def sent(keep: Keep) -> None:
    """The register, once for all tests; each takes back what it does to it."""
    keep(lambda: send("enterprises", REGISTER, Cast().hangzhou_officer))


@pytest.fixture
def first(sent: None) -> Upload:
    return Upload.objects.get()


def test_a_y_takes_the_suggestion_in_any_order_and_closes_the_held_row(
    cast: Cast, first: Upload, tmp_path: Path
) -> None:
    titles, rows = table_of(first)
    healing = advised(rows, first)
    assert healing
    for row in healing:
        row[ACCEPT_TITLE] = "Y"
    before, known = held_state(), Enterprise.objects.count()
    path = book(tmp_path / "returned.xlsx", titles, sorted(rows, key=lambda row: str(row["企业名称"])[::-1]))
    again = send("enterprises", path, cast.hangzhou_officer)
    closed = {row[KEY_TITLE] for row in healing}
    assert (again.accepted, again.held) == (len(healing), len(rows) - len(healing))
    assert Enterprise.objects.count() == known + again.new
    assert held_state() == {key: state for key, state in before.items() if key not in closed}


def test_the_returned_workbook_sent_twice_has_one_effect(cast: Cast, first: Upload, tmp_path: Path) -> None:
    titles, rows = table_of(first)
    for row in advised(rows, first):
        row[ACCEPT_TITLE] = "Y"
    path = book(tmp_path / "returned.xlsx", titles, rows[::-1])
    send("enterprises", path, cast.hangzhou_officer)
    before = (held_state(), history_rows())
    again = send("enterprises", path, cast.hangzhou_officer)
    assert (again.new, again.changed) == (0, 0)
    assert (held_state(), history_rows()) == before


def test_rows_left_out_of_the_returned_workbook_stay_held(cast: Cast, first: Upload, tmp_path: Path) -> None:
    titles, rows = table_of(first)
    chosen = advised(rows, first)[0]
    chosen[ACCEPT_TITLE] = " ｙ "
    send("enterprises", book(tmp_path / "one.xlsx", titles, [chosen]), cast.hangzhou_officer)
    assert HeldRow.objects.count() == first.held - 1
    assert not HeldRow.objects.filter(identity=chosen[KEY_TITLE]).exists()


@pytest.mark.parametrize("folder", ["plain", "official"])
def test_untouched_returned_workbooks_of_all_kinds_change_nothing(cast: Cast, folder: str, tmp_path: Path) -> None:
    uploads = [send(kind, SAMPLES / folder / name, person(user)) for kind, name, user in PLAN]
    before = (held_state(), history_rows())
    for upload, (kind, name, user) in zip(uploads, PLAN, strict=True):
        titles, rows = table_of(upload)
        assert upload.returned is not None
        again = send(kind, Path(upload.returned.file.path), person(user), content=upload.returned.file.read())
        assert (again.accepted, again.held) == (0, upload.held), name
        resaved = book(tmp_path / name, titles, rows[::-1])
        assert send(kind, resaved, person(user)).accepted == 0
    assert (held_state(), history_rows()) == before


def test_a_mended_identity_closes_the_row_held_under_file_and_row(cast: Cast, first: Upload, tmp_path: Path) -> None:
    titles, rows = table_of(first)
    healed = next(r for r in rows if r[KEY_TITLE].startswith("file:") and "统一社会信用代码=" in str(r[ADVICE_TITLE]))
    healed[ACCEPT_TITLE], healed["从业人员数"] = "Y", "约三十人"
    held = first.held
    send("enterprises", book(tmp_path / "half.xlsx", titles, [healed]), cast.hangzhou_officer)
    code = healed[ADVICE_TITLE].partition("=")[2].splitlines()[0]
    assert HeldRow.objects.count() == held
    assert not HeldRow.objects.filter(identity=healed[KEY_TITLE]).exists()
    assert HeldRow.objects.get(identity=code).raw["employees"] == "约三十人"


def test_a_copied_row_with_the_same_key_is_not_lost(cast: Cast, first: Upload, tmp_path: Path) -> None:
    titles, rows = table_of(first)
    broken = next(row for row in rows if row[KEY_TITLE].startswith("file:"))
    copy = broken | {"企业名称": "杭州示例复制行有限公司"}
    send("enterprises", book(tmp_path / "copied.xlsx", titles, [broken, copy]), cast.hangzhou_officer)
    assert HeldRow.objects.count() == first.held + 1
    assert HeldRow.objects.filter(raw__name="杭州示例复制行有限公司").exists()


def forged(cast: Cast, first: Upload, path: Path, user: User, key: str) -> Upload:
    titles, rows = table_of(first)
    row = advised(rows, first)[0] | {ACCEPT_TITLE: "Y", KEY_TITLE: key}
    return send("enterprises", book(path, titles, [row]), user)


def test_a_key_reaches_no_other_organisation(cast: Cast, first: Upload, tmp_path: Path) -> None:
    key = HeldRow.objects.filter(identity__startswith="file:").values_list("identity", flat=True)[0]
    before = set(HeldRow.objects.values_list("pk", "fingerprint", "upload_id"))
    forged(cast, first, tmp_path / "other.xlsx", cast.quzhou_officer, key)
    assert before <= set(HeldRow.objects.values_list("pk", "fingerprint", "upload_id"))


@pytest.mark.parametrize("key", ["file:" + "9" * 400, "file:no-such-file:7", "x" * 30_000, "'; DROP TABLE x; --"])
def test_a_key_that_the_portal_never_gave_is_left_aside(cast: Cast, first: Upload, tmp_path: Path, key: str) -> None:
    before = set(HeldRow.objects.values_list("identity", flat=True))
    assert forged(cast, first, tmp_path / "forged.xlsx", cast.hangzhou_officer, key).accepted == 1
    after = set(HeldRow.objects.values_list("identity", flat=True))
    assert after <= before
    assert len(before) - len(after) <= 1
