"""Sign-in at an identity service of the authority: OpenID Connect, authorization code with PKCE, off by default (ADR 32).

Pure but for the two questions that it asks the service. Its token comes straight from the service over TLS, which
proves who issued it (OpenID Connect Core 3.1.3.7, 6); issuer, audience, end and nonce are compared here.
"""

import base64
import hashlib
import http.client
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlencode, urlsplit

#: Seconds that the service may take for an answer; bytes of it that are read.
PATIENCE: Final = 10
MOST_BYTES: Final = 200_000
DISCOVERY: Final = "/.well-known/openid-configuration"
#: Seconds by which the clocks of the two may differ.
SKEW: Final = 60
Why = Literal["oidc-away", "oidc-denied", "oidc-token"]
Json = Mapping[str, object]


class Failed(Exception):
    """The service let nobody in; `why` is the code of the event."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Service:
    """The identity service, as the environment names it; `claim` is the one that holds the user name."""

    server: str
    client_id: str
    client_secret: str
    claim: str

    def found(self) -> Json:
        """What the service says of itself. Raises Failed."""
        return ask(self.server.rstrip("/") + DISCOVERY)


@dataclass(frozen=True, slots=True)
class Attempted:
    """What one browser was sent away with, kept in its session until it is back."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def fresh(cls) -> "Attempted":
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


def way_out(service: Service, attempt: Attempted, callback: str) -> str:
    """Where the browser goes to sign in. Raises Failed."""
    digest = hashlib.sha256(attempt.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "scope": "openid profile",
        "client_id": service.client_id,
        "redirect_uri": callback,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    address = text_in(service.found(), "authorization_endpoint")
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def name_of(service: Service, attempt: Attempted, code: str, callback: str, now: float) -> str:
    """The user name that the service vouches for, in small letters; `now` in seconds. Raises Failed."""
    known = service.found()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "client_id": service.client_id,
        "client_secret": service.client_secret,
        "code_verifier": attempt.verifier,
    }
    given = ask(text_in(known, "token_endpoint"), form=form)
    claims = claims_in(text_in(given, "id_token"))
    insist_ours(claims, service, text_in(known, "issuer"), attempt.nonce, now)
    if service.claim not in claims:
        told = ask(text_in(known, "userinfo_endpoint"), token=text_in(given, "access_token"))
        if told.get("sub") != claims.get("sub"):
            raise Failed("oidc-token")
        claims = told
    return in_small_letters(text_in(claims, service.claim))


def in_small_letters(name: str) -> str:
    """User names are in small Latin letters. Others that become such by folding, the sign of kelvin or the long s, stay
    what they are: whoever has them in the name is somebody else."""
    return name.lower() if name.isascii() else name


def insist_ours(claims: Json, service: Service, issuer: str, nonce: str, now: float) -> None:
    """Raises Failed for a token of another service, for another portal, of another attempt, or too old."""
    audience, end = claims.get("aud"), claims.get("exp")
    for_us = audience == service.client_id or (isinstance(audience, list) and audience == [service.client_id])
    lasts = isinstance(end, int | float) and end + SKEW > now
    if claims.get("iss") != issuer or not for_us or not lasts:
        raise Failed("oidc-token")
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise Failed("oidc-token")


def claims_in(token: str) -> Json:
    """The middle part of a signed token. Raises Failed."""
    try:
        _head, middle, _signature = token.split(".")
        found = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except ValueError:
        raise Failed("oidc-token") from None
    return _whole(found)


def text_in(given: Json, name: str) -> str:
    found = given.get(name)
    if not isinstance(found, str) or not found:
        raise Failed("oidc-token")
    return found


def ask(address: str, *, form: Mapping[str, str] | None = None, token: str = "") -> Json:
    """A JSON answer of the service. Raises Failed."""
    place = urlsplit(address)
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    body = None
    if form is not None:
        body, headers["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
    line = kind(place.netloc, timeout=PATIENCE)
    try:
        line.request("GET" if form is None else "POST", place._replace(scheme="", netloc="").geturl(), body, headers)
        answer = line.getresponse()
        text = answer.read(MOST_BYTES)
    except (OSError, http.client.HTTPException):
        raise Failed("oidc-away") from None
    finally:
        line.close()
    if answer.status != http.client.OK:
        raise Failed("oidc-denied")
    try:
        return _whole(json.loads(text))
    except ValueError:
        raise Failed("oidc-token") from None


def _whole(found: object) -> Json:
    if not isinstance(found, dict):
        raise Failed("oidc-token")
    return found
