"""Charts are checked against Vega-Lite's schema here, which users do not wait for."""

from __future__ import annotations

import pytest

from scrutiny.charts import theme


@pytest.fixture(autouse=True)
def checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "CHECKED", True)
