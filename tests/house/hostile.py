"""What a hostile sender puts into addresses, parameters and forms, and which names a view listens to."""

import inspect
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import quote_plus, urlsplit

from django.forms import BaseForm
from django.urls import URLPattern
from django_filters import FilterSet

from safety_portal.rooms import ROOMS

#: Each breaks something somewhere: what a database does not store, what no number or day is, what a calendar ends at.
VALUES: Final = (
    "",
    "\0",
    "\ud800",
    "\udfff\0\x01",
    str(10**30),
    str(-(10**30)),
    "-1",
    "0",
    "2147483648",
    "9223372036854775808",
    "9" * 5000,
    "长" * 3000,
    "../../etc/passwd",
    "..\\..\\x",
    "１２３",
    "²",
    "٣",
    "9999-12-31",
    "0001-01-01",
    "9999-12",
    "0001-01",
    "0000-00",
    "2023-02-30",
    "10000-01-01",
    "2023-W01",
    "20231101",
    "２０２３-１１-０１",
    "2023-11-23T25:61",
    "9999-12-31T23:59:59+14:00",
    "0001-01-01T00:00:00+14:00",
    "1e999",
    "1e30",
    "NaN",
    "sNaN",
    "Infinity",
    "1_000",
    "1.5",
    "-0",
    "foo",
    "//evil.example/",
    "javascript:alert(1)",
    "http://[",
    "/\r\nX-A: b",
    "' OR 1=1 --",
    "%",
    "_%\\",
    "{{7*7}}",
    "{0.__class__}",
    "%(x)s",
    "<script>alert(1)</script>",
    "[]",
    "{}",
    "null",
    '{"a": [1]}',
    "true",
    "on",
    ",,,",
    "\u202e\u200b\ufeff",
    "😀" * 40,
    "a\nb\rc\td",
    "__all__",
    "_connector",
    "pk",
)

#: Names that nobody has thought of, with values of their own.
STRANGERS: Final = (
    "\0",
    "长" * 200,
    "a[]",
    "a[b][c]",
    "__proto__",
    "_connector",
    "page",
    "size",
    "export",
    "print",
    "form-TOTAL_FORMS",
    "form-INITIAL_FORMS",
    "lines-TOTAL_FORMS",
    "sort",
    "draft",
    "next",
)
TYPES: Final = ("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "x", "")
BODIES: Final = (
    b"",
    b"\0",
    b"[1, [2",
    b'{"a": {"b": [null, 1e999]}}',
    b'"\\ud800"',
    b"null",
    b"\xff\xfe" * 40,
    b"a" * 70_000,
    b"--\r\n\r\n",
    b"=&=&=%",
    b"a=%ff%fe&%00=1&b=%ED%A0%80",
)
BOUNDARY: Final = "hostile"
FILES: Final = (
    ("../../x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
    ("长" * 300 + ".jpg", b"\xff\xd8\xff\xe0" + b"\xff" * 200),
    ("\u202egpj.exe", b"MZ"),
    ("x.xlsx", b"PK\x03\x04" + b"\0" * 60),
    ("x.pdf", b"%PDF-1"),
    ("x.csv", b"\0\0,\0"),
    ("", b"x"),
    (".", b""),
    ("x.docx", b"PK\x05\x06" + b"\0" * 18),
    ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
)
#: What a server lets through in a header.
HEADERS: Final = (
    "",
    "x" * 4000,
    "\xff\xfe",
    "a;b=c;;=",
    "bytes=9-1,-",
    "127.0.0.1, 999.1.1.1, ::1%",
    "http://[",
    "%00",
)
NAMES: Final = re.compile(
    r"(?:GET|POST|values|said|sent|given)(?:\.(?:get|getlist|pop))?[(\[]\s*f?\"([\w-]{1,30})(?:\"|_\{)"
)


def encoded(fields: "list[tuple[str, str]]") -> str:
    """A query or a form's body; halves of surrogates stay what they are."""
    return "&".join(f"{quoted(name)}={quoted(text)}" for name, text in fields)


def quoted(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


def parts(fields: "list[tuple[str, str]]", files: "list[tuple[str, str, bytes]]", transfer: str = "") -> bytes:
    """A body in parts."""
    lines: list[bytes] = []
    for name, text in fields:
        lines.append(_part(f'name="{_header(name)}"', text.encode("utf-8", "surrogatepass"), ""))
    for name, called, content in files:
        lines.append(_part(f'name="{_header(name)}"; filename="{_header(called)}"', content, transfer))
    return b"".join(lines) + f"--{BOUNDARY}--\r\n".encode()


def _header(text: str) -> str:
    return re.sub(r'[\r\n"]', "", text).encode("utf-8", "ignore").decode()


def _part(head: str, content: bytes, transfer: str) -> bytes:
    how = f"Content-Transfer-Encoding: {transfer}\r\n" if transfer else ""
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n{how}\r\n".encode() + content + b"\r\n"


def names_of(pattern: URLPattern) -> list[str]:
    """The names that the module of the view reads, its filters and its forms: found, not listed."""
    view = getattr(pattern.callback, "view_class", pattern.callback)
    module = sys.modules[view.__module__]
    found = set(NAMES.findall(inspect.getsource(module))) if module.__name__.split(".")[0] in ROOMS else set()
    for thing in vars(module).values():
        if isinstance(thing, type) and issubclass(thing, FilterSet):
            found |= set(getattr(thing, "base_filters", {}))
        elif isinstance(thing, type) and issubclass(thing, BaseForm):
            found |= set(getattr(thing, "base_fields", {}))
    return sorted(found)


class Forms(HTMLParser):
    """The fields of a page's forms with what they hold, by the address that they are sent to."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.target, self.select = here, "", ""
        self.found: dict[str, dict[str, str]] = {}
        self.files: dict[str, set[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.target = urlsplit(given.get("action", "")).path or self.here
        elif tag == "option" and self.select and (given.get("value") or "selected" in given):
            self._fields().setdefault(self.select, given.get("value", ""))
        elif tag == "select":
            self.select = name
        elif name and given.get("type") == "file":
            self.files.setdefault(self.target or self.here, set()).add(name)
        elif name and tag in {"input", "textarea", "button"}:
            self._fields().setdefault(name, given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.target = ""
        elif tag == "select":
            self.select = ""

    def _fields(self) -> dict[str, str]:
        return self.found.setdefault(self.target or self.here, {})


def forms_of(page: str, here: str) -> Forms:
    forms = Forms(here)
    forms.feed(page)
    return forms


def hostile_words(given: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """Each word of an address in turn, with what may be sent in its place."""
    for name, value in given.items():
        if isinstance(value, int):
            yield from ((name, other) for other in (0, 2**31, 2**63, 10**30))
        else:
            yield from ((name, other) for other in VALUES if other and "/" not in other and len(other) < 1000)
