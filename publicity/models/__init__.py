"""Items of publicity, and editions of the public page."""

from publicity.models.items import PublicityItem
from publicity.models.releases import PublicRelease

__all__ = ["PublicRelease", "PublicityItem"]
