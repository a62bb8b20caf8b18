"""How the portal logs: one line an event on stderr, JSON in production, with time, level and request id."""

import re
from typing import Final

import structlog
from structlog.typing import EventDict

#: A mobile number anywhere in a line.
MOBILE: Final = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")


def mask_telephones(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Telephones of people do not stand in logs, whatever a message or a value holds."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = MOBILE.sub(r"\1****\2", value)
    return event


#: What parts lines for some reader, or moves the cursor of a screen.
UNPRINTED: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: What the portal itself writes in several lines.
TRACES: Final = frozenset(("exception", "stack"))


def stay_in_line(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Nobody writes a line of the log but the portal: a line break that somebody sent is shown by its escape."""
    for key, value in event.items():
        if isinstance(value, str) and key not in TRACES:
            event[key] = UNPRINTED.sub(lambda found: repr(found[0])[1:-1], value)
    return event


def logging_config(*, production: bool) -> dict[str, object]:
    """The dictionary for `logging.config.dictConfig`; stdout stays free for the commands' own output."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        *([structlog.processors.format_exc_info] if production else []),
        mask_telephones,
        stay_in_line,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if production
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": structlog.stdlib.ProcessorFormatter, "processor": renderer, "foreign_pre_chain": shared}
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "portal": {"level": "INFO"},
            "celery": {"level": "INFO"},
            "django.security": {"level": "WARNING"},
        },
    }
