"""What tests read off a page."""

import re

from django.test import Client

TOTAL = re.compile(r"共([\d,]+)条")


def body(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return str(answer.content.decode())


def total(page: str) -> int:
    """What the foot of the list counts; a page without a foot says that nothing fits."""
    found = TOTAL.search(page)
    if found is None:
        assert 'class="p-empty"' in page
        return 0
    return int(found[1].replace(",", ""))
