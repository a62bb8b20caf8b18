"""Forms of the system administrator: people, and the own password before a dangerous step."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from typing_extensions import Unpack

from accounts.choices import PersonPost, RequestKind
from accounts.models import Organisation, User
from accounts.roles import ADMINISTRATORS, Role
from accounts.services.people import Entry
from core.forms import LineInput, StyledSelect, plain_cell
from core.forms.arguments import Data, Files, FormArguments
from core.languages import put
from core.plain import Plain

POSTS = PersonPost.choices
ADMINISTRATOR_CHOICES = [(role.value, role.label) for role in Role if role in ADMINISTRATORS]


class ByKind(ModelChoiceIterator):  # type: ignore[type-arg]  # the stubs' generic is not subscriptable at run time
    """Organisations in groups by their kind."""

    def __iter__(self) -> Iterator[Any]:
        yield "", "—"
        rows = sorted(self.queryset, key=lambda one: (list(KINDS).index(one.kind), one.code))
        for kind, members in groupby(rows, key=lambda one: one.kind):
            yield KINDS[kind], [(one.pk, put("{}（{}）", one.name, one.code)) for one in members]


KINDS = dict(Organisation._meta.get_field("kind").choices or ())


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A working organisation, in groups by kind."""

    iterator = ByKind
    widget = StyledSelect


def working() -> "QuerySet[Organisation]":
    return Organisation.objects.working().order_by("code")


class PasswordInput(forms.PasswordInput):
    def __init__(self) -> None:
        super().__init__({"class": "form-control", "autocomplete": "current-password"})


def own_password() -> forms.CharField:
    return forms.CharField(
        label=_("Your own password"),
        widget=PasswordInput(),
        strip=False,
        max_length=128,
        help_text=_("Asked again, since this step has consequences."),
    )


class PersonForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=LineInput(),
        help_text=_("4 to 40 small letters, digits and hyphens, such as em-330106-li"),
    )
    name = forms.CharField(label=_("Name shown"), max_length=40, widget=LineInput())
    organisation = OrganisationField(label=_("Organisation"), queryset=Organisation.objects.none())
    post = forms.ChoiceField(label=pgettext_lazy("person", "Post"), choices=POSTS, widget=StyledSelect)
    role = forms.ChoiceField(
        label=_("Administrator"),
        choices=[("", _("none: the role follows from the organisation")), *ADMINISTRATOR_CHOICES],
        required=False,
        widget=StyledSelect,
        help_text=_("An administrator's account comes into force when the security administrator confirms it."),
    )
    phone = forms.CharField(label=_("Office telephone"), max_length=30, required=False, widget=LineInput())
    own_password = own_password()

    def __init__(self, data: Data = None, files: Files = None, **rest: Unpack[FormArguments]) -> None:
        super().__init__(data, files, **rest)
        field = self.fields["organisation"]
        field.queryset = working()  # type: ignore[attr-defined]

    def clean_username(self) -> str:
        return plain_cell(self.cleaned_data["username"])

    def entry(self) -> Entry:
        given = self.cleaned_data
        return Entry(
            username=given["username"],
            name=given["name"],
            organisation=given["organisation"],
            post=given["post"],
            phone=plain_cell(given["phone"]),
            role=given["role"],
        )


class PersonChangeForm(forms.Form):
    """Name, telephone and post of an account."""

    name = forms.CharField(label=_("Name shown"), max_length=40, widget=LineInput())
    post = forms.ChoiceField(label=pgettext_lazy("person", "Post"), choices=POSTS, widget=StyledSelect)
    phone = forms.CharField(label=_("Office telephone"), max_length=30, required=False, widget=LineInput())
    own_password = own_password()

    def clean_phone(self) -> str:
        return plain_cell(self.cleaned_data["phone"])

    @staticmethod
    def values_of(person: User) -> dict[str, object]:
        return {
            "name": person.display_name,
            "phone": person.phone,
            "post": PersonPost.LEAD if person.is_lead else PersonPost.OPERATOR,
        }


class DeedForm(forms.Form):
    """A step that asks for nothing but the own password."""

    own_password = own_password()


class DisableForm(DeedForm):
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=LineInput())
    field_order = ["reason", "own_password"]


class MoveForm(DeedForm):
    organisation = OrganisationField(
        label=pgettext_lazy("move", "New organisation"), queryset=Organisation.objects.none()
    )
    post = forms.ChoiceField(label=pgettext_lazy("person", "Post"), choices=POSTS, widget=StyledSelect)
    field_order = ["organisation", "post", "own_password"]

    def __init__(self, data: Data = None, files: Files = None, **rest: Unpack[FormArguments]) -> None:
        super().__init__(data, files, **rest)
        self.fields["organisation"].queryset = working()  # type: ignore[attr-defined]


class RequestForm(forms.Form):
    """What a lead asks about the own people."""

    kind = forms.ChoiceField(label=_("Request"), choices=RequestKind.choices, widget=StyledSelect)
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.none(),
        required=False,
        widget=StyledSelect,
        help_text=_("Empty for a new person."),
    )
    text = forms.CharField(
        label=_("Details of the request"),
        max_length=500,
        widget=forms.Textarea({"class": "form-control", "rows": 4}),
        help_text=_("Name, post, telephone and reason."),
    )

    def __init__(self, by: User, data: Data = None, files: Files = None, **rest: Unpack[FormArguments]) -> None:
        super().__init__(data, files, **rest)
        self.fields["person"].queryset = User.objects.visible_to(by)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The answer to a request."""

    answer = forms.CharField(label=_("Answer"), max_length=500, required=False, widget=LineInput())


class NewPasswordForm(forms.Form):
    """The password of one's own, twice."""

    password1 = forms.CharField(label=_("New password"), strip=False, max_length=128, widget=PasswordInput())
    password2 = forms.CharField(label=_("New password, again"), strip=False, max_length=128, widget=PasswordInput())

    def clean(self) -> Plain:
        given = super().clean() or {}
        if given.get("password1") and given.get("password2") and given["password1"] != given["password2"]:
            self.add_error("password2", _("The two entries differ."))
        return given
