"""Whatever is no signed-in person sees nothing."""

from types import SimpleNamespace

import pytest

from accounts.scope import NOTHING, Scope, scope_for


@pytest.mark.parametrize("stranger", [None, object(), SimpleNamespace(is_authenticated=False, is_active=True)])
def test_a_stranger_has_no_scope(stranger: object) -> None:
    assert scope_for(stranger) == NOTHING


def test_no_scope_is_none_of_the_others() -> None:
    assert NOTHING.nothing
    assert not Scope(everything=True).nothing
    assert not Scope(city="330100").nothing
