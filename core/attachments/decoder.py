"""The limited child that decodes a picture: reads it on standard input, writes it anew into files that are open already.

Usage: python -I -S -B decoder.py SPEC, where SPEC is the JSON of `core.attachments.pictures`. Standard output takes the
picture, the descriptor `preview` of the order a smaller one; standard error takes one line of JSON: {"small": bool},
or {"refused": [code, width, height]}. A picture that kills it kills nothing else. It imports nothing of Django.
"""

import json
import os
import struct
import sys
import warnings
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from PIL.Image import Image


def run() -> NoReturn:
    """Entry point: load the readers, confine, work, leave without clean-up."""
    spec = json.loads(sys.argv[1])
    sys.path.extend(spec["path"])
    from PIL import ImageOps, JpegImagePlugin, PngImagePlugin  # noqa: F401 - loaded before the limits stand

    from core.confining import confine

    confine(spec["memory"], spec["cpu"], spec["written"])
    try:
        told = decoded(spec)
    except MemoryError:
        told = {"refused": ["memory", 0, 0]}
    except UNREADABLE as error:
        code = "memory" if isinstance(error, OSError) and error.errno else "unreadable"
        told = {"refused": [code, 0, 0]}
    os.write(2, json.dumps(told).encode())
    os._exit(0)


#: What a damaged picture, or damaged marks of the camera in it, raises on its way through the library, whose own
#: errors (of an unknown format, of a bomb) descend from OSError and Exception.
UNREADABLE = (Exception, struct.error)


def decoded(spec: dict[str, Any]) -> dict[str, object]:
    """Write the picture turned upright and bare, and a smaller one where it is large."""
    from PIL import Image, ImageOps

    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # counted here, by the portal's own limit
    with os.fdopen(0, "rb") as file:
        body = BytesIO(file.read(spec["size"] + 1))
    picture: Image.Image = Image.open(body, formats=[spec["format"]])
    if picture.width * picture.height > spec["pixels"]:
        return {"refused": ["pixels", picture.width, picture.height]}
    picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    picture = plain(picture, spec["format"])
    write(picture, spec["format"], 1)
    is_large = max(picture.size) > spec["side"]
    if is_large:
        picture.thumbnail((spec["side"], spec["side"]))
        write(picture.convert("RGB"), "JPEG", spec["preview"])
    return {"small": is_large}


def plain(picture: "Image", form: str) -> "Image":
    """The pixels alone, in a mode that the format knows; no second copy where none is needed."""
    mode = "RGB" if form == "JPEG" or picture.mode not in {"RGB", "RGBA", "L", "LA", "P"} else picture.mode
    mode = "RGBA" if mode == "P" else mode
    bare = picture if picture.mode == mode else picture.convert(mode)
    bare.info = {}
    return bare


def write(picture: "Image", form: str, descriptor: int) -> None:
    """Only the pixels: what the file carried besides is left behind."""
    place: IO[bytes]
    with os.fdopen(os.dup(descriptor), "wb") as place:
        picture.save(place, form, **({"quality": 88} if form == "JPEG" else {}))


if __name__ == "__main__":
    run()
