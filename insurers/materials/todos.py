"""Materials wait for nobody: their writer publishes them and takes them back."""

from typing import Final

from insurers.materials.choices import MaterialState

RESTING: Final = (
    (MaterialState.DRAFT, "its writer publishes it"),
    (MaterialState.PUBLISHED, "given out; it may be withdrawn"),
)
