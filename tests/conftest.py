"""Options of the test run, and one profile of hypothesis: the same examples everywhere, no database, no deadline."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.browsing", "tests.hosting_desk"]

settings.register_profile(
    "same",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--bless`` writes the golden files again; look at the difference before you commit it."""
    parser.addoption("--bless", action="store_true", help="write tests/golden/ again")


@pytest.fixture
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether the golden files are to be written."""
    return bool(request.config.getoption("--bless")) or os.environ.get("GONGKAI_BLESS") == "1"
