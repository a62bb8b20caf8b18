"""Widgets in the portal's look."""

from django import forms


class SearchInput(forms.TextInput):
    """A text field of the query bar."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"class": "form-control", "maxlength": "100", **(attrs or {})})


class StyledSelect(forms.Select):
    def __init__(self, attrs: dict[str, str] | None = None, choices: object = ()) -> None:
        super().__init__({"class": "form-select", **(attrs or {})}, choices)  # type: ignore[arg-type]


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None, format: str | None = None) -> None:  # noqa: A002
        super().__init__({"class": "form-control", **(attrs or {})}, format or "%Y-%m-%d")
