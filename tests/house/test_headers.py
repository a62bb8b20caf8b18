"""Headers for visitors and of files: what a browser may do with an answer, and that it keeps none.

Those of every address for everybody who is signed in are read on the walk of the matrix.
"""

from typing import Any

import pytest
from django.test import Client

from tests.house.asking import text_of
from tests.house.headers import AS_IN_PRODUCTION, faults_of


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any) -> None:
    for name, value in AS_IN_PRODUCTION.items():
        setattr(settings, name, value)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/nowhere/", "/", "/health/"])
def test_a_visitor_gets_the_same_headers(client: Client, path: str) -> None:
    answer = client.get(path, secure=True)
    assert faults_of(answer, text_of(answer)) == []


def test_a_static_file_gets_them_but_may_be_kept(client: Client) -> None:
    answer = client.get("/static/js/portal.js", secure=True)
    assert answer.status_code == 200
    assert [name for name in faults_of(answer, "") if name not in {"no-store", "frames"}] == []
