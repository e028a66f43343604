# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas fetched from the stand-in: the same rows as from files, once, offline a second time, whole or not at all."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from offline_cache import BadFile, CacheError, OfflineCache, Progress
from offline_cache.areas import import_areas
from offline_cache.areas.wanted import AreasWanted, AreaWant
from offline_cache.errors import NetworkError
from tests import area_service as country
from tests.areas_fetching import BEDFORDSHIRE, NEAR, WEST, fetch, imported, plan
from tests.areas_fetching import service as _service  # noqa: F401 - a fixture
from tests.areas_fetching import unpaced as _unpaced  # noqa: F401 - a fixture
from tests.command import run
from tests.service import Kind, Service
from tests.service.sample_layers import LSOA_2011, LSOA_2021, LSOA_TO_WARD, POLICE_AREAS


def test_a_force_is_fetched_as_its_files_are_imported(service: Service, cache_path: Path, tmp_path: Path) -> None:
    report = fetch(service, cache_path)
    expected = country.codes([*WEST, *NEAR]) - {*country.SPLIT[1:]}
    assert country.drawn(cache_path) == country.codes([*WEST, *NEAR])
    # The LSOA of 2011 that the border has split belongs to both forces.
    assert country.drawn(cache_path, edition=2011) == {*expected, country.SPLIT[0]}
    both = country.codes([*WEST, *NEAR]) | {country.SPLIT[0]}
    # Files of ONS have columns that are not asked for; so has the look-up of exact fits a district.
    assert country.tables(cache_path) == country.tables(imported(tmp_path, both))
    assert [change.rows for change in report.changes] == [42, 2, 41, 2, len(expected) + 1, len(expected) + 2]
    assert report.changes[0].source == f"ONS {LSOA_TO_WARD}.csv"
    assert report.changes[-1].source == f"ONS {LSOA_2021} (bedfordshire).geojson"


def test_a_second_time_needs_no_network(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path)
    before = country.tables(cache_path)
    with service.fault(Kind.REFUSED, host="ons"):
        report = fetch(service, cache_path)
        assert plan(service, cache_path).sentence() == "Nothing to fetch: 6 of 6 parts are held."
        with pytest.raises(NetworkError):
            fetch(service, cache_path, dataclasses.replace(BEDFORDSHIRE, anew=True))
    assert (report.changes, len(report.held), report.notes) == ((), 6, ())
    assert country.tables(cache_path) == before


def test_a_second_force_adds_what_is_not_held(service: Service, cache_path: Path, tmp_path: Path) -> None:
    fetch(service, cache_path)
    steps: list[Progress] = []
    report = fetch(service, cache_path, AreasWanted(forces=("bedfordshire", "cambridgeshire")), steps.append)
    assert [change.areas.edition for change in report.changes] == [2011, 2021]
    # Three columns, and around them those of Bedfordshire, are there already.
    assert report.changes[1].rows == country.ROWS * (country.COLUMNS - country.BORDER - len(NEAR))
    assert country.tables(cache_path) == country.tables(imported(tmp_path))
    assert steps[-1].done == steps[-1].total == sum(change.rows for change in report.changes)
    assert all(0 <= step.done <= step.total for step in steps)
    with service.fault(Kind.REFUSED, host="ons"):
        assert not fetch(service, cache_path, AreasWanted(forces=("bedfordshire", "cambridgeshire"))).changes


def test_wanted_anew_what_changed_is_replaced(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path)
    changed = next(layer for layer in country.layers() if layer.service == LSOA_2021)
    first = {**changed.features[0], "properties": {**changed.features[0]["properties"], "LSOA21NM": "Renamed"}}
    service.ons.add(dataclasses.replace(changed, features=(first, *changed.features[1:])))
    fetch(service, cache_path)
    assert "Renamed" not in str(country.tables(cache_path)["area"])
    report = fetch(service, cache_path, dataclasses.replace(BEDFORDSHIRE, anew=True, what=(AreaWant.OUTLINES,)))
    assert [change.kind.value for change in report.changes] == ["unchanged"] * 4 + ["revised"]
    assert country.drawn(cache_path) == country.codes([*WEST, *NEAR])
    assert "Renamed" in str(country.tables(cache_path)["area"])


def test_all_of_england_and_wales(service: Service, cache_path: Path) -> None:
    what = (*AreasWanted().what, AreaWant.DISTRICTS, AreaWant.WARDS)
    report = fetch(service, cache_path, AreasWanted(what))
    assert len(report.changes) == 8
    assert country.drawn(cache_path) == country.codes(range(country.COLUMNS))
    assert country.drawn(cache_path, "district", 2024) == {"E06000055", "W06000001"}  # not Scotland's
    assert country.drawn(cache_path, "pfa", 2024) == {country.BEDFORDSHIRE, country.CAMBRIDGESHIRE}
    with service.fault(Kind.REFUSED, host="ons"):
        assert not fetch(service, cache_path, AreasWanted(what)).changes


def test_wards_and_districts_of_a_force(service: Service, cache_path: Path) -> None:
    wanted = AreasWanted((AreaWant.DISTRICTS, AreaWant.WARDS), ("bedfordshire",))
    fetch(service, cache_path, wanted)
    assert country.drawn(cache_path, "district", 2024) == {"E06000055"}
    assert country.drawn(cache_path, "ward", 2024) == {"E05000001"}
    report = fetch(service, cache_path, dataclasses.replace(wanted, forces=("cambridgeshire",)))
    assert report.notes == ("outlines of districts, Cambridgeshire Constabulary: ONS has none for 1 of 1, E06000031.",)
    assert country.drawn(cache_path, "ward", 2024) == {"E05000001", "E05000002"}


def test_one_edition_and_no_surroundings(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path, AreasWanted((AreaWant.OUTLINES,), ("bedfordshire",), (2021,), around_km=0))
    assert country.drawn(cache_path) == country.codes(WEST)
    assert country.drawn(cache_path, edition=2011) == set()
    assert country.tables(cache_path)["lsoa_exact_fit"] == []


@pytest.mark.parametrize(
    ("sizes", "most", "flag"),
    [
        ([], 2000, "standard"),
        ([], 1, "standard"),
        ([], 5, "top"),
        ([], 5, "both"),
        ([3, 1, 2] * 40, 5, "standard"),
        ([0], 5, "standard"),
        ([2, 0, 0, 0, 0, 3] * 20, 5, "standard"),
        ([0, 1] * 60, 7, "top"),
    ],
)
def test_pages_of_any_size_add_up(
    service: Service, cache_path: Path, tmp_path: Path, sizes: list[int], most: int, flag: str
) -> None:
    service.ons.page_sizes, service.ons.max_record_count, service.ons.flag_place = sizes, most, flag
    fetch(service, cache_path, AreasWanted())
    assert country.tables(cache_path) == country.tables(imported(tmp_path))


def test_own_outlines_from_files_do_without_a_network(service: Service, cache_path: Path, tmp_path: Path) -> None:
    path = imported(tmp_path, country.codes(WEST) | {country.SPLIT[0]}, left_out=(POLICE_AREAS,))
    # The country is too small to be taken for all of England and Wales: look-ups would be asked for.
    wanted = AreasWanted((AreaWant.OUTLINES,), ("bedfordshire",))
    with OfflineCache(cache_path):
        pass
    fetch(service, cache_path, AreasWanted((AreaWant.LOOK_UPS,)))
    with OfflineCache(cache_path) as cache:
        import_areas(cache, [tmp_path / f"{name}.geojson" for name in (LSOA_2011, LSOA_2021)])
    before = country.tables(cache_path)
    assert before["area"] == country.tables(path)["area"]
    with service.fault(Kind.REFUSED, host="ons"):
        report = fetch(service, cache_path, wanted)
    assert len(report.notes) == 2
    assert all("what lies around was not looked for" in note for note in report.notes)
    assert country.tables(cache_path) == before


def test_figures_come_from_files(service: Service, cache_path: Path, tmp_path: Path) -> None:
    with pytest.raises(CacheError, match="TS001 and TS041"):
        fetch(service, cache_path, AreasWanted((AreaWant.FIGURES,)))
    report = fetch(service, cache_path, AreasWanted((AreaWant.FIGURES, AreaWant.LOOK_UPS)))
    assert "import the two files" in report.notes[0]
    residents = tmp_path / "census2021-ts001-lsoa.csv"
    residents.write_text(
        "date,geography,geography code,Residence type: Total; measures: Value,"
        "Residence type: Lives in a household; measures: Value\n2021,Bedford 001A,E01000001,1500,1490\n"
    )
    households = tmp_path / "census2021-ts041-lsoa.csv"
    households.write_text("date,geography,geography code,Number of households\n2021,Bedford 001A,E01000001,600\n")
    with OfflineCache(cache_path) as cache:
        import_areas(cache, [residents, households])
    assert country.tables(cache_path)["area_figure"] == [
        ("lsoa", 2021, "E01000001", "households", 600),
        ("lsoa", 2021, "E01000001", "residents", 1500),
    ]
    assert not fetch(service, cache_path, AreasWanted((AreaWant.FIGURES,))).notes
    other = tmp_path / "census2021-ts001-ltla.csv"
    other.write_text(residents.read_text().replace("E01000001", "E06000055"))
    with OfflineCache(cache_path) as cache, pytest.raises(BadFile, match="ends in -lsoa.csv"):
        import_areas(cache, [other])


@pytest.mark.parametrize(
    ("force", "sentence"),
    [
        ("btp", "British Transport Police has no police force area"),
        ("northern-ireland", "England and Wales only"),
        ("bedforshire", "Perhaps you mean bedfordshire"),
    ],
)
def test_a_force_without_an_area_is_refused_before_anything_is_asked(
    service: Service, cache_path: Path, force: str, sentence: str
) -> None:
    with pytest.raises(CacheError, match=sentence):
        fetch(service, cache_path, AreasWanted(forces=(force,)))
    assert len(service.log) == 0


def test_the_plan_counts_and_fetches_nothing(service: Service, cache_path: Path) -> None:
    first = plan(service, cache_path)
    assert first.rows == 42 + 2 + 42 + 2
    assert first.sentence() == (
        "To fetch: look-up from LSOAs to wards and districts: 42; look-up from districts to CSPs and police force "
        "areas: 2; exact-fit look-up from LSOAs of 2011 to 2021: 42; outlines of police force areas: 2; outlines of "
        "LSOAs of 2011, Bedfordshire Police: as many as the look-ups will tell and those around; outlines of LSOAs of "
        "2021, Bedfordshire Police: as many as the look-ups will tell and those around. 0 of 6 parts are held."
    )
    assert not any(country.tables(cache_path).values())
    fetch(service, cache_path, AreasWanted((AreaWant.LOOK_UPS,)))
    second = plan(service, cache_path)
    assert [part.rows for part in second.parts] == [0, 0, 0, 2, 12, 12]
    assert plan(service, cache_path, AreasWanted()).rows == 2 + 41 + 42


def test_the_command_line_plans_fetches_and_works_offline(service: Service, cache_path: Path) -> None:
    words = ("--force", "Bedfordshire Police", "--what", "look-ups,outlines", "--edition", "2021")
    planned = run(cache_path, "areas", "plan", *words, **service.environment)
    assert (planned.code, planned.err) == (0, "")
    assert planned.out.startswith("To fetch: look-up from LSOAs to wards and districts: 42;")
    assert not cache_path.exists()
    fetched = run(cache_path, "areas", "fetch", *words, **service.environment)
    assert fetched.code == 0
    assert fetched.err.startswith("To fetch: look-up from LSOAs to wards and districts: 42;")
    assert f"ONS {LSOA_2021} (bedfordshire).geojson: outlines of 21 LSOAs of 2021 (added)" in fetched.out
    with service.fault(Kind.REFUSED, host="ons"):
        again = run(cache_path, "areas", "fetch", *words, **service.environment)
        assert again.out.splitlines()[0] == "Held already: look-up from LSOAs to wards and districts."
        refused = run(cache_path, "areas", "fetch", "--force", "dorset", **service.environment)
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.splitlines()[-1].endswith(".")
        assert "Traceback" not in refused.err


@pytest.mark.parametrize(
    ("words", "code", "part_of_sentence"),
    [
        (("--what", "outlines"), 1, "Say whose outlines: --force"),
        (("--force", "narnia"), 1, "'narnia' is not a force."),
        (("--all", "--what", "moons"), 2, "is not a list of some of look-ups"),
        (("--all", "--force", "dorset"), 2, "not allowed with"),
        (("--all", "--edition", "2001"), 2, "invalid choice"),
        (("--what", "figures"), 1, "TS001 and TS041"),
    ],
)
def test_a_wrong_call_ends_in_a_sentence_and_makes_no_cache(
    cache_path: Path, words: tuple[str, ...], code: int, part_of_sentence: str
) -> None:
    nobody = {"POLICEUK_ONS_URL": "http://127.0.0.1:9"}
    for order in ("fetch", "plan"):
        result = run(cache_path, "areas", order, *words, **nobody)
        if (order, words[-1]) == ("plan", "figures"):
            assert "TS001 and TS041" in result.out
            continue
        assert result.code == code
        assert part_of_sentence in result.err
        assert words[-1] == "figures" or not cache_path.exists()
