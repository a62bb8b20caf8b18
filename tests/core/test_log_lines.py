"""Nobody writes a line of the log but the portal: what people send is one value inside a line (trust.md 4.2 row 34)."""

import json
import logging
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

import pytest
import structlog
from django.test import Client

from safety_portal.logs import logging_config

FORGED: Final = "FORGED level=info event=signed-in"
BREAKS: Final = (
    "\n",
    "\r",
    "\r\n",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\x1b[2K\x1b[1G",
    "\x00",
    "%0a",
    "\\n",
)
HOSTILE: Final = [f"x{one}{FORGED}" for one in BREAKS]


@pytest.fixture(params=[True, False], ids=["production", "demo"])
def written(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    """What stands in the log while all loggers write to it, as they do in the mode."""
    former = structlog.get_config()
    config: Any = logging_config(production=request.param)
    line = config["formatters"]["line"]
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processor=line["processor"], foreign_pre_chain=line["foreign_pre_chain"])
    )
    root = logging.getLogger()
    root.addHandler(handler)
    yield out
    root.removeHandler(handler)
    structlog.configure(**former)


def lines(out: StringIO) -> list[str]:
    """As whatever reads the file may part it."""
    return re.split("\r\n|[\r\n\x0b\x0c]", out.getvalue().rstrip("\n"))


def test_a_value_stays_within_its_line(written: StringIO) -> None:
    for hostile in HOSTILE:
        logging.getLogger("portal").warning("refused %s", hostile)
        logging.getLogger("django.request").warning("Not Found: %s", hostile, extra={"status_code": 404})
        structlog.stdlib.get_logger("portal").warning(
            hostile, name_sent=hostile, several=[hostile], inner={hostile: hostile}
        )
    assert len(lines(written)) == 3 * len(HOSTILE), written.getvalue()
    assert not any(one.startswith("FORGED") or "\x1b" in one or "\x00" in one for one in lines(written))


@pytest.mark.django_db
def test_requests_forge_no_line(written: StringIO, client: Client) -> None:
    for hostile in HOSTILE:
        client.get(f"/no-such-page/{hostile}/", HTTP_USER_AGENT=hostile, HTTP_X_FORWARDED_FOR=hostile)
    client.post("/accounts/login/", {"login": HOSTILE[0], "password": HOSTILE[0]})
    assert written.getvalue(), "a page that is not there is told"
    assert not any(one.startswith("FORGED") or "\x1b" in one or "\x00" in one for one in lines(written))


def test_every_line_of_production_is_json() -> None:
    config: Any = logging_config(production=True)
    line = config["formatters"]["line"]
    formatter = structlog.stdlib.ProcessorFormatter(
        processor=line["processor"], foreign_pre_chain=line["foreign_pre_chain"]
    )
    for hostile in HOSTILE:
        record = logging.LogRecord("portal", logging.ERROR, "x", 1, "refused %s", (hostile,), None)
        told = json.loads(formatter.format(record))
        assert told["event"].startswith("refused x")
        assert told["event"].endswith(FORGED)
        assert told["level"] == "error"
