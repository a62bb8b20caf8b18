"""Three hundred hostile names of files: each is kept inside the store under a name of the portal's, and comes back harmless."""

import unicodedata
from email.message import Message
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any, Final

from django.test import RequestFactory

from core import clock, files
from core.views.downloads import download
from tests.cast import Cast

BEGINNINGS: Final = (
    "",
    "../",
    "../../../../etc/",
    "..\\..\\",
    "/etc/",
    "C:\\",
    "\\\\server\\share\\",
    "./",
    "....//",
    "%2e%2e/",
    "%2e%2e%2f",
    "％2e％2e/",
    "．．／",
    "..%c0%af",
    "file:///",
    "~/",
    "\u202e",
    "\ufeff",
    "\u200b",
    "\x00",
    "a\x00",
    "\r\n",
    "\n",
    "\x1b[31m",
    "\ud800",
    "\udfff\ud800",
    "\x7f",
    "\x85",
    "\u2028",
    " ",
    ".",
    "...",
    "-",
    "'",
    '"',
    "`",
    ";",
    "|",
    "$(id)",
    "<script>",
)
NAMES: Final = (
    "passwd",
    "名单.xlsx",
    "CON",
    "长" * 300 + ".xlsx",
    "x" * 5000,
    "a.b" + "c" * 300,
    '"; filename="x.html',
)
ALONE: Final = (
    "",
    ".",
    "..",
    "/",
    "\\",
    "CON.xlsx",
    "NUL",
    "LPT1.txt",
    "com1",
    "𠮷㐂䶮𬒗.xlsx",
    "👩‍👩‍👧.png",
    "é" * 130,
    "e\u0301" * 130,
    "\u202egpj.exe",
    "名单.xlsx\x00.exe",
    "名单.exe\r\nSet-Cookie: a=b",
    "a" * 254 + "/b",
    "..;/x",
    "名单".encode("gb18030").decode("latin-1"),
    "=cmd|' /C calc'!A0.csv",
    "名\u2066单\u2069.xlsx",
    "_xlfn.xlsx",
    "x.xlsx ",
    "x.xlsx.",
    " .xlsx",
)


def hostile_names() -> list[str]:
    return [*(beginning + name for beginning, name in product(BEGINNINGS, NAMES)), *ALONE]


def bytes_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def name_in(header: str) -> str:
    """The name as a browser reads it from the header."""
    told = Message()
    told["Content-Disposition"] = header
    return str(told.get_filename())


def test_no_name_leads_out_of_the_store_and_each_comes_back_harmless(cast: Cast, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = store = tmp_path / "store"
    names, owner, request = hostile_names(), cast.hangzhou_officer.organisation_id, RequestFactory().get("/")
    assert len(set(names)) >= 300
    paths = set()
    for name in names:
        made = files.store(BytesIO(b"x"), name=name, organisation_id=owner, at=clock.now())
        path, kept = Path(made.file.path), made.name
        assert path.is_relative_to(store), name
        assert path.is_file(), name
        assert not {"passwd", "名单", "CON"} & {path.stem}, name
        paths.add(path)
        assert 0 < len(kept) <= 200, name
        assert kept not in {".", ".."}, name
        assert not set(kept) & set("/\\"), name
        assert not {unicodedata.category(one) for one in kept} & {"Cc", "Cf", "Cs", "Zl", "Zp"}, name
        header = download(request, made)["Content-Disposition"]
        assert header.startswith("attachment"), name
        assert header.isprintable(), name
        assert name_in(header) == kept, name
    assert bytes_below(tmp_path) == paths
    assert len(paths) == len(names)


def test_a_good_name_is_kept_as_it_is() -> None:
    for name in ("2023年11月 保单台账（杭州）.xlsx", "𠮷㐂䶮𬒗.docx", "名单-终稿_2.pdf"):
        assert files.clean_name(name) == name
