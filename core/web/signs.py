"""Templates write Chinese signs between words and values; on an English page they come out as English ones (ADR 24).

`{{ label }}：{{ value }}` is "标签：值" in Chinese and "label: value" in English. Signs beside a Chinese character are
left as they are: they belong to a sentence that stays Chinese. What is Chinese on every page stands inside
`{% language "zh-hans" %}`.
"""

from django.template.base import Origin, tag_re
from django.template.loaders.filesystem import Loader as FilesystemLoader

from core.languages import BETWEEN_WORDS


def with_signs(source: str) -> str:
    """The source of a template with a tag for the signs that follow the language."""
    parts = tag_re.split(source)  # text and tags by turns
    parts[::2] = [BETWEEN_WORDS.sub(r'{% sign "\g<0>" %}', text) for text in parts[::2]]
    return "".join(parts)


class Loader(FilesystemLoader):
    """Reads the templates of the portal."""

    def get_contents(self, origin: Origin) -> str:
        return with_signs(super().get_contents(origin))
