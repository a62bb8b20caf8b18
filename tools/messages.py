"""Keep the Chinese catalogue: add translations, compile them, and find what is still English.

    printf 'English\t中文\n' | python tools/messages.py add
    printf 'English\t中文\tcontext\n' | python tools/messages.py add      (a second meaning of the same English words)
    printf '%%(n)s row||%%(n)s rows\t%%(n)s行\n' | python tools/messages.py add      (a count in an English sentence)
    printf '中文\tEnglish\n' | python tools/messages.py english      (an official word, for pages in English; ADR 24)
    python tools/messages.py compile
    python tools/messages.py check      (exit 1 and a list when a message has no Chinese)

The scan reads templates and Python sources itself, so no gettext binaries are needed.
"""

import ast
import fcntl
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from safety_portal.rooms import ROOF, ROOMS

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
#: English words for official Chinese ones, which are its ids (core/languages.py).
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
#: Calls whose first argument is the context, the second the message.
IN_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
#: A message as the catalogue knows it: its context, None without one, and its English words.
Message = tuple[str | None, str]
TEXT = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CONTEXT = re.compile(rf"\bcontext\s+{TEXT}")
TAG = re.compile(rf"{{%\s*(?:trans|translate)\s+{TEXT}([^%]*)%}}")
FILTER = re.compile(r"""_\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")
BLOCK = re.compile(
    r"{%\s*(?:blocktrans|blocktranslate)([^%]*)%}(.*?){%\s*end(?:blocktrans|blocktranslate)\s*%}", re.DOTALL
)


def open_catalogue(path: Path = CATALOGUE) -> polib.POFile:
    if path.exists():
        return polib.pofile(str(path), wrapwidth=0)
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": path.parent.parent.name,
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return po


def save(po: polib.POFile, path: Path = CATALOGUE) -> None:
    po.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(path))
    po.save_as_mofile(str(path.with_suffix(".mo")))


def add(lines: Iterator[str], path: Path = CATALOGUE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with (ROOT / "locale" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        po = open_catalogue(path)
        for line in lines:
            if "\t" not in line:
                continue
            said, chinese, *rest = (part.replace("\\n", "\n") for part in line.rstrip("\n").split("\t", 2))
            english, _bar, plural = said.partition("||")
            context = rest[0] if rest else None
            entry = next((one for one in po if (one.msgctxt, one.msgid) == (context, english)), None)
            if entry is None:
                entry = polib.POEntry(msgid=english, msgctxt=context)
                po.append(entry)
            if plural or entry.msgid_plural:
                entry.msgid_plural, entry.msgstr, entry.msgstr_plural = plural or entry.msgid_plural, "", {0: chinese}
            else:
                entry.msgstr = chinese
        save(po, path)


def context_of(options: str) -> str | None:
    found = CONTEXT.search(options)
    return ast.literal_eval(found.group(1)) if found else None


def template_messages(text: str) -> Iterator[Message]:
    for match in TAG.finditer(text):
        # Django doubles the sign before it looks the message up, as in a block.
        yield context_of(match.group(2)), ast.literal_eval(match.group(1)).replace("%", "%%")
    for match in FILTER.finditer(text):
        yield None, ast.literal_eval(match.group(1))
    for match in BLOCK.finditer(text):
        body = match.group(2)
        for part in re.split(r"{%\s*plural\s*%}", body)[:1]:
            message = re.sub(r"{{\s*([\w.]+)[^}]*}}", r"%(\1)s", part.replace("%", "%%"))
            yield (
                context_of(match.group(1)),
                " ".join(line.strip() for line in message.strip().splitlines())
                if "trimmed" in match.group(1)
                else message,
            )


def python_messages(text: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        said = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if node.func.id in CALLS and said:
            yield None, said[0]
        elif node.func.id in IN_CONTEXT and len(said) > 1:
            yield said[0], said[1]


def used() -> dict[Message, str]:
    """All messages in use, each with the first file that holds it."""
    found: dict[Message, str] = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for message in template_messages(path.read_text(encoding="utf-8")):
            found.setdefault(message, str(path.relative_to(ROOT)))
    for app in (*ROOMS, ROOF):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                for message in python_messages(path.read_text(encoding="utf-8")):
                    found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def untranslated() -> list[tuple[str, Message]]:
    have = {
        (entry.msgctxt, entry.msgid) for entry in open_catalogue() if entry.msgstr or any(entry.msgstr_plural.values())
    }
    return [(where, message) for message, where in used().items() if message[1] and message not in have]


def main() -> int:
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb == "add":
        add(iter(sys.stdin))
    elif verb == "english":
        add(iter(sys.stdin), ENGLISH)
    elif verb == "compile":
        for path in (CATALOGUE, ENGLISH):
            save(open_catalogue(path), path)
    elif verb == "check":
        missing = untranslated()
        for where, message in missing:
            print(f"{where}: {message!r}")
        return 1 if missing else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
