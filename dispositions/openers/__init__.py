"""How facts of the rooms below open cases; rooms above register theirs with `dispositions.sources`."""

from dispositions.openers import complaints, findings, firms, gap, outside, promises, questions, records
from dispositions.sources import register


def register_sources() -> None:
    """Tell the registry of all facts below, and the pages that show their case."""
    for source in (
        findings.SOURCE,
        gap.SOURCE,
        complaints.SOURCE,
        records.SOURCE,
        promises.SOURCE,
        questions.SOURCE,
        outside.SOURCE,
    ):
        register(source)
    findings.register_panel()
    gap.register_panel()
    complaints.register_panel()
    questions.register_opener()
    records.register_panel()
    promises.register_panel()
    firms.register_panel()
