"""How second factors behave here: secrets encrypted at rest, QR codes as SVG, no mail."""

import base64
import hashlib
from io import BytesIO

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from typing_extensions import override

from accounts.models import User


def _box() -> MultiFernet:
    """Keys worked out from the secret key and its former ones, so that a new one does not shut everybody out."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"accounts.door.factors:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    @override
    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    @override
    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    @override
    def get_totp_issuer(self) -> str:
        return _("Campaign platform")

    @override
    def build_totp_svg(self, url: str) -> str:
        buffer = BytesIO()
        segno.make(url, error="m").save(buffer, kind="svg", scale=5, border=2)
        return buffer.getvalue().decode()

    @override
    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Security key %(number)s") % {"number": count + 1}

    @override
    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """The portal sends no mail; the owner reads of it in the list of events."""
