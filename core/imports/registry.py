"""The kinds of workbook that the portal takes."""

from core.imports.importer import Importer, Ledger

_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Called once for each kind, when its app is ready."""
    _importers[importer.kind] = importer


def importer(kind: str) -> Importer:
    """The importer of a kind; KeyError for an unknown one."""
    return _importers[kind]


def kinds() -> list[str]:
    return list(_importers)


def ledgers() -> list[Ledger]:
    """The ledgers that workbooks write."""
    return [one.ledger for one in _importers.values()]
