"""The field of files speaks the portal's words in every form, with and without script."""

from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

from core.attachments.uploading import FilesField
from core.forms.files import FileInput, FilesInput

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "选择文件"), ("en", "Choose files")])
def test_the_button_belongs_to_the_field_and_speaks_the_readers_language(language: str, words: str) -> None:
    with override(language):
        html = FilesInput({"accept": ".pdf"}).render("sent", None, {"id": "id_sent", "aria-invalid": "true"})
    assert ' id="id_sent"' in html
    assert " multiple" in html
    assert ' accept=".pdf"' in html
    assert ' aria-invalid="true"' in html
    assert ' for="id_sent"' in html
    assert words in html
    assert html.index("<input") < html.index("<label"), "the button shows where the keyboard is"


def test_one_file_or_several() -> None:
    assert " multiple" not in FileInput().render("sent", None, {"id": "x"})
    assert FilesField(label="x").widget.needs_multipart_form


def test_a_name_is_written_as_text() -> None:
    source = "{% load portal %}{% file_input name place 7 words=words data_in='record' required=True %}"
    html = Template(source).render(Context({"name": "", "place": "file-", "words": '<b>"'}))
    assert "&lt;b&gt;&quot;" in html
    assert 'id="file-7"' in html
    assert ' data-in="record"' in html
    assert " required" in html
    assert " name=" not in html


def test_no_page_writes_the_browsers_own_field() -> None:
    """Templates use the tag, forms the widgets."""
    own = [path.name for path in (ROOT / "templates").rglob("*.html") if 'type="file"' in path.read_text("utf-8")]
    assert own == []
    apps = [path for path in ROOT.iterdir() if (path / "apps.py").exists()]
    plain = [
        str(path.relative_to(ROOT))
        for app in apps
        for path in app.rglob("*.py")
        if "forms.FileInput" in path.read_text("utf-8") and path.name != "files.py"
    ]
    assert plain == []
