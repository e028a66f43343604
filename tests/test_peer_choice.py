# SPDX-License-Identifier: GPL-2.0-or-later
"""A choice of peers: kept as text and read again, as parameters, and what cannot be one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from offline_cache.areas.model import AreaKind
from offline_cache.errors import CacheError
from policeuk_plugin.processing.peers.peer_choice import Among, PeerChoice, PeerMethod, choice_of, read_choice

FULL = PeerChoice(
    method=PeerMethod.NEAREST,
    k=9,
    measures=("pct_flats", "pct_rural"),
    weights=(("pct_flats", 2.0), ("pct_rural", 0.5)),
    stratum="rural-urban",
    caliper=1.25,
    among=Among.HELD,
)


@pytest.mark.parametrize(
    "choice",
    [
        PeerChoice(),
        FULL,
        PeerChoice(method=PeerMethod.ONS_ECONOMIC, k=5),
        PeerChoice(method=PeerMethod.LIST, peer_list="Our group, 2024 – “new”"),
        PeerChoice(method=PeerMethod.LIST, peer_list="E22000001, E22000002"),
    ],
)
def test_it_is_the_same_after_it_was_kept_as_text(choice: PeerChoice) -> None:
    text = choice.text()
    assert "\n" not in text
    assert read_choice(text) == choice
    assert choice_of(choice.parameters()) == choice


def test_only_what_is_not_as_usual_is_kept() -> None:
    assert json.loads(PeerChoice().text()) == {"PEERS": "nearest"}
    assert json.loads(FULL.text()) == {
        "PEERS": "nearest",
        "K": 9,
        "MEASURES": "pct_flats, pct_rural",
        "WEIGHTS": "pct_flats=2, pct_rural=0.5",
        "STRATUM": "rural-urban",
        "CALIPER": 1.25,
        "AMONG": "held",
    }


def test_the_usual_number_of_peers() -> None:
    assert [PeerChoice().number(kind) for kind in (AreaKind.CSP, AreaKind.LSOA, AreaKind.PFA)] == [14, 14, 7]
    assert PeerChoice(k=3).number(AreaKind.PFA) == 3


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"PEERS": "friends"}, "'friends' is no PEERS. There are: nearest, ons-global"),
        ({"PEERS": "list"}, "Name the list as PEER_LIST"),
        ({"STRATUM": "county"}, "'county' is no STRATUM"),
        ({"AMONG": "some"}, "'some' is no AMONG"),
        ({"K": 0}, "1 to 100"),
        ({"K": 101}, "1 to 100"),
        ({"K": "many"}, "no number of peers"),
        ({"WEIGHTS": "pct_flats"}, "'pct_flats' is no weight"),
        ({"WEIGHTS": "pct_flats=-1"}, "is no weight"),
        ({"WEIGHTS": "pct_flats=nan"}, "is no weight"),
        ({"WEIGHTS": "pct_flats=1e308"}, "from 0 to 1,000"),
        ({"CALIPER": "far"}, "above 0"),
        ({"CALIPER": -2}, "above 0"),
    ],
)
def test_what_cannot_be_a_choice_is_one_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CacheError, match=sentence) as caught:
        choice_of(given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "nearest", "[1]", '"x"', "{", "{}x"])
def test_damaged_text_is_no_choice(text: str) -> None:
    with pytest.raises(CacheError, match="is no choice of peers"):
        read_choice(text)
