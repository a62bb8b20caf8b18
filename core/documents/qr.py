"""QR codes as pictures."""

from io import BytesIO

import segno


def qr_png(text: str) -> bytes:
    """A PNG of the code."""
    body = BytesIO()
    segno.make(text, error="m").save(body, kind="png", scale=6, border=2)
    return body.getvalue()
