"""Audited actions in words."""

from accounts.door.steps import state_in_words, step_in_words
from accounts.door.vocabulary import code_in_words
from accounts.words import action_words, actions
from core.imports import registry
from inspections.choices import FindingState
from insurers.activities.choices import ActivityState


def test_the_words_of_all_apps_are_collected() -> None:
    assert {"upload.accepted", "rule.decided", "hazard.close", "policy.endorsed", "report.built"} <= set(actions())
    assert action_words("upload.accepted") == "接收导入数据"


def test_an_unknown_action_stands_as_it_is() -> None:
    assert action_words("something.new") == "something.new"


def test_kinds_of_exports_are_told_in_words() -> None:
    assert [code_in_words(kind, "ledger.exported") for kind in ("plan-document", "page", "policies")] == [
        "服务方案",
        "页面列表",
        str(registry.importer("policies").title),
    ]


def test_a_step_and_the_states_of_a_move_are_told_in_words() -> None:
    """`ROUTED` is a state of tasks and of findings: the move says of which."""
    assert step_in_words("file-penalty") == "行政处罚立案"
    assert step_in_words("nothing") is None
    assert state_in_words("ROUTED", "inspection.finding-received") == str(FindingState.ROUTED.label)
    assert state_in_words("ROUTED", "upload.accepted") is None
    assert state_in_words("FILED", "activity.filed") == str(ActivityState.FILED.label)
