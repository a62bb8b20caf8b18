"""Stable codes of the register as Django choices (contract: codes.csv); the tuples live in `codes.py`."""

from django.db.models import TextChoices

from enterprises import codes


def choices_of(name: str, items: tuple[tuple[str, str], ...]) -> type[TextChoices]:
    """A TextChoices with the official Chinese labels, which stand untranslated in either language."""
    return TextChoices(name, {code: (code, label) for code, label in items})  # type: ignore[return-value]


Sector = choices_of("Sector", codes.SECTORS)
EnterpriseStatus = choices_of("EnterpriseStatus", codes.ENTERPRISE_STATUSES)
