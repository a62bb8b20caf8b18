"""Rules for passwords beside Django's own: no words of the field or of the person, none of the last ones."""

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from typing_extensions import override

from accounts.door.models import FormerPassword
from accounts.door.rules import FIELD_WORDS, said_word
from accounts.models import User
from accounts.seeding import DEMO_PASSWORD


class LengthValidator(MinimumLengthValidator):
    """Long enough, said in words of the portal: Django's own sentence is not in its Chinese catalogue."""

    @override
    def get_error_message(self) -> str:
        return _("The password is too short: at least %(length)s characters.") % {"length": self.min_length}


class WordsValidator:
    """No word that others would try first: the field's, the organisation's, the person's; not the demo's password."""

    def validate(self, password: str, user: object = None) -> None:
        own: tuple[str, ...] = ()
        if isinstance(user, User):
            organisation = getattr(user, "organisation", None)
            own = (user.username, user.display_name, *((organisation.name, organisation.code) if organisation else ()))
        found = said_word(password, (*FIELD_WORDS, *own))
        if found is not None:
            raise ValidationError(
                _("The password holds “%(word)s”, which others would try first."),
                code="password_word",
                params={"word": found},
            )
        if password == DEMO_PASSWORD:
            raise ValidationError(_("This password is public."), code="password_public")

    def get_help_text(self) -> str:
        return _("No names of places, organisations, people or of this field.")


class HistoryValidator:
    """None of the last passwords, nor the present one."""

    def validate(self, password: str, user: object = None) -> None:
        if not isinstance(user, User) or user.pk is None:
            return
        rows = FormerPassword.objects.of(user).values_list("password", flat=True)[: settings.PASSWORD_HISTORY]
        if any(check_password(password, former) for former in {user.password, *rows} if former):
            raise ValidationError(
                _("This was one of your last %(count)s passwords."),
                code="password_history",
                params={"count": settings.PASSWORD_HISTORY},
            )

    def get_help_text(self) -> str:
        return _("None of your last %(count)s passwords.") % {"count": settings.PASSWORD_HISTORY}
