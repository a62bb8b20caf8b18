"""Stable codes of the register as Django choices (contract: codes.csv); the tuples live in `codes.py`."""

from typing import Any, cast

from django.db.models import TextChoices

from enterprises import codes


def choices_of(name: str, items: tuple[tuple[str, str], ...]) -> Any:
    """A TextChoices with the official Chinese labels, which stand untranslated in either language."""
    return cast("Any", TextChoices)(name, {code: (code, label) for code, label in items})


Sector = choices_of("Sector", codes.SECTORS)
EnterpriseStatus = choices_of("EnterpriseStatus", codes.ENTERPRISE_STATUSES)
