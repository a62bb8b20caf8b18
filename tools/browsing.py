"""A browser of the tools, for a portal on this machine: its cookies, its forms."""

import http.client
import re
import sys
from typing import Final
from urllib.parse import urlencode

PASSWORD: Final = "Demo-133-2023!"
BOUNDARY: Final = "portal-tools"
#: What a broken connection raises.
TROUBLE: Final = (OSError, http.client.HTTPException)


class Browser:
    """A person who is signed in; a connection for each request, as a slow line outlives what the server keeps open."""

    def __init__(self, port: int, name: str, patience: float = 20) -> None:
        self.port, self.name = port, name
        self.cookies: dict[str, str] = {}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)

    def ask(self, verb: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and body. Raises what a broken connection raises."""
        body = None if form is None else urlencode(form).encode()
        status, text, _target = self._ask(verb, path, body, "application/x-www-form-urlencoded")
        return status, text

    def follow(self, path: str) -> tuple[int, str, str]:
        """Status, body and where the answer leads."""
        return self._ask("GET", path, None, "")

    def send(self, path: str, parts: dict[str, tuple[str, str]]) -> tuple[int, str]:
        """A form with files, {field: (name of the file or nothing, text)}; status and where the answer leads."""
        body = ""
        for field, (name, text) in parts.items():
            file = f'; filename="{name}"' if name else ""
            body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"{file}\r\n\r\n{text}\r\n'
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        status, _text, target = self._ask("POST", path, f"{body}--{BOUNDARY}--\r\n".encode(), kind)
        return status, target

    def _ask(self, verb: str, path: str, body: bytes | None, kind: str) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = kind
        try:
            self.line.request(verb, path, body, headers)
            answer = self.line.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            self.line.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.split(";", maxsplit=1)[0]
        return answer.status, text, answer.headers.get("Location", "")

    def token(self, path: str) -> tuple[str, str]:
        """The token of the forms of a page, and the page."""
        status, page = self.ask("GET", path)
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        if status != 200 or found is None:
            raise http.client.HTTPException(f"{path} answered {status}")
        return found[1], page

    def sign_in(self) -> "Browser":
        token, _page = self.token("/accounts/login/")
        form = {"login": self.name, "password": PASSWORD, "csrfmiddlewaretoken": token}
        status, _text = self.ask("POST", "/accounts/login/", form)
        if status != 302:
            sys.exit(f"{self.name} could not sign in: {status}.")
        return self
