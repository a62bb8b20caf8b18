"""All addresses of the portal, and the permission that each declares."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the URL conf with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from patterns(entry, space)
        else:
            yield f"{prefix}{entry.name}", entry


def declared(pattern: URLPattern) -> str | None:
    """What the view behind a pattern declares."""
    view = pattern.callback
    return getattr(getattr(view, "view_class", view), "permission", None)


def is_blank(pattern: URLPattern) -> bool:
    """Whether the files of the view behind a pattern are empty forms."""
    return bool(getattr(getattr(pattern.callback, "view_class", None), "is_blank", False))
