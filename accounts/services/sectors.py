"""The sectors that an authority may be entered with: the register of enterprises, a room above, says which there are."""

from django.db.models import TextChoices
from django.utils.functional import Promise

_lists: list[type[TextChoices]] = []


def register(sectors: type[TextChoices]) -> None:
    """Say which sectors the register knows; the last call counts."""
    _lists[:] = [sectors]


def words() -> dict[str, str | Promise]:
    """Each sector's code with what it is called."""
    return {str(value): label for sectors in _lists for value, label in sectors.choices}
