"""How a pairing table is made: by hand, by a workbook, or drawn from a seed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import CountField, StyledSelect
from core.forms.files import FileInput
from enterprises.forms import PlainText, text_field
from inspections import rules

#: How many years from today a table can be prepared for.
AHEAD: Final = 3
#: Between the two cities of a pair that is left out.
ARROWS: Final = re.compile(r"\s*(?:→|->|—+|-+|检查|、|，|,|\s)\s*")


class YearForm(forms.Form):
    """What all ways of making a table ask."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int, widget=StyledSelect)
    note = PlainText(gettext_lazy("Remark"), 500, required=False)

    def __init__(
        self, data: object = None, files: object = None, *, today: date, taken: Iterable[int], names: Mapping[str, str]
    ) -> None:
        super().__init__(data, files)  # type: ignore[arg-type]
        self.names = names
        years = [year for year in range(today.year, today.year + AHEAD + 1) if year not in set(taken)]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class RowsForm(forms.Form):
    """The rows of a table as two cities each; faults stand at their cells."""

    note = PlainText(gettext_lazy("Remark"), 500, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: object = None, *, names: Mapping[str, str], pairs: Sequence[rules.Pair], initial: object = None
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.names, self.size = names, len(names)
        choices = [("", "—"), *names.items()]
        labels = {"inspecting": _("Inspecting city"), "inspected": _("Inspected city")}
        for row in range(self.size):
            for place, side in enumerate(rules.SIDES):
                self.fields[f"{side}-{row}"] = forms.ChoiceField(
                    label=f"{_('Row')} {row + 1} {labels[side]}",
                    choices=choices,
                    initial=pairs[row][place] if row < len(pairs) else "",
                    widget=StyledSelect,
                )

    def lines(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return [(row + 1, self[f"inspecting-{row}"], self[f"inspected-{row}"]) for row in range(self.size)]

    def pairs(self) -> list[rules.Pair]:
        data = self.cleaned_data
        return [(data[f"inspecting-{row}"], data[f"inspected-{row}"]) for row in range(self.size)]

    def place(self, faults: Iterable[rules.CellFault]) -> None:
        """Put each fault at its cell, those of a whole column over the form."""
        for one in faults:
            name = f"{one.side}-{one.row}"
            self.add_error(name if name in self.fields else None, f"{one.sentence}。")


class HandForm(RowsForm):
    """A new table by hand."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int, widget=StyledSelect)

    def __init__(
        self,
        data: object = None,
        _files: object = None,
        *,
        today: date,
        taken: Iterable[int],
        names: Mapping[str, str],
    ) -> None:
        super().__init__(data, names=names, pairs=[(code, "") for code in names])
        self.order_fields(["year", "note"])
        years = [year for year in range(today.year, today.year + AHEAD + 1) if year not in set(taken)]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class WorkbookForm(YearForm):
    """A new table by a workbook."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        max_length=200,
        widget=FileInput({"accept": ".xlsx,.xls,.csv"}),
        help_text=gettext_lazy("Two columns, one row for each city; the order of the rows is the order of the table"),
    )


class DrawForm(YearForm):
    """A ring from a seed."""

    seed = PlainText(
        gettext_lazy("Seed"), 60, help_text=gettext_lazy("A number drawn in public; the same one gives the same ring")
    )
    lookback = CountField(
        label=gettext_lazy("Years without a repeated pair"),
        min_value=0,
        max_value=10,
        initial=1,
        help_text=gettext_lazy("Cities that met in so many years before do not meet again, either way round"),
    )
    left_out = text_field(gettext_lazy("Pairs left out"), 2000, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["left_out"].help_text = _("One pair a line, such as 杭州市→绍兴市; it holds in this direction only")

    def clean_left_out(self) -> list[rules.Pair]:
        """Pairs of codes; a line that names no two cities is refused with its number."""
        codes = {**{name: code for code, name in self.names.items()}}
        codes |= {name.removesuffix("市"): code for code, name in self.names.items()}
        found: list[rules.Pair] = []
        for number, line in enumerate(self.cleaned_data["left_out"].splitlines(), 1):
            if not line.strip():
                continue
            cities = [codes.get(part, "") for part in ARROWS.split(line.strip()) if part]
            if len(cities) != 2 or not all(cities) or cities[0] == cities[1]:
                raise ValidationError(
                    f"第{number}行「{line.strip()[:40]}」不是两个不同的设区市，请按「杭州市→绍兴市」填写。"
                )
            found.append((cities[0], cities[1]))
        return found
