"""One file per insured unit 一户一档 (AQ 9010, 7.4): what is in it for a reader, and all of it as one archive."""

from workbench.unit_file.archives import archive
from workbench.unit_file.sections import Section, sections

__all__ = ["Section", "archive", "sections"]
