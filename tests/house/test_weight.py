"""The first load of a list page: what the page and all that it pulls weigh compressed."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

MOST = 150_000
#: What every page pulls leaves fifty rows their room.
MOST_STATIC = 110_000
PULLED = re.compile(r'(?:src|href)="/static/([^"]+)"')


def weight(path: str) -> int:
    return len(gzip.compress(Path(str(finders.find(path))).read_bytes(), 6))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("provincial_officer", "/enterprises/"),
        ("provincial_officer", "/hazards/"),
        ("hangzhou_officer", "/gap/"),
        ("insurer_a_clerk", "/policies/"),
        ("insurer_a_clerk", "/activities/"),
    ],
)
def test_a_list_loads_cold_within_its_weight(as_user: Any, cast: Cast, name: str, path: str) -> None:
    client: Client = as_user(getattr(cast, name))
    answer = client.get(f"{path}?size=50", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()
    static = sum(weight(found) for found in set(PULLED.findall(page)))
    assert static <= MOST_STATIC
    assert static + len(answer.content) <= MOST


def test_files_to_keep_and_ranges_stay_as_they_are(as_user: Any, cast: Cast) -> None:
    client: Client = as_user(cast.insurer_a_clerk)
    answer = client.get(reverse("imports:template-download", args=["policies"]), headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert not answer.has_header("Content-Encoding")
