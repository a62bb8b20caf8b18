"""The child process: limits itself, reads the file on standard input, writes frames on standard output.

Usage: python -I -S -B child.py SPEC, where SPEC is the JSON of `core.workbooks.reading`. A frame is four bytes of
length and a JSON object: first {"sheet": ...} or {"refused": [code, detail]}, then {"rows": [...], "merged": {...}},
last {"end": {...}}.
"""

import json
import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from core.workbooks.sandbox.frames import ConfinedOrder

FRAME_ROWS, CHUNK_ROWS, FRAME_BYTES = 2_000, 100, 4 << 20


def send(body: bytes) -> None:
    """Write one frame to standard output, whole."""
    view = memoryview(len(body).to_bytes(4, "big") + body)
    while view:
        view = view[os.write(1, view) :]


def main(spec: "ConfinedOrder") -> None:
    """Read the file and send its frames; a refusal is a frame, too."""
    from core.workbooks.sandbox.errors import Refusal
    from core.workbooks.sandbox.session import Session, refusal_of

    try:
        with os.fdopen(0, "rb") as file:
            data = file.read(spec["size"] + 1)
        for frame in Session(spec).frames(data):
            send(frame)
    except BaseException as error:
        refusal = error if isinstance(error, Refusal) else refusal_of(error)
        del error
        send(json.dumps({"refused": [refusal.code, refusal.detail]}).encode())


def pass_by_the_front(root: str) -> None:
    """Stand for the package `core.workbooks` without running what it offers to the portal: a third of a child's start."""
    front = ModuleType("core.workbooks")
    front.__path__ = [f"{root}/core/workbooks"]
    sys.modules[front.__name__] = front


def run() -> NoReturn:
    """Entry point: take the search path from the specification, confine, work, leave without clean-up."""
    spec = json.loads(sys.argv[1])
    sys.path.extend(spec["path"])
    pass_by_the_front(spec["path"][0])
    import python_calamine  # noqa: F401 - loaded before the memory limit, its pages count either way

    from core.confining import confine

    confine(spec["memory"], spec["cpu"])
    main(spec)
    os._exit(0)


if __name__ == "__main__":
    run()
