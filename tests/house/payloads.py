"""Two hundred texts that a browser would run, or show as something else, if a page did not escape them.

They go into workbooks and into the rows of the whole world; beside each stands a harmless text of the same length, so
that pages with the one and with the other must be built alike.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import product, zip_longest
from typing import Any, Final

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Model

from core.walls.policies import is_of_project
from enterprises.sheets import LAYOUT as ENTERPRISES
from insurers.activities.sheets import ACTIVITIES
from insurers.policies.models import Policy
from tests import world
from tests.core.workbooks.books import filled

#: Each calls this when it runs.
MARK: Final = "window.hostile=1"
RUNNING: Final = (
    f"<script>{MARK}</script>",
    f"＜script＞{MARK}＜/script＞",
    f"<img src=x onerror={MARK}>",
    f"<svg/onload={MARK}>",
    f"<svg><animate onbegin={MARK} attributeName=x>",
    f"<iframe srcdoc='<script>{MARK}</script>'></iframe>",
    f"<a href=javascript:{MARK}>请点击</a>",
    f"<details open ontoggle={MARK}>",
    f"<input autofocus onfocus={MARK}>",
    f"<style>@import 'javascript:{MARK}'</style>",
    f"<body onload={MARK}>",
    f"<math><mi xlink:href=javascript:{MARK}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{MARK}'>",
    "<base href=//evil.example/>",
    f"javascript:{MARK}",
    f"<template><script>{MARK}</script></template>",
    f"<form action=javascript:{MARK}><button>交",
    "<!--",
    "<![CDATA[",
    f"{{{{constructor.constructor('{MARK}')()}}}}",
    "{% debug %}",
    "<plaintext>",
    "<textarea>",
    "</div></main></body>",
    "<object data=x>",
    f"<link rel=stylesheet href=x onload={MARK}>",
)
AROUND: Final = (
    "{}",
    '">{}',
    "'>{}",
    "</title>{}",
    "</script>{}",
    "--&gt;{}-->",
    "\u200b{}\u202e",
    "中文名称{}有限公司",
)
SHOWN: Final = (
    "&#x4e2d;",
    "&lt;b&gt;",
    "&amp;amp;",
    "\u202e示例\u202c",
    "零\u200b宽\ufeff",
    "a\u0300\u0301",
    "𠮷㐂䶮",
    "👩‍👩‍👧",
    "％3Cscript％3E",
    "\\u003cscript\\u003e",
)
PAYLOADS: Final = [*(around.replace("{}", text) for text, around in product(RUNNING, AROUND)), *SHOWN]


#: Attributes that a browser follows, and what it would run there.
FOLLOWED: Final = frozenset(("href", "src", "action", "formaction", "data", "xlink:href"))
RUN: Final = ("javascript:", "data:text", "vbscript:")


class _Skeleton(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        runs = [value for name, value in attrs if name in FOLLOWED and (value or "").strip().lower().startswith(RUN)]
        self.found.append((tag, (*sorted(name for name, _value in attrs), *map(str, runs))))


def skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes, and what runs where a link is followed: no text
    changes them."""
    parser = _Skeleton()
    parser.feed(page)
    return parser.found


def harmless(text: str) -> str:
    """A text of the same length with the same characters that nobody sees.

    What joins pictures to one is a part of it, and stays in it where the portal takes it out of words: it is seen.
    """
    is_picture = any(unicodedata.category(one) == "So" for one in text)
    return "".join(one if unicodedata.category(one) in {"Cf", "Mn"} and not is_picture else "字" for one in text)


def book_of_enterprises(texts: Sequence[str]) -> bytes:
    """For each text a good row whose texts it is, and one that is held because codes and numbers are it, too."""
    good = {
        "county": "西湖区",
        "sectors": "危险化学品",
        "employees": 120,
        "principal": "张某",
        "phone": "0571-80000000",
        "status": "在产",
        "key_enterprise": "是",
        "outsourcing": "否",
    }
    rows: list[dict[str, object]] = []
    for number, text in enumerate(texts):
        own = {"name": f"{number}{text}"[:200], "address": text, "note": text, "licence_no": text[:50]}
        rows.append({**good, **own, "uscc": world.credit_code(20_000 + number, "330106")})
        bad = dict.fromkeys(("county", "sectors", "employees", "status", "licence_expiry"), text)
        rows.append({**good, **own, **bad, "uscc": world.credit_code(30_000 + number, "330106")})
    return filled(ENTERPRISES, *rows)


def book_of_activities(texts: Sequence[str], policy: Policy) -> bytes:
    """The same of an insurer's services under the policy."""
    good = {
        "policy_no": policy.policy_no,
        "enterprise_name": policy.enterprise_name,
        "uscc": policy.enterprise.uscc,
        "kind": "隐患排查",
        "topics": "动火等危险作业、电气焊设备",
        "campaign_assist": "是",
        "start_on": "2023-09-01",
        "end_on": "2023-09-01",
        "form": "现场",
        "agency": "自有",
        "general_hazards": 0,
        "major_hazards": 0,
        "cost": 1000,
    }
    rows: list[dict[str, object]] = []
    for number, text in enumerate(texts):
        own = {"place": text, "note": text, "content": f"现场排查动火等危险作业{text}"}
        rows.append({**good, **own, "staff": f"李某{number}", "activity_no": f"FW-2023-{20_000 + number}"})
        bad = dict.fromkeys(("kind", "topics", "form", "agency", "cost", "start_on", "staff"), text)
        rows.append({**good, **own, **bad, "activity_no": f"FW-2023-{30_000 + number}"})
    return filled(ACTIVITIES, *rows)


#: What is no text that people write: what the code itself writes and reads, and what is known by name to all tests.
KEPT_MODELS: Final = frozenset(
    (
        "Division",
        "ListedCode",
        "DatedRule",
        "Witness",
        "Seal",
        "LedgerTouch",
        "CaptureFigure",
        "CaptureBlock",
        "CaptureHistory",
        "StagedHold",
        "StagedKey",
    )
)
KEPT_FIELDS: Final = frozenset(
    (
        "username",
        "password",
        "media_type",
        "sent_sha256",
        "sha256",
        "fingerprint",
        "identity",
        "stamp",
        "page",
        "query",
        "source_key",
        "seed",
        "link",
        "url",
        "case_url",
        "sheet",
        "wanted_sheet",
    )
)
SHORTEST: Final = 50


def free_texts() -> Iterator[tuple[type[Model], "models.Field[Any, Any]"]]:
    """The columns of the portal's tables that hold what people write."""
    for model in apps.get_models():
        is_history = model.__name__.endswith("Event")
        if is_of_project(model) and model.__name__ not in KEPT_MODELS and not is_history:
            for one in model._meta.concrete_fields:
                is_text = type(one) in {models.CharField, models.TextField} and not one.choices and not one.unique
                if is_text and one.name not in KEPT_FIELDS and (one.max_length or SHORTEST) >= SHORTEST:
                    yield model, one


def fill(texts: Sequence[str]) -> list[str]:
    """Put the texts into every such column that the database lets be changed; the columns.

    Each begins with the key of its row, so that lists keep their order, and what names a file keeps its ending.
    """
    done = []
    for model, one in free_texts():
        table, column, key = model._meta.db_table, one.column, model._meta.pk.column
        end = f"""coalesce(substring("{column}" from '[.][a-z]{{2,5}}$'), '')"""
        statement = (
            f'UPDATE "{table}" SET "{column}" = left("{key}" || (%s::text[])[1 + "{key}" %% %s], %s) || {end} '
            f"WHERE \"{column}\" <> ''"
        )
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [list(texts), len(texts), (one.max_length or 10_000) - 6])
                done += [f"{table}.{column}"] if cursor.rowcount else []
        except DatabaseError:
            continue  # a table that is written once, or a value that a constraint holds
    return done


def alike(plainly: dict[str, str], found: dict[str, str]) -> list[str]:
    """The pages that are built otherwise with the one texts than with the others, each with the first element."""
    assert plainly.keys() == found.keys()
    return [f"{label}: {other}" for label in plainly if (other := first_other(plainly[label], found[label]))]


def first_other(plainly: str, found: str) -> str:
    pairs = zip_longest(skeleton(plainly), skeleton(found))
    return next((f"{other} for {one}" for one, other in pairs if one != other), "")
