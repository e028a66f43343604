# SPDX-License-Identifier: GPL-2.0-or-later
"""Which LSOAs and forces a user means by codes, names and areas; what is none is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from offline_cache.slices import SliceWanted
from tests.command import query, run, sentence, succeed
from tests.sample_factory import street_csv, street_row
from tests.slice_areas import EAST, FIRST, MERGED, OLD, PFA, SECOND, WEST, YOUNG, YOUNGER, refused, resolved
from tests.slice_areas import areas as _areas  # noqa: F401 - a fixture
from tests.slice_areas import bare as _bare  # noqa: F401 - a fixture


@pytest.mark.parametrize(
    ("given", "codes", "note"),
    [
        ((WEST,), {WEST}, ""),
        ((WEST.lower(), f" {EAST} "), {WEST, EAST}, ""),
        (
            (YOUNG,),
            {YOUNG, OLD},
            "1 LSOA of 2011 reaches beyond them: files with codes of 2011 bring all of its crimes.",
        ),
        ((YOUNG, YOUNGER), {YOUNG, YOUNGER, OLD}, ""),
        ((OLD,), {OLD, YOUNG, YOUNGER}, ""),
        ((FIRST,), {FIRST, MERGED}, "1 LSOA of 2021 reaches beyond them: files with codes of 2021 bring all of its"),
        ((MERGED,), {MERGED, FIRST, SECOND}, ""),
    ],
)
def test_codes_bring_those_of_the_other_edition(
    areas: Path, given: tuple[str, ...], codes: set[str], note: str
) -> None:
    found = resolved(areas, SliceWanted(given))
    assert found.codes == codes
    beyond = [line for line in found.notes if "beyond" in line]
    assert len(beyond) == bool(note)
    assert not note or beyond[0].startswith(note)


def test_without_exact_fit_a_code_of_one_edition_stands_alone_and_that_is_said(bare: Path) -> None:
    found = resolved(bare, SliceWanted((YOUNG, WEST), forces=("dorset",)))
    assert found.codes == {YOUNG, WEST}
    assert any("1 of these LSOAs are of one edition only" in note and "'areas fetch'" in note for note in found.notes)
    assert not any("edition" in note for note in resolved(bare, SliceWanted((WEST,), forces=("dorset",))).notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("S01006506", "is in Scotland"),
        ("N20000001", "is in Northern Ireland"),
        ("95GG01S1", "is in Northern Ireland"),
        ("E06000032", "is no code of an LSOA"),
        ("E01800000", "There is no LSOA E01800000."),
        ("E01015699", "There is no LSOA E01015699. Perhaps you mean"),
        ("W01800000", "There is no LSOA"),
        ("Nowhere 001A", "The cache knows no lsoa 'Nowhere 001A'."),
        ("E0101569", "The cache knows no lsoa"),
        ("'; DROP TABLE crime", "The cache knows no lsoa"),
    ],
)
def test_what_is_no_lsoa_is_refused(areas: Path, text: str, said: str) -> None:
    assert said in refused(areas, SliceWanted((text,)))


@pytest.mark.parametrize("text", ["E01800000", "W01002041"])
def test_a_code_that_ons_never_issued_is_refused_without_any_look_up(bare: Path, text: str) -> None:
    assert f"There is no LSOA {text}." in refused(bare, SliceWanted((text,), forces=("dorset",)))


def test_a_name_stands_for_its_code(bare: Path, areas: Path) -> None:
    assert resolved(bare, SliceWanted(("bedford 001a",), forces=("dorset",))).codes == {WEST}
    assert resolved(areas, SliceWanted((f"Name of {EAST}",))).codes == {EAST}
    empty = refused(bare, SliceWanted(("Luton 001A",), forces=("dorset",)))
    assert "knows no lsoa" in empty


def test_an_area_is_its_lsoas_of_both_editions(areas: Path) -> None:
    found = resolved(areas, SliceWanted(area="csp:Luton"))
    assert found.codes == {WEST, EAST, YOUNG, OLD}
    assert found.name.startswith("Luton (")
    assert "1 LSOA of 2011 reaches beyond them" in " ".join(found.notes)
    assert resolved(areas, SliceWanted(area=f"pfa:{PFA}")).codes == found.codes
    assert resolved(areas, SliceWanted(area=f"lsoa:{WEST},{EAST}")).codes == {WEST, EAST}


def test_areas_that_are_none_are_refused(areas: Path, bare: Path) -> None:
    assert "not as a slice of LSOAs" in refused(areas, SliceWanted(area="force:bedfordshire"))
    assert "knows no csp 'Lutton'. Perhaps you mean Luton" in refused(areas, SliceWanted(area="csp:Lutton"))
    said = refused(bare, SliceWanted(area="csp:Luton"))
    assert "no look-up from LSOAs to CSPs" in said
    assert "'areas fetch'" in said
    assert "Say which LSOAs" in refused(areas, SliceWanted())
    assert "is not an area" in refused(areas, SliceWanted(area="Luton"))


def test_forces_are_those_that_police_their_neighbours_and_btp(areas: Path) -> None:
    found = resolved(areas, SliceWanted((WEST,)))
    near = ("cambridgeshire", "hertfordshire", "northamptonshire", "thames-valley")
    assert found.forces == tuple(sorted(("bedfordshire", "btp", *near)))
    assert any("0.4 %" in note for note in found.notes)
    both = resolved(areas, SliceWanted((WEST, YOUNGER)))
    assert {"bedfordshire", "hertfordshire", "metropolitan", "essex", "btp"} <= set(both.forces)


def test_forces_that_are_named_or_all(areas: Path) -> None:
    assert resolved(areas, SliceWanted((WEST,), forces=("bedfordshire", "btp"))).forces == ("bedfordshire", "btp")
    every = resolved(areas, SliceWanted((WEST,), every_force=True)).forces
    assert len(every) == 44
    assert "northern-ireland" not in every
    assert "greater-manchester" in every


def test_forces_held_with_rows_there_are_among_them(areas: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    cache.write_bytes(areas.read_bytes())
    path = tmp_path / "2024-05-dorset-street.csv"
    path.write_bytes(street_csv("2024-05", "dorset", [street_row(lsoa_code=WEST)]))
    succeed(cache, "import", path)
    assert "dorset" in resolved(cache, SliceWanted((WEST,))).forces
    assert "dorset" not in resolved(cache, SliceWanted((EAST,))).forces


def test_without_the_look_up_of_police_areas_forces_have_to_be_named(bare: Path) -> None:
    said = refused(bare, SliceWanted((WEST,)))
    assert "Which forces police these LSOAs is not known" in said
    assert "no look-up from LSOAs to police force areas" in said
    assert "'areas fetch'" in said
    assert said.endswith("Or name the forces.")


def test_the_command_shows_the_slice_before_it_reads_anything(areas: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    cache.write_bytes(areas.read_bytes())
    folder = tmp_path / "files"
    folder.mkdir()
    for force, code in (("bedfordshire", WEST), ("kent", WEST), ("btp", EAST)):
        (folder / f"2024-05-{force}-street.csv").write_bytes(street_csv("2024-05", force, [street_row(lsoa_code=code)]))
    said = succeed(cache, "import", folder, "--area", "csp:Luton")
    lines = said.err.splitlines()
    assert lines[0].startswith("Luton (")
    assert ": 3 LSOAs of 2021 and 3 of 2011. Files of bedfordshire, btp, cambridgeshire, hertfordshire," in lines[0]
    assert "Bedfordshire Police polices these LSOAs." in lines
    assert query(cache, "SELECT force FROM published_file ORDER BY 1") == [("bedfordshire",), ("btp",)]
    both = run(cache, "import", folder, "--area", "csp:Luton", "--all-forces", "--force", "btp")
    assert "exclude each other" in sentence(both)
    assert "--all-forces goes with LSOAs" in sentence(run(cache, "import", folder, "--all-forces"))
