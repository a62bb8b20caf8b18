"""An authenticator app and a security key of the tests' own."""

import base64
import hashlib
import json
import os
import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

LOGIN = "/accounts/login/"
AGAIN = "/accounts/again/"
PLACE = "http://testserver"


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or some steps from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def confirm_password(client: Client, password: str) -> None:
    assert client.post(AGAIN, {"password": password, "next": "/account/factors/"}).status_code == 302


def set_up_app(client: Client, password: str) -> str:
    """Set up the app as a person does; its secret."""
    confirm_password(client, password)
    page = client.get("/account/factors/app/").content.decode()
    secret = re.search(r"p-breaks\">([A-Z2-7]{32})<", page)
    assert secret is not None, page
    answer = client.post("/account/factors/app/", {"code": code_of(secret[1])})
    assert answer.status_code == 302
    return secret[1]


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


class SoftKey:
    """A key as a browser would use it: makes one credential, signs challenges with it."""

    def __init__(self) -> None:
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.name = os.urandom(32)
        self.count = 0

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": PLACE, "crossOrigin": False}).encode()

    def _data(self, flags: AuthenticatorData.FLAG, credential: bytes = b"") -> Any:
        self.count += 1
        return AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), flags, self.count, credential)

    def create(self, options: dict[str, Any]) -> str:
        public = ES256.from_cryptography_key(self.secret.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.name, public)
        data = self._data(AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, credential)
        attestation = AttestationObject.create("none", data, {})
        client = self._client_data("webauthn.create", options["publicKey"]["challenge"])
        response = {"clientDataJSON": _text(client), "attestationObject": _text(bytes(attestation))}
        return self._answer({**response, "transports": ["usb"]})

    def get(self, options: dict[str, Any]) -> str:
        client = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        data = bytes(self._data(AuthenticatorData.FLAG.UP))
        signature = self.secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        names = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer({name: _text(value) for name, value in names.items()})

    def _answer(self, response: dict[str, Any]) -> str:
        own = {"id": _text(self.name), "rawId": _text(self.name), "type": "public-key"}
        return json.dumps({**own, "response": response, "clientExtensionResults": {}})


def options_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="key_options" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None, page
    told = json.loads(found[1])
    return dict(told.get("creation_options") or told["request_options"])
