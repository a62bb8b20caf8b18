"""A choice that the service judges."""

from django import forms


class JudgedChoice(forms.ChoiceField):
    """A choice of what fits. What else is sent is judged by the service, whose sentence says more, and leaves an event."""

    def valid_value(self, value: object) -> bool:
        return bool(value)
