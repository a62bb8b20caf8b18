"""The comparison of two versions under its former names; it stands in `core.writing`."""

from core.writing import Clash, clashes, in_words
from core.writing import Stale as RowChanged

__all__ = ["Clash", "RowChanged", "clashes", "in_words"]
