"""What the headers of an answer must say, and the settings of production that the suite's own do without."""

import re
from typing import Any, Final

YEAR: Final = "max-age=31536000; includeSubDomains; preload"
AS_IN_PRODUCTION: Final[dict[str, Any]] = {
    "SECURE_HSTS_SECONDS": 31536000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "LANGUAGE_COOKIE_SECURE": True,
}


def faults_of(answer: Any, page: str) -> list[str]:
    """What is wrong with the headers of an answer."""
    told = str(answer.get("Content-Security-Policy", ""))
    policy: dict[str, str] = dict(part.strip().partition(" ")[::2] for part in told.split(";"))
    scripts, wanted = policy.get("script-src", policy.get("default-src", "")), re.compile(r"'nonce-([^']+)'")
    nonces = set(re.findall(r'<script nonce="([^"]*)"', page))
    checks = {
        # An empty list is none: the page has no script.
        "script-src": policy.keys() & {"script-src", "default-src"} and not re.search(r"unsafe|\*|https?:", scripts),
        "nonce": nonces <= set(wanted.findall(scripts)) and "<script>" not in page and "<script src" not in page,
        "objects": "'none'" in policy.get("object-src", policy.get("default-src", "")),
        "frames": policy.get("frame-ancestors") == "'none'" and answer.get("X-Frame-Options") == "DENY",
        "hsts": answer.get("Strict-Transport-Security") == YEAR,
        "nosniff": answer.get("X-Content-Type-Options") == "nosniff",
        "referrer": answer.get("Referrer-Policy") in {"same-origin", "no-referrer"},
        "permissions": "camera=()" in answer.get("Permissions-Policy", ""),
        "opener": answer.get("Cross-Origin-Opener-Policy") == "same-origin",
        # The public page alone is the same for everybody: it may be kept, and is asked for each time.
        "no-store": "no-store" in answer.get("Cache-Control", "")
        or (answer.get("Cache-Control"), answer.get("Vary")) == ("no-cache", "Accept-Encoding"),
        "cookies": all(
            (c["secure"] or c["max-age"] == 0) and c["samesite"] and c["path"] == "/" for c in answer.cookies.values()
        ),
    }
    return [name for name, is_right in checks.items() if not is_right]
