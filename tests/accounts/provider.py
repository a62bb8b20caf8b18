"""An identity service of the tests' own, for OpenID Connect."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from core import clock


class Provider:
    """Answers for `name`; `claims` spoil or add to the token, `in_token` says whether the token holds the name."""

    def __init__(self) -> None:
        self.name, self.in_token = "em-330100", True
        self.claims: dict[str, object] = {}
        self.asked: dict[str, list[str]] = {}
        self.web = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server = f"http://127.0.0.1:{self.web.server_port}"
        threading.Thread(target=self.web.serve_forever, daemon=True).start()

    def sign_in(self, address: str) -> str:
        """The person signs in there: the query with which the browser comes back."""
        self.asked = parse_qs(urlsplit(address).query)
        return f"state={self.asked['state'][0]}&code=one-code"

    def token(self) -> str:
        claims = {
            "iss": self.server,
            "aud": "portal",
            "sub": "7",
            "exp": clock.true_now().timestamp() + 60,
            "nonce": self.asked["nonce"][0],
            **({"preferred_username": self.name} if self.in_token else {}),
            **self.claims,
        }
        middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        return f"head.{middle}.signature"

    def answer(self, path: str, form: dict[str, list[str]], bearer: str) -> dict[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            names = ("authorization", "token", "userinfo")
            return {"issuer": self.server} | {f"{one}_endpoint": f"{self.server}/{one}" for one in names}
        if path == "/token" and self._is_asked_well(form):
            return {"id_token": self.token(), "access_token": "access"}
        if path == "/userinfo" and bearer == "Bearer access":
            return {"sub": "7", "preferred_username": self.name}
        return None

    def _is_asked_well(self, form: dict[str, list[str]]) -> bool:
        digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        proofs = (form["client_secret"], form["code"], [challenge], form["redirect_uri"])
        return proofs == (
            ["secret"],
            ["one-code"],
            self.asked["code_challenge"],
            self.asked["redirect_uri"],
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                found = provider.answer(self.path, parse_qs(body), self.headers.get("Authorization", ""))
                self.send_response(200 if found is not None else 400)
                self.end_headers()
                self.wfile.write(json.dumps(found).encode())

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *_args: object) -> None:
                pass

        return Handler
