"""What stands in the way of a write, as a sentence for its reader."""


class EntryRefused(Exception):  # noqa: N818 - the refusal is the noun the users see
    """The write is not possible; the text says what, where, the value seen and the remedy. Nothing was stored."""
