"""The API keeps to its own description, whatever it is asked: Schemathesis asks it odd things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
EXAMPLES = 5  # of each operation: an answer that nobody has asked for takes up to a second


@pytest.fixture
def description(django_site: None, transactional_db: None) -> Iterator[Any]:
    """The API in this process, which anyone may ask as often as they like.

    Each call closes a connection that is inside a transaction, so the test must not be in one.
    """
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    with override_settings(SCRUTINY_API_LIMIT=0):
        found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
        found.config.checks.negative_data_rejection.expected_statuses = ["400", "404", "410", "414"]
        yield found


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_it_keeps_to_its_description(description: Any, mode: GenerationMode) -> None:
    asked = 0
    for found in description.get_all_operations():

        @given(case=found.ok().as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def keeps_to_it(case: schemathesis.Case) -> None:
            nonlocal asked
            asked += 1
            # A call in this process is given what is sent, and unpacks nothing.
            case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

        keeps_to_it()
    assert asked >= EXAMPLES
