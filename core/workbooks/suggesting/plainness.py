"""Texts as they are compared: one width, no white space, no invisible characters."""

import unicodedata


def plain(text: str) -> str:
    """`text` after NFKC, without white space and characters that nobody sees."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if not char.isspace() and _is_seen(char))


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
