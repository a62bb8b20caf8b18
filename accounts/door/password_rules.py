"""Password composition as 等保 8.1.4.1 a asks: three of four classes of characters."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
NEEDED = 3


class CompositionValidator:
    """At least three of: small letters, capital letters, digits, other characters."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - the form of a validator
        if sum(bool(re.search(pattern, password)) for pattern in CLASSES) < NEEDED:
            raise ValidationError(self.get_help_text(), code="password_composition")

    def get_help_text(self) -> str:
        return _("Use at least three of: small letters, capital letters, digits, other characters.")
