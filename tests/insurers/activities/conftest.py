"""What the tests of services share."""

import pytest

from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise())
