"""Who changed what in an enterprise's entry, from its history events."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Field

from accounts.models import Division, User
from core import history, identifiers
from core.imports.models import Upload
from core.languages import listed
from enterprises.choices import Sector
from enterprises.models import Enterprise

SHOWN = 20

MASKS: dict[str, Callable[[str], str]] = {
    "principal": identifiers.mask_name,
    "legal_rep": identifiers.mask_name,
    "safety_head": identifiers.mask_name,
    "phone": identifiers.mask_phone,
}

PLACES = frozenset({"city_id", "county_id"})

LEFT_OUT = frozenset({"id", "merged_into_id", "created_at", "updated_at", "insured_by"})

SECTORS = dict(Sector.choices)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, in words; contact data masked."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One event. `at` is the business instant of the upload behind it, else the event's own; the office that of then."""

    at: datetime
    is_first: bool
    organisation: str
    upload: Upload | None
    differences: Sequence[Difference]


def changes_of(enterprise: Enterprise, user: User) -> list[Change]:
    """The latest 20 changes, newest first, in six queries at most; an upload is named only to whom it may be shown."""
    events: list[Any] = list(
        apps.get_model("enterprises", "EnterpriseEvent")
        ._default_manager.filter(pgh_obj_id=enterprise.pk)
        .select_related("pgh_context")
        .order_by("-pgh_id")[: SHOWN + 1]
    )
    at = history.instants(events)
    contexts = [event.pgh_context.metadata if event.pgh_context else {} for event in events]
    uploads = Upload.objects.select_related("file").in_bulk(_ids(contexts, "upload"))
    seen = set(Upload.objects.visible_to(user).filter(pk__in=uploads).values_list("pk", flat=True))
    people = User.objects.with_offices().in_bulk(_ids(contexts, "user"))
    places = _names_of_places(events)
    changes = []
    for event, context, before in zip(events[:SHOWN], contexts, [*events[1:], None], strict=False):
        upload, person = uploads.get(context.get("upload")), people.get(context.get("user"))
        changes.append(
            Change(
                at=at[event.pgh_id],
                is_first=event.pgh_label == "insert",
                organisation=str(context.get("organisation") or (person.office_at(at[event.pgh_id]) if person else "")),
                upload=upload if upload and upload.pk in seen else None,
                differences=_differences(before, event, places) if before else (),
            )
        )
    return changes


def _ids(contexts: Iterable[Mapping[str, object]], key: str) -> set[int]:
    return {found for context in contexts if isinstance(found := context.get(key), int)}


def _names_of_places(events: Iterable[object]) -> dict[str, str]:
    codes = {getattr(event, key) for event in events for key in PLACES}
    return dict(Division.objects.filter(code__in=codes).values_list("code", "name"))


def _differences(before: object, after: object, places: dict[str, str]) -> list[Difference]:
    found = []
    for field in Enterprise._meta.concrete_fields:
        key = field.attname
        if key in LEFT_OUT:
            continue
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            words = [_words(field, key, value, places) for value in (old, new)]
            found.append(Difference(str(field.verbose_name), *words))
    return found


def _words(field: "Field[object, object]", key: str, value: object, places: dict[str, str]) -> str:
    """A stored value as the page says it."""
    if key in MASKS and value:
        return MASKS[key](str(value))
    if key in PLACES and value:
        return places.get(str(value), str(value))
    if key == "sectors" and isinstance(value, list):
        return listed(SECTORS.get(code, code) for code in value) or "—"
    return history.in_words(field, value)
