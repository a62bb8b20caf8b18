"""Menu and shell by role, preferences, and what the three administrators read."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role, permissions_of
from core import audit, clock
from tests.cast import NAMES, Cast
from tests.house import table
from workbench.menu import FOLDED, SECTIONS, all_lines, lines_of

SignIn = Callable[[Any], Client]
ADDRESSES = {"users": "/users/", "roles": "/roles/", "audit": "/audit/"}
READERS = {"adm_system": "users", "adm_security": "roles", "adm_audit": "audit"}


def menu_of(page: str) -> str:
    return page.split('id="site-nav"', 1)[1].split("</nav>", 1)[0]


def test_every_line_of_the_menu_opens() -> None:
    """The table of `tests/house/matrix` holds what each address answers; a line of the menu is answered by its page."""
    answers = table.read()
    found = {
        (line.url_name, role): answers[" ".join((line.url_name, *line.args, "GET"))][role]
        for line in all_lines()
        for role in Role
        if line.permission in permissions_of(role)
    }
    assert {pair: cell for pair, cell in found.items() if cell != "200"} == {}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_menu_shows_what_the_role_may_open_and_no_more(as_user: SignIn, cast: Cast, name: str) -> None:
    person = getattr(cast, name)
    menu = menu_of(as_user(person).get("/").content.decode())
    theirs = {line for section in SECTIONS if section not in FOLDED for line in lines_of(section, person)}
    folded = {name for section, (_into, _label, name) in FOLDED.items() if any(lines_of(section, person))}
    for line in all_lines():
        url = reverse(line.url_name, args=line.args)
        assert (f'href="{url}"' in menu) is (line in theirs or line.url_name in folded), line.url_name
        assert line not in theirs or person.may(line.permission)


def test_the_present_page_is_marked(sign_in: SignIn, cast: Cast) -> None:
    menu = menu_of(sign_in(cast.hangzhou_officer).get("/campaign/").content.decode())
    assert re.findall(r'href="([^"]*)" aria-current="page"', menu) == ["/campaign/"]


@pytest.mark.parametrize("name", sorted(NAMES))
@pytest.mark.parametrize("page", sorted(ADDRESSES))
def test_each_administrator_reads_one_page(as_user: SignIn, cast: Cast, name: str, page: str) -> None:
    response = as_user(getattr(cast, name)).get(ADDRESSES[page])
    assert response.status_code == (200 if READERS.get(name) == page else 403)


def test_refusal_says_who_to_ask_and_gives_a_number(sign_in: SignIn, cast: Cast) -> None:
    response = sign_in(cast.hangzhou_officer).get("/users/")
    text = response.content.decode()
    assert "请联系本单位系统管理员" in text
    assert response["X-Request-Id"] in text


def test_strangers_get_the_door_and_a_plain_404(client: Client) -> None:
    assert client.get("/users/")["Location"] == "/accounts/login/?next=/users/"
    missing = client.get("/no-such-page/")
    assert missing.status_code == 404
    assert "页面不存在" in missing.content.decode()
    assert 'id="site-nav"' not in missing.content.decode()


def test_people_can_be_found_by_name_organisation_and_role(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in(cast.adm_system)
    assert "共347条" in client.get("/users/").content.decode()
    found = client.get("/users/", {"q": "em-330100"}).content.decode()
    assert "共2条" in found
    assert "em-330100-lead" in found
    assert "杭州市应急管理局" in found
    assert "共9条" not in found
    assert "共18条" in client.get("/users/", {"role": "REG_SUB"}).content.decode()
    assert "没有符合条件的记录" in client.get("/users/", {"q": "no such one"}).content.decode()


def test_the_query_stays_with_the_pages(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in(cast.adm_system).get("/users/", {"q": "em-", "size": "10", "page": "2"}).content.decode()
    assert re.search(r'rel="next" href="\?[^"]*q=em-[^"]*"', page)
    assert '<input type="hidden" name="q" value="em-">' in page
    assert page.count('<th scope="row"') == 10


def test_the_list_of_people_asks_a_fixed_number_of_questions(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in(cast.adm_system)
    client.get("/users/")
    counts = []
    for size in ("10", "50"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/users/", {"size": size})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


def test_the_matrix_reads_without_knowing_the_code(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in(cast.adm_security).get("/roles/").content.decode()
    for word in ("查看应保未保", "导入企业台账数据", "宁波监管局", "审计管理员"):
        assert word in page
    assert "enterprise.view" not in page


def test_the_audit_trail_tells_who_when_what(sign_in: SignIn, cast: Cast) -> None:
    person = cast.hangzhou_officer
    audit.record("upload.accepted", by=person, at=clock.now(), subject="一月台账.xlsx")
    audit.record("upload.rejected", by=cast.insurer_a_clerk, at=clock.now(), subject="保单.xlsx")
    client = sign_in(cast.adm_audit)
    page = client.get("/audit/").content.decode()
    for word in ("em-330100", "杭州市应急管理局", "一月台账.xlsx", "接收导入数据", "2023-11-23"):
        assert word in page
    found = client.get("/audit/", {"action": "upload.rejected"}).content.decode()
    assert "保单.xlsx" in found
    assert "一月台账.xlsx" not in found
    assert "保单.xlsx" not in client.get("/audit/", {"q": "em-330100"}).content.decode()


def test_light_or_dark_as_the_device_says_or_the_person_chose(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in(cast.hangzhou_officer)
    assert 'data-theme="auto"' in client.get("/").content.decode()
    client.post("/preferences/", {"large_type": "1"})
    assert client.post("/preferences/", {"theme": "dark", "next": "/account/"})["Location"] == "/account/"
    page = client.get("/account/").content.decode()
    assert ('data-bs-theme="dark"' in page, 'class="large-type"' in page) == (True, True)
    client.post("/preferences/", {"theme": "pink"})
    assert 'data-bs-theme="dark"' in client.get("/").content.decode(), "nonsense changes nothing"
    client.post("/preferences/", {"theme": "light"})
    page = client.get("/").content.decode()
    assert "data-bs-theme" not in page
    assert "data-theme" not in page


def test_large_type_stays_with_the_person(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in(cast.hangzhou_officer)
    assert 'class="large-type"' not in client.get("/").content.decode()
    response = client.post("/preferences/", {"large_type": "1", "next": "/campaign/"})
    assert response["Location"] == "/campaign/"
    assert 'class="large-type"' in client.get("/").content.decode()
    client.post("/preferences/", {"large_type": "0"})
    assert not User.objects.get(username="em-330100").large_type


def test_the_way_back_stays_in_the_house(sign_in: SignIn, cast: Cast) -> None:
    response = sign_in(cast.hangzhou_officer).post("/preferences/", {"large_type": "1", "next": "//example.com/x"})
    assert response["Location"] == "/"
    assert sign_in(cast.hangzhou_officer).get("/preferences/").status_code == 405


def test_english_is_chosen_by_the_switch_alone(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in(cast.hangzhou_officer)
    chinese = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="zh-Hans"' in chinese
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    english = client.get("/").content.decode()
    assert '<html lang="en"' in english
    assert "Quick entries" in english


def test_no_page_carries_inline_script_or_style(as_user: SignIn, cast: Cast) -> None:
    for name in ("hangzhou_officer", "adm_system", "insurer_a_clerk"):
        page = as_user(getattr(cast, name)).get("/").content.decode()
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert " onclick=" not in page
