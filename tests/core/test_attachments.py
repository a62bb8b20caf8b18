"""Files that go with a row: told by their bytes, cleaned, seen by whoever sees the row, nobody else."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from core import attachments, clock
from core.attachments import attach, texts
from core.gate import NotAllowed
from core.models import Attachment, AuditEvent, StoredFile
from core.touches import Memory
from core.writing import Refused
from insurers.activities.choices import ActivityState
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission
from tests import world
from tests.cast import Cast
from tests.papers import pdf

SignIn = Callable[[Any], Client]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def service(cast: Cast) -> Activity:
    return world.activity(world.policy(world.enterprise()))


def add(cast: Cast, to: Activity, body: Any, name: str, slot: str = "report") -> Attachment:
    stream = ContentFile(body) if isinstance(body, bytes) else body
    return attach(to, slot, stream, name=name, by=cast.insurer_a_clerk, at=clock.now())


WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


def office(part: str, *more: str, main: str = WORD) -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            text = main if name == part else "<x/>"
            archive.writestr(zipfile.ZipInfo(name), text)  # of no day: bytes that name a test are the same each time
    return body.getvalue()


def webm(*parts: bytes) -> bytes:
    """The head of a WebM and its segment with the parts."""
    whole = b"".join(parts)
    return b"\x1aE\xdf\xa3\x87B\x82\x84webm" + b"\x18S\x80g\x01" + len(whole).to_bytes(7, "big") + whole


TRACKS, CLUSTER = b"\x16T\xaek\x84\xae\x82\xd7\x81", b"\x1fC\xb6u\x83\xe7\x81\0"


def locked_pdf(password: str) -> bytes:
    """What nobody may print or change without the owner's password, and nobody may open without `password`."""
    paper, body = pypdf.PdfWriter(clone_from=BytesIO(pdf())), BytesIO()
    paper.encrypt(password, "owner", algorithm="AES-256")
    paper.write(body)
    return body.getvalue()


def jpeg_with_position() -> bytes:
    picture = Image.new("RGB", (60, 30), (9, 9, 9))
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 0.0)
    exif[0x010F] = "SECRETPHONE"
    body = BytesIO()
    picture.save(body, "JPEG", exif=exif)
    return body.getvalue()


def test_a_photo_is_turned_upright_and_tells_no_position(cast: Cast, service: Activity) -> None:
    sent = jpeg_with_position()
    made = add(cast, service, sent, "现场.jpg", "photo")
    with made.file.file.open("rb") as stream:
        kept = stream.read()
    assert b"SECRETPHONE" not in kept
    assert b"Exif" not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert picture.size == (30, 60)
        assert not picture.getexif()
    assert made.sent_sha256 != made.file.sha256


def test_what_hangs_behind_a_picture_is_left_behind(cast: Cast, service: Activity) -> None:
    body = world.picture((30, 30)).read() + office("word/document.xml") + b"<script>alert(1)</script>"
    made = add(cast, service, body, "两用.png", "photo")
    with made.file.file.open("rb") as stream:
        kept = stream.read()
    assert b"script" not in kept
    assert b"PK\x03\x04" not in kept


def test_a_large_photo_has_a_small_one_for_the_page(cast: Cast, service: Activity) -> None:
    made = add(cast, service, world.picture((3000, 1000)), "大图.png", "photo")
    assert made.preview is not None
    with Image.open(made.preview.file.open("rb")) as picture:
        assert max(picture.size) == 1600


@pytest.mark.parametrize(
    ("body", "name", "slot", "words"),
    [
        (b"", "空.pdf", "report", "为空"),
        (b"%PDF-1.4\n123\n", "开头.pdf", "report", "没有可以打开的页面，请重新扫描或导出为 PDF"),
        (b"%PDF-1.4\nnothing\ntrailer << >>\nstartxref\n0\n%%EOF\n", "空壳.pdf", "report", "没有可以打开的页面"),
        (pdf()[:-300], "中断.pdf", "report", "没有可以打开的页面"),
        pytest.param(locked_pdf("secret"), "加密.pdf", "report", "须输入密码才能打开，请取消密码保护", id="locked"),
        (b"MZ\x90\x00" + b"\0" * 100, "程序.pdf", "report", "不是可以接收的格式"),
        (b"<html><script>1</script></html>", "页面.jpg", "photo", "不是可以接收的格式"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.svg", "photo", "不是可以接收的格式"),
        (pdf(), "报告.docx", "report", "扩展名与内容不符"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "照片.heic", "photo", "HEIC"),
        (b"\0\0\0\x18ftypqt  " + b"\0" * 50, "片.mov", "video", "MP4"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 50, "片.mp4", "photo", "此处只接收JPG、PNG 图片"),
        (b"\0\0\0\x10ftypisom\0\0\2\0" + b"\0\0\0\x08mdat" * 2, "空.mp4", "video", "没有画面内容"),
        (b"PK\x03\x04broken", "坏.docx", "report", "已损坏"),
        (office("word/document.xml", "word/vbaProject.bin"), "宏.docx", "report", "含有宏"),
        (office("readme.txt"), "包.docx", "report", "是压缩包"),
        (office("word/document.xml", main=""), "空壳.docx", "report", "没有可以打开的内容"),
        (office("word/document.xml", main="no XML"), "空壳.docx", "report", "没有可以打开的内容"),
        (office("word/document.xml", main="<x/>"), "空壳.docx", "report", "没有可以打开的内容"),
        (office("xl/workbook.xml", main=WORD), "空壳.xlsx", "report", "没有可以打开的内容"),
        (webm(), "空.webm", "video", "没有画面内容"),
        (webm(TRACKS), "空.webm", "video", "没有画面内容"),
        (webm(TRACKS, CLUSTER)[:-4], "中断.webm", "video", "没有画面内容"),
        (b"\x1aE\xdf\xa3webm" + b"\0" * 40, "头.webm", "video", "没有画面内容"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "假.jpg", "photo", "无法读取"),
        (world.picture((500, 500), "JPEG").read()[:-2000], "截断.jpg", "photo", "无法读取"),
    ],
)
def test_what_is_no_good_file_is_refused_and_leaves_nothing(
    cast: Cast, service: Activity, body: bytes, name: str, slot: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        add(cast, service, body, name, slot)
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_film_with_something_on_it_is_taken(cast: Cast, service: Activity) -> None:
    """Also one that was recorded without knowing how long it becomes, as browsers do."""
    add(cast, service, webm(TRACKS, CLUSTER), "培训.webm", "video")
    recorded = webm(TRACKS, CLUSTER).replace(b"\x18S\x80g\x01\0\0\0\0\0\0", b"\x18S\x80g\x01\xff\xff\xff\xff\xff\xff")
    assert recorded != webm(TRACKS, CLUSTER)
    add(cast, service, recorded, "录制.webm", "video")
    assert attachments.attachments_of(service).count() == 2


def test_a_pdf_that_everybody_can_open_is_taken(cast: Cast, service: Activity) -> None:
    """One that a scanner closed against changes, one with something behind its end, one whose table is astray."""
    add(cast, service, locked_pdf(""), "限制编辑.pdf")
    add(cast, service, pdf() + b"\r\n" * 40, "邮件.pdf")
    add(cast, service, pdf().replace(b"\n", b"\r\n"), "换行.pdf")
    assert attachments.attachments_of(service).count() == 3


class Huge(BytesIO):
    """A stream that says it is far longer than it is."""

    def __init__(self, head: bytes, size: int) -> None:
        super().__init__(head)
        self.size = size

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at_end = whence == 2
        return super().seek(offset, whence)

    def tell(self) -> int:
        return self.size if self.at_end else super().tell()


@pytest.mark.parametrize(
    ("head", "megabytes", "name", "slot"),
    [
        (b"\0\0\0\x18ftypisom" + b"\0" * 50, 200, "培训.mp4", "video"),
        (b"\x89PNG\r\n\x1a\n", 50, "照片.png", "photo"),
        (b"%PDF-1.7", 21, "报告.pdf", "report"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_read(
    cast: Cast, service: Activity, head: bytes, megabytes: int, name: str, slot: str
) -> None:
    with pytest.raises(Refused, match="MiB 的上限"):
        add(cast, service, Huge(head, megabytes << 20), name, slot)


def test_marks_of_a_camera_that_no_library_can_write_are_no_obstacle_to_an_answer(
    cast: Cast, service: Activity
) -> None:
    """A SHORT stored as LONG, beyond what a SHORT holds: turning the picture upright writes the marks again."""
    marks = b"MM\x00*\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
    marks += b"\x01\x03\x00\x04\x00\x00\x00\x01\x00\x01\x86\xa0\x00\x00\x00\x00"
    body = BytesIO()
    Image.new("RGB", (60, 30)).save(body, "JPEG", exif=b"Exif\x00\x00" + marks)
    with pytest.raises(Refused, match="无法读取"):
        add(cast, service, body.getvalue(), "相机.jpg", "photo")


def test_a_picture_of_too_many_points_is_refused(cast: Cast, service: Activity) -> None:
    body = BytesIO()
    Image.new("1", (12000, 6000)).save(body, "PNG")
    with pytest.raises(Refused, match="12000×6000 像素"):
        add(cast, service, body, "炸弹.png", "photo")


def test_the_same_file_is_taken_once_until_it_is_taken_away(cast: Cast, service: Activity) -> None:
    first = add(cast, service, pdf("x"), "报告.pdf")
    with pytest.raises(Refused, match="已经上传过"):
        add(cast, service, pdf("x"), "另名.pdf")
    attachments.remove(first, by=cast.insurer_a_clerk, at=clock.now())
    assert not attachments.attachments_of(service).exists()
    add(cast, service, pdf("x"), "报告.pdf")
    assert Attachment.objects.count() == 2  # what was taken away stays as a trace


def test_a_slot_holds_so_many(cast: Cast, service: Activity, monkeypatch: pytest.MonkeyPatch) -> None:
    slots = {"report": attachments.Slot("服务报告", most=1)}
    monkeypatch.setitem(
        attachments._kinds, "activity", attachments.Kind(Activity, slots, ActivityPermission.ACTIVITY_WRITE)
    )
    add(cast, service, pdf("1"), "一.pdf")
    with pytest.raises(Refused, match="最多 1 个"):
        add(cast, service, pdf("2"), "二.pdf")


def test_whoever_sees_the_row_sees_its_files_and_nobody_else(cast: Cast, service: Activity, as_user: SignIn) -> None:
    photo = add(cast, service, world.picture(), "现场.png", "photo")
    word = add(cast, service, office("word/document.xml"), "报告.docx")
    for who, status in (
        (cast.insurer_a_clerk, 200),
        (cast.hangzhou_officer, 200),
        (cast.zhejiang_regulator, 200),
        (cast.insurer_b_clerk, 404),
        (cast.quzhou_officer, 404),
        (cast.adm_system, 404),
    ):
        client = as_user(who)
        assert client.get(f"/attachments/{photo.pk}/").status_code == status
        assert client.get(f"/attachments/{photo.pk}/preview/").status_code == status
    client = as_user(cast.hangzhou_officer)
    answer = client.get(f"/attachments/{photo.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    inline = client.get(f"/attachments/{photo.pk}/preview/")
    assert inline["Content-Type"] == "image/png"
    assert "default-src 'none'" in inline["Content-Security-Policy"]
    assert client.get(f"/attachments/{word.pk}/preview/").status_code == 404
    attachments.remove(photo, by=cast.insurer_a_clerk, at=clock.now())
    assert client.get(f"/attachments/{photo.pk}/").status_code == 404


def test_a_refusal_by_the_page_is_a_sentence_and_an_event(cast: Cast, service: Activity, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    sent = {"slot": "photo", "sent": [ContentFile(b"MZ", name="程序.jpg"), world.picture()]}
    page = client.post(f"/activities/{service.pk}/files/", sent, follow=True).content.decode()
    assert "不是可以接收的格式" in page
    assert "已上传 1 个文件" in page
    assert AuditEvent.objects.filter(action="attachment.refused").count() == 1
    other = as_user(cast.insurer_b_clerk)
    assert other.post(f"/activities/{service.pk}/files/", {"slot": "photo"}).status_code == 404
    assert client.post(f"/activities/{service.pk}/files/", {"slot": "nonsense"}).status_code == 404


def test_files_are_written_by_whoever_may_write_the_row_before_it_is_filed(cast: Cast, service: Activity) -> None:
    first = add(cast, service, pdf("x"), "报告.pdf")
    for who in (cast.insurer_b_clerk, cast.hangzhou_officer, cast.zhejiang_regulator):
        with pytest.raises(NotAllowed):
            attach(service, "report", ContentFile(pdf("y")), name="他.pdf", by=who, at=clock.now())
        with pytest.raises(NotAllowed):
            attachments.remove(first, by=who, at=clock.now())
    Activity.objects.filter(pk=service.pk).update(state=ActivityState.FILED)
    service.refresh_from_db()
    with pytest.raises(Refused, match="归档前"):
        add(cast, service, pdf("y"), "另.pdf")
    with pytest.raises(Refused, match="归档前"):
        attachments.remove(first, by=cast.insurer_a_clerk, at=clock.now())
    assert attachments.attachments_of(service).count() == 1
    assert AuditEvent.objects.filter(action="attachment.refused").count() == 8


def bomb(side: int = 7_700) -> "ContentFile[bytes]":
    """A picture of little more than 200 kB that unpacks to a quarter of a gigabyte."""
    body = BytesIO()
    Image.new("RGB", (side, side), (9, 9, 9)).save(body, "PNG", compress_level=9)
    return ContentFile(body.getvalue())


def test_a_picture_that_unpacks_beyond_the_limits_is_refused(
    cast: Cast, service: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.attachments.pictures.MEMORY", 220 << 20)
    with pytest.raises(Refused, match="图片「大.png」展开后过大，未能处理，请缩小后再上传"):
        add(cast, service, bomb(), "大.png", "photo")
    assert add(cast, service, world.picture(), "小.png", "photo").pk, "the next one is taken"
    assert not StoredFile.objects.filter(name="大.png").exists()


def test_a_picture_that_takes_too_long_is_refused(
    cast: Cast, service: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.attachments.pictures.WALL", 0.0)
    with pytest.raises(Refused, match="展开后过大"):
        add(cast, service, world.picture(), "慢.png", "photo")


def test_no_process_of_the_portal_decodes_pictures() -> None:
    """The reader of pictures is loaded in the limited child alone; made-up pictures of the demo are drawn."""
    readers = [
        str(path.relative_to(ROOT))
        for path in sorted(ROOT.rglob("*.py"))
        if not {".venv", "var", "tests", "benchmarks", "tools"} & set(path.relative_to(ROOT).parts)
        and re.search(r"^\s*(from|import) PIL\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert readers == ["core/attachments/decoder.py", "insurers/hazard_links/seeding/cases.py"]


def test_the_same_pdf_is_opened_once_and_one_that_did_not_open_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers, asked = iter(["", "1"]), []

    def said(_stream: object, kind: str) -> str:
        asked.append(kind)
        return next(answers)

    monkeypatch.setattr(texts, "_opened", {})
    monkeypatch.setattr(texts, "_said", said)
    with pytest.raises(Refused, match="没有可以打开的页面"):
        texts.require_pages(BytesIO(pdf()), "盖章件.pdf")
    for _time in range(3):
        texts.require_pages(BytesIO(pdf()), "盖章件.pdf")
    assert asked == ["pages"] * 2


def test_what_is_remembered_of_files_ends_with_the_next_one(cast: Cast, service: Activity) -> None:
    files = Attachment.objects.filter(subject_id=service.pk)
    assert Memory().count(files) == 0
    file = add(cast, service, pdf(), "报告.pdf")
    with CaptureQueriesContext(connection) as queries:
        assert [Memory().count(files) for _ in range(2)] == [1, 1]
    assert sum("COUNT(*)" in query["sql"] for query in queries.captured_queries) == 1
    files.filter(pk=file.pk).update(removed_at=clock.now())
    assert Memory().count(files.filter(removed_at=None)) == 0
