"""The draw by its services: rosters fixed first, a public seed, names of drawn lines alone, additions apart."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core import clock, walls
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused
from enterprises.models import Enterprise
from inspections import rules, services
from inspections.choices import DrawState, RosterKind
from inspections.models import Draw, GroupMember, InspectedEnterprise, ManualAddition, Recusal, Roster, RosterLine, Task
from tests import world
from tests.cast import Cast
from tests.inspections.draws import SEED, drawn, fixed, person, register
from tests.inspections.plan_rows import agreed
from tests.inspections.rows import join, ready_task


@pytest.fixture
def task(cast: Cast) -> Task:
    return ready_task()


def enter_seed(draw: Draw, cast: Cast, seed: str = SEED, **changes: Any) -> Draw:
    values: dict[str, Any] = {
        "source": "DICE",
        "note": "",
        "by": cast.hangzhou_officer,
        "today": clock.today(),
        "at": clock.now(),
        **changes,
    }
    return services.draw_objects(draw=draw, seed=seed, **values)


def test_digests_stand_before_the_seed_and_the_order_follows_from_it(cast: Cast, task: Task) -> None:
    firms = register(8)
    register(4, world.SHAOXING, sectors=["CONSTR"])
    world.enterprise(world.QUZHOU)
    draw = fixed(task, enterprises=4, least=1)
    rosters = {one.kind: one for one in draw.rosters.all()}
    assert [rosters[kind].count for kind in RosterKind] == [12, 1, 1]
    assert draw.state == DrawState.FIXED
    assert draw.seed == ""
    strata = {one.code: one.wanted for one in rosters[RosterKind.FIRMS].strata.all()}
    assert strata == {"CONSTR": 2, "HAZCHEM": 2}
    lines = services.lines_of(rosters[RosterKind.FIRMS])
    assert rules.roster_digest(services.title_of(rosters[RosterKind.FIRMS]), lines) == rosters[RosterKind.FIRMS].digest
    done = enter_seed(draw, cast)
    found = [(line.no, line.ticket) for line in RosterLine.objects.filter(roster=rosters[RosterKind.FIRMS]).drawn()]
    assert found == [(one.line.no, one.ticket) for one in rules.draw(lines, SEED, strata)]
    assert (done.state, done.seed) == (DrawState.DRAWN, SEED)
    assert len(firms) == 8


def test_each_line_is_opened_by_its_own_salt(task: Task) -> None:
    register(3)
    draw = drawn(task)
    for line in RosterLine.objects.filter(roster__draw=draw):
        assert rules.draws.line_digest(line.salt, line.code, line.name) == line.digest
    assert len(set(RosterLine.objects.values_list("salt", flat=True))) == RosterLine.objects.count()
    digests = list(RosterLine.objects.filter(roster__kind="FIRMS").order_by("no").values_list("digest", flat=True))
    assert digests == sorted(digests)


def test_the_inspecting_city_sees_names_of_drawn_ones_alone(cast: Cast, task: Task) -> None:
    firms = register(6)
    draw, regulator = fixed(task), person("reg-330600")
    services.invite_regulator(task=task, body=regulator.organisation, by=cast.hangzhou_officer, at=clock.now())
    of_firms = RosterLine.objects.filter(roster__draw=draw, roster__kind="FIRMS")
    for when in ("fixed", "drawn"):
        for who in (cast.hangzhou_officer, cast.hangzhou_lead, regulator):
            with walls.seeing_as(who):
                by_database = set(of_firms.values_list("no", flat=True))
                by_python = set(of_firms.visible_to(who).values_list("no", flat=True))
            assert by_database == by_python
            assert len(by_database) == (0 if when == "fixed" else 2)
        with walls.seeing_as(cast.shaoxing_officer):
            assert of_firms.visible_to(cast.shaoxing_officer).count() == of_firms.count() == len(firms)
        people = RosterLine.objects.filter(roster__draw=draw, roster__kind="PEOPLE")
        with walls.seeing_as(cast.shaoxing_officer):
            assert people.count() == (0 if when == "fixed" else 1)
        with walls.seeing_as(cast.quzhou_officer):
            assert not RosterLine.objects.exists()
            assert not Draw.objects.exists()
        if when == "fixed":
            enter_seed(draw, cast)


def test_each_city_does_its_own_part(cast: Cast, task: Task) -> None:
    register()
    numbers = services.Numbers(enterprises=1, least=0, insurers=0, people=0)
    with pytest.raises(Refused, match="被检查地区"):
        services.fix_rosters(
            task=task, numbers=numbers, place="", by=cast.hangzhou_officer, today=clock.today(), at=clock.now()
        )
    draw = fixed(task)
    with pytest.raises(Refused, match="检查地区"):
        enter_seed(draw, cast, by=cast.shaoxing_officer)
    for stranger in (cast.quzhou_officer, cast.zhejiang_regulator, cast.provincial_officer):
        with pytest.raises(NotAllowed):
            enter_seed(draw, cast, by=stranger)
    assert Draw.objects.get().state == DrawState.FIXED


@pytest.mark.parametrize("change", ["new", "gone", "renamed", "sector", "declared", "recused"])
def test_a_register_that_changed_since_refuses_the_draw(cast: Cast, task: Task, change: str) -> None:
    firms = register()
    draw = fixed(task)
    match change:
        case "new":
            world.enterprise(world.SHAOXING)
        case "gone":
            Enterprise.objects.filter(pk=firms[2].pk).update(status="CLOSED")
        case "renamed":
            Enterprise.objects.filter(pk=firms[2].pk).update(name="绍兴示例改名有限公司")
        case "sector":
            Enterprise.objects.filter(pk=firms[2].pk).update(main_sector="CONSTR", sectors=["CONSTR"])
        case "declared":
            member = GroupMember.objects.get(user=cast.hangzhou_lead)
            services.declare_recusal(
                member=member, recused={firms[2].uscc: "配偶任职"}, by=cast.hangzhou_lead, at=clock.now()
            )
        case _:
            RosterLine.objects.filter(code=firms[2].uscc).update(is_recused=True)
    with pytest.raises(Refused, match="重新固定"):
        enter_seed(draw, cast)
    again = fixed(task)
    assert Draw.objects.get(pk=draw.pk).state == DrawState.REPLACED
    assert enter_seed(again, cast, seed=SEED[::-1]).state == DrawState.DRAWN


def test_what_is_drawn_is_drawn(cast: Cast, task: Task) -> None:
    register()
    draw = drawn(task)
    with pytest.raises(Refused, match="不能再录入种子"):
        enter_seed(draw, cast, "12345678901234567890")
    with pytest.raises(Refused, match="不能重新抽取"):
        fixed(task)
    assert Draw.objects.get().seed == SEED


def test_a_seed_comes_after_the_digest(cast: Cast, task: Task) -> None:
    register()
    draw = fixed(task)
    with pytest.raises(Refused, match="固定之后"):
        enter_seed(draw, cast, at=draw.fixed_at - timedelta(minutes=1))
    with pytest.raises(Refused, match="各位相同"):
        enter_seed(draw, cast, "1" * 20)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(state=DrawState.DRAWN, seed=SEED, drawn_at=draw.fixed_at)


def test_the_group_comes_first(cast: Cast) -> None:
    register()
    with pytest.raises(Refused, match="成立检查组后"):
        fixed(Task.objects.get(annex_no=1))


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"enterprises": 9}, "企业数 9 多于"),
        ({"insurers": 3}, "保险机构数 3 多于"),
        ({"people": 2}, "检查人员数 2 多于"),
        ({"enterprises": 1, "least": 2}, "多于抽取总数"),
    ],
)
def test_more_than_there_are_is_refused(task: Task, numbers: dict[str, int], sentence: str) -> None:
    register()
    with pytest.raises(Refused, match=sentence):
        fixed(task, **numbers)
    assert not Roster.objects.exists()


def test_whom_somebody_keeps_away_from_is_never_drawn(cast: Cast, task: Task) -> None:
    firms = register(3)
    member = GroupMember.objects.get(user=cast.hangzhou_lead)
    recused = {firms[1].uscc.lower(): "配偶在该企业任职", "INS-A-ZJ": "曾在该机构任职"}
    services.declare_recusal(member=member, recused=recused, by=cast.hangzhou_lead, at=clock.now())
    assert Recusal.objects.count() == 2
    draw = drawn(task, enterprises=2, insurers=0)
    assert [one.recused for one in draw.rosters.order_by("pk")] == [1, 1, 0]
    names = set(RosterLine.objects.filter(roster__kind="FIRMS", position__isnull=False).values_list("code", flat=True))
    assert names == {firms[0].uscc, firms[2].uscc}


def test_start_puts_what_was_drawn_on_the_list(cast: Cast, task: Task) -> None:
    register()
    draw = drawn(task)
    assert not InspectedEnterprise.objects.exists()
    running = services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())
    lines = RosterLine.objects.filter(roster__draw=draw, roster__kind="FIRMS", position__isnull=False)
    assert set(running.inspectedenterprises.values_list("enterprise", flat=True)) == set(
        lines.values_list("enterprise", flat=True)
    )
    assert running.inspectedinsurers.count() == 1
    with pytest.raises(Refused, match="系随机抽中的检查对象"):
        services.remove_item(item=running.inspectedenterprises.all()[0], by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="系随机抽中的检查对象"):
        services.remove_item(item=running.inspectedinsurers.get(), by=cast.hangzhou_officer, at=clock.now())


def test_a_firm_that_moved_away_since_it_was_drawn_is_left_off_the_list(cast: Cast, task: Task) -> None:
    register(1)
    draw = drawn(task, enterprises=1, insurers=0)
    Enterprise.objects.update(county_id=world.QUZHOU, city_id="330800")
    running = services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())
    assert not running.inspectedenterprises.exists()
    assert RosterLine.objects.get(roster__draw=draw, roster__kind="FIRMS").position == 1


def test_nobody_sets_out_before_the_draw_and_a_later_draw_lists_at_once(cast: Cast, task: Task) -> None:
    register()
    for _rosters in (None, fixed(task)):
        with pytest.raises(Refused, match="尚未抽取检查对象，请先由绍兴市固定名册"):
            services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())
    Task.objects.filter(pk=task.pk).update(state="IN_PROGRESS")  # as older records may hold it
    task.refresh_from_db()
    drawn(task)
    assert task.inspectedenterprises.count() == 2


def add(
    draw: Draw, cast: Cast, code: str, kind: str = "FIRMS", reason: str = "重大隐患销号后需要核实"
) -> ManualAddition:
    return services.propose_addition(
        draw=draw, kind=kind, code=code, reason=reason, by=cast.hangzhou_officer, at=clock.now()
    )


def test_additions_stand_apart_with_their_reason(cast: Cast, task: Task) -> None:
    firms = register()
    draw = drawn(task, enterprises=1)
    running = services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())
    there = RosterLine.objects.get(roster__kind="FIRMS", position=1).enterprise_id
    wanted = next(firm for firm in firms if firm.pk != there)
    addition = add(draw, cast, wanted.uscc.lower())
    assert addition.name == ""
    with pytest.raises(Refused, match="被检查地区"):
        services.answer_addition(
            addition=addition, agreed=True, answer="", by=cast.hangzhou_lead, today=clock.today(), at=clock.now()
        )
    agreed = services.answer_addition(
        addition=addition, agreed=True, answer="", by=cast.shaoxing_officer, today=clock.today(), at=clock.now()
    )
    assert agreed.name == wanted.name
    assert set(running.inspectedenterprises.values_list("enterprise", flat=True)) == {there, wanted.pk}
    assert RosterLine.objects.filter(position__isnull=False, roster__kind="FIRMS").count() == 1
    with pytest.raises(Refused, match="不能再次答复"):
        services.answer_addition(
            addition=addition, agreed=False, answer="x", by=cast.shaoxing_officer, today=clock.today(), at=clock.now()
        )


def test_an_addition_of_another_city_is_refused(cast: Cast, task: Task) -> None:
    register()
    foreign = world.enterprise(world.QUZHOU)
    draw = drawn(task)
    addition = add(draw, cast, foreign.uscc)
    with pytest.raises(Refused, match="绍兴市没有编码为"):
        services.answer_addition(
            addition=addition, agreed=True, answer="", by=cast.shaoxing_officer, today=clock.today(), at=clock.now()
        )
    for kind, code, sentence in (
        ("FIRMS", "123", "不是有效的统一社会信用代码"),
        ("INSURERS", foreign.uscc, "没有编码为"),
    ):
        with pytest.raises(Refused, match=sentence):
            add(draw, cast, code, kind)
    for code, reason in (("", "理由"), (foreign.uscc, "  ")):
        with pytest.raises(Refused, match="理由"):
            add(draw, cast, code, reason=reason)
    with pytest.raises(Refused, match="不能重复提出"):
        add(draw, cast, foreign.uscc)


def test_what_was_drawn_or_recused_is_not_added_and_nothing_stops_the_start(cast: Cast, task: Task) -> None:
    firms = register(3)
    draw = drawn(task, enterprises=1)
    there = RosterLine.objects.get(roster__kind="FIRMS", position=1)
    with pytest.raises(Refused, match="已经抽中"):
        add(draw, cast, there.code)
    one, two = (firm for firm in firms if firm.uscc != there.code)
    addition, member = add(draw, cast, one.uscc), GroupMember.objects.get(user=cast.hangzhou_lead)
    recused = {one.uscc: "配偶在该企业任职", two.uscc: "曾在该企业任职"}
    services.declare_recusal(member=member, recused=recused, by=cast.hangzhou_lead, at=clock.now())
    with pytest.raises(Refused, match="已声明回避"):
        add(draw, cast, two.uscc)
    with pytest.raises(Refused, match="已声明回避"):
        services.answer_addition(
            addition=addition, agreed=True, answer="", by=cast.shaoxing_officer, today=clock.today(), at=clock.now()
        )
    ManualAddition.objects.update(state="AGREED", enterprise=there.enterprise)  # as older records may hold it
    running = services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())
    assert running.inspectedenterprises.count() == 1


def test_a_draw_keeps_to_the_agreed_plan(cast: Cast, task: Task) -> None:
    register(3)
    other = world.enterprise(world.SHAOXING, main_sector="FISHERY", sectors=["FISHERY"])
    agreed(cast, task, enterprises=2, insurers=1, sectors=["HAZCHEM", "CONSTR"])
    for numbers in ({"enterprises": 3}, {"insurers": 2}):
        with pytest.raises(Refused, match="多于商定数"):
            fixed(task, **numbers)
    firms = fixed(task, enterprises=2).rosters.get(kind="FIRMS")
    assert other.uscc not in firms.lines.values_list("code", flat=True)
    assert firms.count == 3


def test_a_seed_for_rosters_that_were_fixed_anew_is_refused(cast: Cast, task: Task) -> None:
    register()
    old = fixed(task)
    new = fixed(task)
    with pytest.raises(Refused, match="名册已重新固定"):
        enter_seed(old, cast)
    assert enter_seed(new, cast).state == DrawState.DRAWN


def test_both_cities_sign_once_each_person(cast: Cast, task: Task) -> None:
    register()
    draw = fixed(task)
    with pytest.raises(Refused, match="抽取之后"):
        services.sign_draw(draw=draw, part="LEADER", by=cast.hangzhou_officer, at=clock.now())
    done = enter_seed(draw, cast)
    for by in (cast.hangzhou_officer, cast.shaoxing_officer):
        services.sign_draw(draw=done, part="CHECKER", by=by, at=clock.now())
    with pytest.raises(Refused, match="已签字"):
        services.sign_draw(draw=done, part="CHECKER", by=cast.shaoxing_officer, at=clock.now())
    with pytest.raises(NotAllowed):
        services.sign_draw(draw=done, part="CHECKER", by=cast.quzhou_officer, at=clock.now())
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"inspection.rosters-fixed", "inspection.drawn", "inspection.draw-signed"} <= actions


def test_a_person_who_joins_after_the_fixing_changes_the_roster_of_inspectors(cast: Cast, task: Task) -> None:
    register()
    draw = fixed(task)
    member = GroupMember.objects.get(user=cast.hangzhou_lead)
    services.leave_group(member=member, reason="工作调整", by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="检查人员名册固定后"):
        enter_seed(draw, cast)
    assert Draw.objects.get().state == DrawState.REPLACED
    join(task, cast.hangzhou_lead, cast.hangzhou_officer)
    again = fixed(task)
    with pytest.raises(Refused, match="早于本次名册固定，不能再用"):  # whoever fixed them could have known it
        enter_seed(again, cast)
    assert enter_seed(again, cast, seed=SEED[::-1]).state == DrawState.DRAWN
