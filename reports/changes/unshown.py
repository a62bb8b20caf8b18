"""What differs of a row in columns that no list shows, such as the status of an enterprise, by the events of its history.

Free text stays untold, since it may hold contact data: only that it was changed.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db import models

from core.history import event_model, in_words

#: What the portal itself keeps beside the columns that people fill in.
LEFT_OUT: Final = frozenset({"id", "created_at", "updated_at"})
TOLD: Final = (models.BooleanField, models.DateField, models.DecimalField, models.IntegerField, models.ForeignKey)


class Difference(NamedTuple):
    """A column of a row whose value differs; both values are empty where they are not told."""

    title: str
    then: str
    now: str


def unshown_differences(model: type[models.Model], spans: Mapping[int, tuple[int, int]]) -> dict[int, list[Difference]]:
    """{row: what differs}, from {row: (its first event that was not seen, its last)}."""
    held: defaultdict[int, list[tuple[int, object]]] = defaultdict(list)
    events = event_model(model)._default_manager.filter(pgh_obj_id__in=spans).order_by("pgh_id") if spans else ()
    for event in events:
        held[event.pgh_obj_id].append((event.pgh_id, event))
    found = {}
    for row, (first, last) in spans.items():
        before = [event for number, event in held[row] if number < first]
        after = [event for number, event in held[row] if number == last]
        if before and after:
            found[row] = _differences(model, before[-1], after[0])
    return found


def _differences(model: type[models.Model], before: object, after: object) -> list[Difference]:
    found = []
    for field in model._meta.concrete_fields:
        key = field.attname
        if key in LEFT_OUT or not hasattr(after, key):
            continue
        then, now = getattr(before, key), getattr(after, key)
        if then != now:
            base = getattr(field, "base_field", None) or field
            is_told = bool(base.flatchoices) or isinstance(field, TOLD)
            told = [in_words(field, one) for one in (then, now)] if is_told else ["", ""]
            found.append(Difference(str(field.verbose_name), *told))
    return found
