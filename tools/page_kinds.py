"""Which kinds of page the roles reach, each once over all of them: what they link to, read without a browser.

A kind is an address with its numbers folded, and what its forms do there: a page on which another role may do more is
another kind. The pages of a person's own (workbench, account, messages, menus of help) differ for every role.
"""

import html
import re
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final
from urllib.parse import urljoin, urlsplit

from browsing import TROUBLE, Browser

#: What is no page, or ends the session.
NO_PAGE: Final = re.compile(
    r"logout|/static/|/media/|/attachments/\d+/|\.(?:xlsx|docx|pdf|zip|csv|json|png)(?:\?|$)|download|export|template"
)
#: Looked at as every role.
OWN: Final = re.compile(r"^/(?:account/|messages/|own-people/|work/leave/|help/(?:first-day/)?)?$")
LINK: Final = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
FORM: Final = re.compile(r'<form\b[^>]*?\saction="([^"]*)"')
MOVED: Final = range(301, 309)

Kind = tuple[str, frozenset[str], str]


def kind_of(address: str) -> str:
    """The kind of page: numbers of the path folded, the query left out."""
    return re.sub(r"(?<=/)[0-9A-Za-z_-]*\d[0-9A-Za-z_-]*(?=/|$)", "*", urlsplit(address).path)


def links_of(base: str, address: str, text: str) -> list[str]:
    """The pages of the portal that a page leads to."""
    found = (urljoin(address, html.unescape(link)).split("#")[0] for link in LINK.findall(text))
    return [link for link in found if link.startswith(base + "/") and not NO_PAGE.search(link)]


def read_role(base: str, most: int, role: str) -> dict[Kind, str]:
    """One address of each kind that a role reaches."""
    person = Browser(urlsplit(base).port or 80, role, patience=60).sign_in()
    queue, met, kinds = deque([f"{base}/"]), {"/"}, dict[Kind, str]()
    for _turn in range(most):
        if not queue:
            break
        address = queue.popleft()
        try:
            status, text, target = person.follow(address.removeprefix(base))
        except TROUBLE as error:
            print(f"{role} {address} {error}", flush=True)
            continue
        links = links_of(base, address, text)
        if status in MOVED:
            links = links_of(base, address, f'<a href="{html.escape(target)}">')
        else:
            path = kind_of(address)
            deeds = frozenset(kind_of(html.unescape(action)) for action in FORM.findall(text))
            kinds[path, deeds, role if OWN.search(path) else ""] = address
        for link in links:
            if kind_of(link) not in met:
                met.add(kind_of(link))
                queue.append(link)
    if queue:
        print(f"{role}: {len(queue)} pages beyond the first {most} were not read", flush=True)
    return kinds


def each_once(base: str, roles: Sequence[str], most: int) -> Iterator[list[tuple[str, str]]]:
    """(role, address) of each kind once, as the first role that reaches it: what each role adds, as soon as it is read."""
    known: set[Kind] = set()
    with ThreadPoolExecutor(2) as pool:
        for role, walk in zip(roles, pool.map(partial(read_role, base, most), roles), strict=True):
            fresh = [address for kind, address in walk.items() if kind not in known]
            known |= walk.keys()
            print(f"-- {role}: {len(walk)} kinds, {len(fresh)} of them new", flush=True)
            yield [(role, address) for address in fresh]
