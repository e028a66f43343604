# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers of ONS that nobody would send in good faith: each ends soon, in a sentence, and nothing of it is kept."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from offline_cache import OfflineCache
from offline_cache.areas.fetching import fetch_areas
from offline_cache.areas.wanted import AreasWanted
from offline_cache.errors import CacheError, NetworkError, NetworkFault
from offline_cache.transport import Patience, Transport, pacer
from offline_cache.transport import Service as ServiceKind
from tests import area_service as country
from tests.service import Kind, Service
from tests.service.layers import Layer
from tests.service.sample_layers import LSOA_2021, LSOA_TO_WARD

HASTY = Patience(connect=2.0, read=5.0, whole=5.0, first_delay=0.01, longest_delay=0.05, longest_retry_after=1.0)


@pytest.fixture(autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a turn."""
    monkeypatch.setattr(pacer, "SPACING", dict.fromkeys(ServiceKind, 0.0))


@pytest.fixture
def service() -> Iterator[Service]:
    """Give the stand-in with the invented country."""
    with Service(layers=country.layers()) as service:
        yield service


def fetch(service: Service, path: Path) -> None:
    """Fetch what belongs to one force."""
    with OfflineCache(path) as cache, Transport(service.addresses, patience=HASTY) as transport:
        fetch_areas(cache, AreasWanted(forces=("bedfordshire",)), transport)


def refused(service: Service, path: Path) -> str:
    """The sentence in which it ends; nothing is kept then."""
    with pytest.raises(NetworkError) as caught:
        fetch(service, path)
    assert caught.value.fault is NetworkFault.ANSWER
    assert len(str(caught.value)) < 400
    assert not any(country.tables(path).values())
    return str(caught.value)


@pytest.mark.parametrize("number", [10**7, 10**300, 400_000])
@pytest.mark.parametrize("ids", [[], list(range(400_000))])
def test_pages_without_end_and_rows_end_soon(service: Service, cache_path: Path, number: int, ids: list[int]) -> None:
    """Empty ones, each with the sign that there are more; also where as many ids as rows are given."""
    flags = {"exceededTransferLimit": True, "properties": {"exceededTransferLimit": True}}
    answer = {"count": number, "features": [], "objectIds": ids, **flags}
    service.fault(Kind.OTHER_BODY, host="ons", path="*/query", text=json.dumps(answer))
    refused(service, cache_path)
    assert len(service.log.of("ons")) < 30


def altered(service: str, field: str, value: Any) -> Layer:
    """A layer whose first row has another value."""
    layer = next(layer for layer in country.layers() if layer.service == service)
    first, *others = layer.features
    return dataclasses.replace(
        layer, features=({**first, "properties": {**first["properties"], field: value}}, *others)
    )


@pytest.mark.parametrize("value", [5, 1.5, float("nan"), [1], {"a": 1}, True, "x" * 100_000])
@pytest.mark.parametrize(("layer", "field"), [(LSOA_2021, "LSOA21NM"), (LSOA_TO_WARD, "WD24NM")])
def test_a_name_that_is_none_is_refused(service: Service, cache_path: Path, layer: str, field: str, value: Any) -> None:
    service.ons.add(altered(layer, field, value))
    with pytest.raises(NetworkError, match=f"a row's {field} is no code or name") as caught:
        fetch(service, cache_path)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("value", ["West\ud800 Ward", "West\r\n\x1b[2JWard\0", "\u202eWest Ward"])
@pytest.mark.parametrize(
    ("layer", "field", "kind"), [(LSOA_2021, "LSOA21NM", "lsoa"), (LSOA_TO_WARD, "WD24NM", "ward")]
)
def test_a_name_can_do_nothing(
    service: Service, cache_path: Path, layer: str, field: str, kind: str, value: str
) -> None:
    service.ons.add(altered(layer, field, value))
    fetch(service, cache_path)
    tables = country.tables(cache_path)
    names = [cell for rows in tables.values() for row in rows for cell in row if isinstance(cell, str)]
    assert any(name.startswith("West") and name.endswith("Ward") for name in names), kind
    assert all(name.isprintable() for name in names)


@pytest.mark.parametrize(
    ("layer", "value"), [(LSOA_2021, "../../../x"), (LSOA_TO_WARD, "E0100\ud800101"), (LSOA_TO_WARD, "\x1b")]
)
def test_a_code_that_is_none_is_refused(service: Service, cache_path: Path, layer: str, value: str) -> None:
    service.ons.add(altered(layer, "LSOA21CD", value))
    with pytest.raises(CacheError) as caught:
        fetch(service, cache_path)
    assert str(caught.value).isprintable()
    assert country.drawn(cache_path) == set()


@pytest.mark.parametrize("fields", [7, "x", {"a": 1}, [7], None])
def test_a_layer_that_does_not_say_its_fields_does_not_serve(service: Service, cache_path: Path, fields: Any) -> None:
    text = json.dumps({"fields": fields, "maxRecordCount": 2000})
    service.fault(Kind.OTHER_BODY, host="ons", path="*/FeatureServer/0", text=text)
    with pytest.raises(NetworkError, match="no longer has"):
        fetch(service, cache_path)


@pytest.mark.parametrize("code", [10**400, -1, "500", 1.5])
def test_the_number_of_an_error_is_short(service: Service, cache_path: Path, code: Any) -> None:
    text = json.dumps({"error": {"code": code, "message": "x" * 10_000}})
    service.fault(Kind.OTHER_BODY, host="ons", path="*/query", text=text)
    with pytest.raises(CacheError) as caught:
        fetch(service, cache_path)
    assert len(str(caught.value)) < 200
