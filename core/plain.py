"""Values of any kind under their names, where no narrower type can be said."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What a field, a column or a choice is called, in the language of whoever reads it.
Label: TypeAlias = "StrOrPromise"

#: What a valid form says, by the arguments of the service that takes it.
Answers = Mapping[str, Any]
#: An object of JSON, or what a template or document is filled with.
Plain = dict[str, Any]
#: A row as the database gives it, or what fills the places of a statement.
Values = tuple[Any, ...]
