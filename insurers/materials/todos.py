"""Materials wait for nobody: their writer publishes them and takes them back."""

from typing import Final

from core.contributions.desk import Desk, Work
from insurers.materials.choices import MaterialState


def work(_desk: Desk) -> Work:
    """Nothing waits."""
    return Work(place=68)


RESTING: Final = (
    (MaterialState.DRAFT, "its writer publishes it"),
    (MaterialState.PUBLISHED, "given out; it may be withdrawn"),
)
