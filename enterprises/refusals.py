"""The former name of a refusal, for the apps above that still use it; new code raises `core.writing.Refused`."""

from core.writing import Refused


class EntryRefused(Refused):
    """The write is not possible; the text says what, where, the value seen and the remedy. Nothing was stored."""
