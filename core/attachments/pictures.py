"""Pictures written anew: turned upright, without position data or anything else that is not the picture."""

import struct
import warnings
from io import BytesIO
from typing import IO, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from core.attachments.contents import Content, not_taken

#: Width times height that is unpacked at most.
MOST_PIXELS: Final = 60_000_000
#: Longest side of a preview.
PREVIEW_SIDE: Final = 1600
_FORMAT: Final = {"image/jpeg": "JPEG", "image/png": "PNG"}
#: What a damaged picture, or damaged marks of the camera in it, raises on its way through the library.
UNREADABLE: Final = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, EOFError, OverflowError, struct.error,
    Image.DecompressionBombError,
)  # fmt: skip


def rewritten(stream: IO[bytes], content: Content, name: str) -> tuple[BytesIO, BytesIO | None]:
    """The picture without metadata, and a smaller one for the page where it is large. Raises Refused."""
    picture = _opened(stream, content, name)
    kept = _written(picture, _FORMAT[content.media_type])
    if max(picture.size) <= PREVIEW_SIDE:
        return kept, None
    small = picture.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return kept, _written(small.convert("RGB"), "JPEG")


def _opened(stream: IO[bytes], content: Content, name: str) -> Image.Image:
    shown = name[:80]
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(stream, formats=[_FORMAT[content.media_type]])
            if picture.width * picture.height > MOST_PIXELS:
                raise not_taken(
                    f"图片「{shown}」为 {picture.width}×{picture.height} 像素，超过 {MOST_PIXELS // 10_000} 万像素，请缩小后再上传。"
                )
            picture.load()
            return ImageOps.exif_transpose(picture)
    except UNREADABLE:
        raise not_taken(f"图片「{shown}」无法读取，可能已损坏或不是图片，请重新拍摄或导出后上传。") from None


def _written(picture: Image.Image, form: str) -> BytesIO:
    """Only the pixels: what the file carried besides is left behind."""
    mode = "RGB" if form == "JPEG" or picture.mode not in {"RGB", "RGBA", "L", "LA", "P"} else picture.mode
    plain = picture.convert("RGBA" if mode == "P" else mode)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    body = BytesIO()
    bare.save(body, form, **({"quality": 88} if form == "JPEG" else {}))
    body.seek(0)
    return body
