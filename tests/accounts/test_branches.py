"""City branches of insurers: their insurer's rows of their city, under its identity (contract 4, Who)."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation, User
from accounts.scope import Scope, scope_for
from core import clock
from core.gate import NotAllowed
from enterprises.models import Enterprise, Outsourcing
from hazards.guards import may_record
from hazards.models import Hazard
from hazards.services.drafts import create_hazard
from hazards.sheets import LAYOUT
from insurers.activities.models import Activity
from insurers.activities.sheets import ACTIVITIES
from insurers.policies.models import Policy
from tests import world
from tests.hazards.life import found as found_facts
from tests.uploads import person, send, verdicts

SignIn = Callable[[Any], Client]
WENZHOU = "330302"


@pytest.fixture
def clerk(db: None) -> User:
    return person("ins-a-330300")


def test_the_branches_of_the_contract_have_their_two_people(clerk: User) -> None:
    codes = Organisation.objects.filter(kind="insurer_branch").order_by("code").values_list("code", "parent__code")
    assert list(codes) == [
        ("INS-A-330300", "INS-A-ZJ"),
        ("INS-A-330700", "INS-A-ZJ"),
        ("INS-B-330300", "INS-B-ZJ"),
    ]
    assert (clerk.role, clerk.is_lead) == ("BRANCH", False)
    assert person("ins-a-330300-lead").is_lead
    assert scope_for(clerk) == Scope(insurer_id=world.insurer().pk, city="330300")


def test_a_branch_sees_its_insurers_rows_of_its_city(as_user: SignIn, clerk: User) -> None:
    here, there = world.policy(world.enterprise(WENZHOU)), world.policy(world.enterprise())
    foreign = world.policy(world.enterprise(WENZHOU), by="INS-B-ZJ")
    services = {name: world.activity(on) for name, on in {"here": here, "there": there, "foreign": foreign}.items()}
    assert list(Policy.objects.visible_to(clerk)) == [here]
    assert list(Activity.objects.visible_to(clerk)) == [services["here"]]
    assert list(Enterprise.objects.visible_to(clerk)) == [here.enterprise]
    assert Policy.objects.visible_to(person("ins-a-zj")).count() == 2
    client = as_user(clerk)
    assert client.get(f"/policies/{here.pk}/").status_code == 200
    assert client.get(f"/policies/{there.pk}/").status_code == 404
    assert client.get(f"/activities/{services['there'].pk}/").status_code == 404
    assert client.get(f"/activities/{services['foreign'].pk}/").status_code == 404


def csv_of(layout: Any, *rows: dict[str, str]) -> bytes:
    """A file with the examples of the layout, each row with its own values by key."""
    lines = [",".join(column.title.replace(",", "，") for column in layout.columns)]
    lines += [",".join(row.get(column.key, column.example) for column in layout.columns) for row in rows]
    return "\n".join(lines).encode()


def service(number: str, on: Policy, **more: str) -> dict[str, str]:
    firm = on.enterprise
    days = {"start_on": "2023-09-01", "end_on": "2023-09-01", "agency": "自有"}
    counts = {"general_hazards": "0", "major_hazards": "0", "notice_no": ""}
    names = {"activity_no": number, "policy_no": on.policy_no, "uscc": firm.uscc, "enterprise_name": firm.name}
    return {**days, **counts, **names, **more}


def test_a_branch_uploads_services_of_its_city_under_its_insurers_identity(clerk: User) -> None:
    here, there = world.policy(world.enterprise(WENZHOU)), world.policy(world.enterprise())
    used = world.activity(there)
    rows = service("WZ-1", here), service("WZ-2", there), service(used.activity_no, here)
    upload = send("activities", Path("服务.csv"), clerk, content=csv_of(ACTIVITIES, *rows))
    assert {(row, code) for row, _column, code, severity in verdicts(upload) if severity == "error"} == {
        (3, "division"),
        (4, "division"),
    }
    made = Activity.objects.get(activity_no="WZ-1")
    assert (made.insurer.code, made.branch) == ("INS-A-ZJ", clerk.organisation)
    used.refresh_from_db()
    assert used.policy == there  # a branch draws no service of another city over
    again = send("activities", Path("服务.csv"), person("ins-a-zj"), content=csv_of(ACTIVITIES, rows[0]))
    assert (again.unchanged, again.held) == (1, 0)
    made.refresh_from_db()
    assert made.branch == clerk.organisation


def test_regulators_see_which_branch_entered_a_service(as_user: SignIn, clerk: User) -> None:
    made = world.activity(world.policy(world.enterprise(WENZHOU)), branch=clerk.organisation)
    for username in ("reg-330300", "reg-zj", "ins-a-zj"):
        page = as_user(person(username)).get(f"/activities/{made.pk}/").content.decode()
        assert "温州中心支公司" in page, username


def test_a_branch_uploads_hazards_of_its_city(clerk: User) -> None:
    here = world.activity(world.policy(world.enterprise(WENZHOU)), general_hazards=1)
    there = world.activity(world.policy(world.enterprise()), general_hazards=1)
    days = {"found_on": "2023-09-01", "notified_on": "2023-09-01", "deadline": "2023-09-30", "rectified_on": ""}
    plain = {"level": "一般", "criterion": "", **days}
    rows = [
        {**plain, "insurer_ref": f"YH-{n}", "activity_no": on.activity_no, "uscc": on.enterprise.uscc}
        for n, on in enumerate((here, there))
    ]
    upload = send("hazards", Path("隐患.csv"), clerk, content=csv_of(LAYOUT, *rows))
    assert {(row, code) for row, _column, code, severity in verdicts(upload) if severity == "error"} == {
        (3, "division")
    }
    made = Hazard.objects.visible_to(clerk).get()
    assert (made.insurer, made.branch) == (world.insurer(), clerk.organisation)
    assert Hazard.objects.visible_to(person("ins-a-zj")).count() == 1
    assert not Hazard.objects.visible_to(person("ins-b-330300")).exists()


def test_a_branch_enters_a_hazard_by_hand(clerk: User) -> None:
    found = world.policy(world.enterprise(WENZHOU)).enterprise
    facts = found_facts()
    made = create_hazard(enterprise=found, found=facts, by=clerk, today=clock.today(), at=clock.now())
    assert (made.insurer, made.branch) == (world.insurer(), clerk.organisation)
    assert may_record(made, clerk) is None
    elsewhere = world.policy(world.enterprise()).enterprise
    with pytest.raises(NotAllowed):
        create_hazard(enterprise=elsewhere, found=facts, by=clerk, today=clock.today(), at=clock.now())


@pytest.mark.parametrize("kind", ["policies", "expenses", "enterprises", "people"])
def test_a_branch_uploads_nothing_else(as_user: SignIn, clerk: User, kind: str) -> None:
    assert as_user(clerk).get(f"/uploads/new/{kind}/").status_code == 403


def outsourcing(by: User, *firms: Enterprise) -> Any:
    head = "统一社会信用代码,企业名称,类别,对方单位,项目或场所,资质符合,签订安全协议,纳入安全生产管理体系"
    rows = [f"{one.uscc},{one.name},外包,温州示例装卸有限公司,1号仓库,是,是,是" for one in firms]
    return send("outsourcing", Path("外包.csv"), by, content="\n".join([head, *rows]).encode())


def test_outsourcing_of_another_city_is_a_question_of_place(clerk: User) -> None:
    here, there = world.policy(world.enterprise(WENZHOU)), world.policy(world.enterprise())
    stranger = world.enterprise(WENZHOU)
    upload = outsourcing(clerk, here.enterprise, there.enterprise, stranger)
    assert verdicts(upload) == {
        (3, "A", "division", "error"),
        (4, "A", "unknown-enterprise", "error"),
    }
    assert Outsourcing.objects.get().branch == clerk.organisation


def test_every_line_of_a_branchs_menu_opens(as_user: SignIn, clerk: User) -> None:
    on = world.policy(world.enterprise(WENZHOU))
    world.activity(on)
    client = as_user(clerk)
    menu = client.get("/").content.decode().split('id="site-nav"', 1)[1].split("</nav>", 1)[0]
    lines = re.findall(r'href="(/[^"#]*)"', menu)
    assert "/uploads/" in lines
    assert "/uploads/new/policies/" not in lines
    pages = [*lines, f"/policies/{on.pk}/", f"/enterprises/{on.enterprise_id}/"]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
