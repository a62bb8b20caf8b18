"""Words for the keys and codes that events hold: those of the models of the room that wrote the event, then all others.

A code means what the fields of its room say; where these differ, or another room's, it means what no two of them deny.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.contributions import modules_named
from core.identifiers import mask_name, mask_phone
from core.imports import registry
from core.languages import official
from core.walls.policies import is_of_project

#: Keys that are no field of a model, or are one whose name says less.
KEYS: Final[dict[str, str | Promise]] = {
    "after": _("After"),
    "agreed": _("Agreed"),
    "answers": _("Answers"),
    "case": _("Case"),
    "draw": _("Draw"),
    "pairs": _("Pairs of cities"),
    "whole": _("Signed by both"),
    "by_hand": _("Numbers changed by hand"),
    "findings": _("What would be missing"),
    "of": _("Whom it was asked of"),
    "places": _("Rows of each county"),
    "photo": _("Photo"),
    "resolutions": _("Resolutions"),
    "why": _("Reason"),
    "agency": _("Agency"),
    "amount": _("Amount"),
    "answer": _("Answer"),
    "before": _("Before"),
    "changed": _("Rows changed"),
    "city": _("City"),
    "codes": _("Faults"),
    "conclusion": _("Conclusion"),
    "count": _("Count"),
    "county": _("County"),
    "day": _("Day"),
    "days": _("Days"),
    "deleted": _("Rows deleted"),
    "detail": _("Detail"),
    "division": _("Division of the organisation"),
    "dropped": _("Held rows dropped"),
    "effective_on": _("Takes effect on"),
    "endorsement": _("Endorsement"),
    "enterprise": _("Number of the entry"),
    "entries": _("Attempts"),
    "fact": _("Facts"),
    "factor": _("Second factor"),
    "field": _("Field"),
    "fields": _("Fields"),
    "files": _("Files"),
    "filters": _("Filters"),
    "former": _("Former"),
    "ground": _("Ground"),
    "handed_on": _("Files handed on"),
    "hazards": _("Hazards"),
    "held": _("Rows held"),
    "into": _("Merged into"),
    "items": _("Items"),
    "kind": _("Kind"),
    "left_on": _("Left on"),
    "letter_code": _("Code of documents"),
    "level": _("Level"),
    "masked": _("Contact data masked"),
    "means": _("Means"),
    "month": _("Month"),
    "name": _("Title or name"),
    "new": _("Rows new"),
    "number": _("Number"),
    "on": _("Day"),
    "on_spot": _("Found on the spot"),
    "parent": _("Number of the parent organisation"),
    "parts": _("Parts"),
    "policy": _("Policy"),
    "reason": _("Reason"),
    "reopened": _("Held rows opened again"),
    "report": _("Report"),
    "restored": _("Rows restored"),
    "reverses": _("Reverses"),
    "role": _("Role"),
    "row": _("Row"),
    "rows": _("Rows"),
    "score": _("Score"),
    "sector": _("Sector"),
    "seers": _("People who see it"),
    "sha256": _("Digest of the file"),
    "shares": _("Shares"),
    "sheet": _("Sheet"),
    "snapshot": _("Number of the report"),
    "source": _("Source"),
    "state": _("State"),
    "step": _("Step"),
    "text": _("Text"),
    "to": _("To"),
    "unchanged": _("Rows unchanged"),
    "units": _("Firms"),
    "upload": _("Number of the upload"),
    "valid_to": _("Valid until"),
    "value": _("Value"),
    "version": _("Version"),
    "way": _("Way"),
    "worked": _("Working day"),
}
#: What was exported, where that is no code list: kinds of documents; kinds of workbooks bear their title.
EXPORTED: Final[dict[str, str | Promise]] = {
    "page": _("List as shown"),
    "docx": _("Word document"),
    "plan-document": _("Service plan"),
    "inspection-plan": _("Inspection plan"),
}
#: Contact data of people, which no log shows whole.
NAMES: Final = frozenset({"principal", "legal_rep", "safety_head", "contact"})
PHONES: Final = frozenset({"phone"})
MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@cache
def room_of(action: str) -> str:
    """The app that names the action; empty for none."""
    for module in modules_named("audit_words"):
        if action in getattr(module, "ACTIONS", {}):
            return module.__name__.rpartition(".")[0]
    return ""


@cache
def _steps(room: str) -> Mapping[str, str | Promise]:
    """{step of a write: its words}, as the room gives them under `STEPS` beside its actions."""
    for module in modules_named("audit_words"):
        if room and module.__name__.rpartition(".")[0] == room:
            found: Mapping[str, str | Promise] = getattr(module, "STEPS", {})
            return found
    return {}


def own_step_in_words(step: str, action: str) -> str | None:
    """What a step of a write is called in the room of the action; None where the room has no words of its own for it."""
    found = _steps(room_of(action)).get(step)
    return None if found is None else str(found)


@cache
def _fields(room: str) -> tuple["models.Field[object, object]", ...]:
    """The fields of the room's models; of all rooms where it is empty."""
    found = [model for model in apps.get_models() if is_of_project(model)]
    return tuple(
        field
        for model in found
        if not room or model._meta.app_config.name == room
        for field in model._meta.concrete_fields
    )


@cache
def _labels(room: str) -> dict[str, str | Promise]:
    """{name of a field: what it is called}, where it is called anything.

    Judged by the official words, for the answer is kept whoever asks first, in whatever language.
    """
    found: dict[str, str | Promise] = {}
    with official():
        for field in _fields(room):
            if str(field.verbose_name) != field.name.replace("_", " ") and field.verbose_name:
                found.setdefault(field.name, field.verbose_name)
                found.setdefault(field.attname, field.verbose_name)
    return found


@cache
def _codes(room: str) -> dict[str, str | Promise]:
    """{code: its word} of the room's code lists; a code with two meanings, by the official words, has none."""
    found: dict[str, str | Promise] = {}
    doubtful = set()
    with official():
        for code, label in _choices(room):
            if str(found.setdefault(code, label)) != str(label):
                doubtful.add(code)
    return {code: label for code, label in found.items() if code not in doubtful}


def _choices(room: str) -> Iterator[tuple[str, str | Promise]]:
    for field in _fields(room):
        for code, label in field.flatchoices:
            if isinstance(code, str) and code:
                yield code, label


def key_in_words(name: str, action: str = "") -> str:
    """What a field is called that an event names: as in its room, then as listed here, then as in any room."""
    room = room_of(action)
    own = _labels(room).get(name) if room else None
    return str(own or KEYS.get(name) or _labels("").get(name) or name)


def fact_in_words(name: str, action: str = "") -> str:
    """What a key of the event itself is called: as listed here, else as the field of this name."""
    return str(KEYS[name]) if name in KEYS else key_in_words(name, action)


def code_in_words(value: str, action: str = "") -> str | None:
    """What a code means in the room of the action, else anywhere; None for what is no code."""
    room = room_of(action)
    found = _steps(room).get(value) or (_codes(room).get(value) if room else None) or _codes("").get(value)
    if found is None and value in registry.kinds():
        found = registry.importer(value).title
    found = found or EXPORTED.get(value)
    return str(found) if found is not None else None


def masked(name: str, text: str) -> str:
    """Contact data as logs show them: telephones anywhere in a text, names under their keys."""
    if name in NAMES:
        return mask_name(text)
    if name in PHONES:
        return mask_phone(text)
    return MOBILE.sub(lambda found: mask_phone(found[0]), text)
