"""The cache holds JSON alone: values come back with their types, and nothing that is no JSON is ever loaded."""

import pickle
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache, caches

from core.web.cached import JsonSerializer

VALUES = (0, 17, -3, True, None, "一", "17", 0.5, Decimal("12.30"), date(2023, 11, 23), [1, "a", None])


@pytest.mark.parametrize("value", VALUES)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    serializer = JsonSerializer()
    found = serializer.loads(serializer.dumps(value))
    assert (found, type(found)) == (value, type(value))


def test_values_within_values_keep_their_types() -> None:
    rows = [{"name": "示例财险", "premium": Decimal("100.00"), "flags": {"over": 2}, "day": date(2023, 4, 27)}]
    serializer = JsonSerializer()
    assert serializer.loads(serializer.dumps(rows)) == rows


def test_an_object_is_refused_when_it_is_written() -> None:
    with pytest.raises(TypeError, match="The cache takes no object"):
        JsonSerializer().dumps({"a": object()})


def test_what_is_no_json_counts_as_nothing() -> None:
    assert JsonSerializer().loads(pickle.dumps({"a": 1})) is None


def test_the_cache_of_the_portal_writes_json_and_counts() -> None:
    assert caches.settings["default"]["OPTIONS"]["serializer"] == "core.web.cached.JsonSerializer"
    cache.set("test:cached", 1, 60)
    assert cache.incr("test:cached", 2) == 3
    assert cache.get("test:cached") == 3
    cache.delete("test:cached")
