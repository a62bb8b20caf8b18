"""Headers of every address for everybody: what a browser may do with an answer, and that it keeps none."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from tests.house import table
from tests.house.asking import Asker, arguments, row_for, taken_back, text_of

pytestmark = pytest.mark.xdist_group("headers")
YEAR = "max-age=31536000; includeSubDomains; preload"


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True


def faults_of(answer: Any, page: str) -> list[str]:
    """What is wrong with the headers of an answer."""
    told = str(answer.get("Content-Security-Policy", ""))
    policy: dict[str, str] = dict(part.strip().partition(" ")[::2] for part in told.split(";"))
    scripts, wanted = policy.get("script-src", policy.get("default-src", "")), re.compile(r"'nonce-([^']+)'")
    nonces = set(re.findall(r'<script nonce="([^"]*)"', page))
    checks = {
        # An empty list is none: the page has no script.
        "script-src": policy.keys() & {"script-src", "default-src"} and not re.search(r"unsafe|\*|https?:", scripts),
        "nonce": nonces <= set(wanted.findall(scripts)) and "<script>" not in page and "<script src" not in page,
        "objects": "'none'" in policy.get("object-src", policy.get("default-src", "")),
        "frames": policy.get("frame-ancestors") == "'none'" and answer.get("X-Frame-Options") == "DENY",
        "hsts": answer.get("Strict-Transport-Security") == YEAR,
        "nosniff": answer.get("X-Content-Type-Options") == "nosniff",
        "referrer": answer.get("Referrer-Policy") in {"same-origin", "no-referrer"},
        "permissions": "camera=()" in answer.get("Permissions-Policy", ""),
        "opener": answer.get("Cross-Origin-Opener-Policy") == "same-origin",
        "no-store": "no-store" in answer.get("Cache-Control", ""),
        "cookies": all(
            (c["secure"] or c["max-age"] == 0) and c["samesite"] and c["path"] == "/" for c in answer.cookies.values()
        ),
    }
    return [name for name, is_right in checks.items() if not is_right]


@pytest.mark.parametrize("asker", [Role.CITY_EM], indirect=True)
def test_every_address_says_what_a_browser_may_do(asker: Asker) -> None:
    found = {}
    for line in table.lines():
        if line.verb != "get":
            continue
        row = row_for(asker.rows, asker.role, line)
        if row is None and "pk" in line.pattern.pattern.converters:
            continue
        path = reverse(line.name, kwargs=arguments(asker.rows, line, row))
        with taken_back():
            answer = asker.client.get(path, secure=True)
            page = text_of(answer)
        if faults := faults_of(answer, page if "html" in answer.get("Content-Type", "") else ""):
            found[line.label] = (answer.status_code, faults)
    assert not found, "\n".join(f"{label} {fault}" for label, fault in found.items())


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/nowhere/", "/", "/health/"])
def test_a_visitor_gets_the_same_headers(client: Client, path: str) -> None:
    answer = client.get(path, secure=True)
    assert faults_of(answer, text_of(answer)) == []


def test_a_static_file_gets_them_but_may_be_kept(client: Client) -> None:
    answer = client.get("/static/js/portal.js", secure=True)
    assert answer.status_code == 200
    assert [name for name in faults_of(answer, "") if name not in {"no-store", "frames"}] == []
