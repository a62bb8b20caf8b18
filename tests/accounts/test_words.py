"""Audited actions in words."""

from accounts.words import action_words, actions


def test_the_words_of_all_apps_are_collected() -> None:
    assert {"upload.accepted", "rule.decided", "hazard.close", "policy.endorsed", "report.built"} <= set(actions())
    assert action_words("upload.accepted") == "接收导入数据"


def test_an_unknown_action_stands_as_it_is() -> None:
    assert action_words("something.new") == "something.new"
