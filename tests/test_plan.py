# SPDX-License-Identifier: GPL-2.0-or-later
"""`plan`: one sentence whose numbers add up, from the directories of the fewest archives, and nothing fetched."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from offline_cache.model import Dataset, Month
from offline_cache.sources.archives import first_month, releases_with
from offline_cache.sync import SliceRequest, Standing, Way
from offline_cache.sync.words import force_word, forces_phrase, months_phrase, size_phrase
from tests.command import run
from tests.downloads import FORCE, download, names, planned, request
from tests.sample_factory import member, stop_row, stops_csv, street_csv, street_row
from tests.service import Service

NUMBERS = re.compile(
    r": (?P<all>[\d,]+) files?, (nothing|(?P<wanted>[\d,]+)) to download(?: \([^)]*\))?"
    r"(?:, (?P<held>[\d,]+) already held)?(?:, (?P<kept>[\d,]+) kept from earlier)?"
    r"(?:, (?P<missing>[\d,]+) not published)?\.\Z"
)


@pytest.fixture(scope="module")
def service(wide_zip: Path) -> Iterator[Service]:
    """A service with one wide archive, which the tests do not change."""
    with Service(wide_zip) as running:
        yield running


def numbers(sentence: str) -> dict[str, int]:
    """The numbers of a plan's sentence, which must add up."""
    found = NUMBERS.search(sentence)
    assert found, sentence
    counts = {name: int((text or "0").replace(",", "")) for name, text in found.groupdict().items()}
    assert counts["all"] == counts["wanted"] + counts["held"] + counts["kept"] + counts["missing"]
    return counts


def test_the_sentence_is_that_of_the_archive(service: Service, wide_zip: Path, cache_path: Path) -> None:
    service.log.clear()
    words = ("--force", FORCE, "btp", "--from", "2023-05", "--to", "2026-04")
    result = run(cache_path, "plan", *words, **service.environment)
    assert (result.code, result.err) == (0, "")
    first, *lines = result.out.splitlines()
    assert first.startswith("Bedfordshire and BTP, May 2023 to April 2026: 216 files, ")
    there = names(wide_zip, f"*-{FORCE}-*") + names(wide_zip, "*-btp-*")
    counts = numbers(first)
    assert (counts["wanted"], counts["held"], counts["missing"]) == (len(there), 0, 216 - len(there))
    with zipfile.ZipFile(wide_zip) as archive:
        assert f"({size_phrase(sum(archive.getinfo(name).compress_size for name in there))})" in first
    assert "not published: btp outcomes 2023-05 to 2026-04 (never supplied)" in lines
    assert any(line.startswith("not published: btp street 2025-02 to 2025-12 (files missing") for line in lines)
    assert len(service.log) == 2
    assert not cache_path.exists()


def test_what_is_held_is_counted(service: Service, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    download(service, cache, request("2024-01", "2024-03", datasets=(Dataset.STREET,)))
    plan = planned(service, request("2024-01", "2024-04"), cache)
    assert numbers(plan.sentence()) == {"all": 12, "wanted": 9, "held": 3, "kept": 0, "missing": 0}
    assert {str(file.key.month) for file in plan.of(Standing.HELD)} == {"2024-01", "2024-02", "2024-03"}
    all_held = planned(service, request("2024-01", "2024-03", datasets=(Dataset.STREET,)), cache)
    assert all_held.sentence().endswith("3 files, nothing to download, 3 already held.")
    assert all_held.size == 0


def test_a_revised_file_is_to_be_fetched(service: Service, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    name = member("2026-04", FORCE)
    with Service({name: street_csv("2026-04", FORCE, [street_row()])}) as other:
        download(other, cache, request("2026-04", "2026-04", datasets=(Dataset.STREET,)))
    plan = planned(service, request("2026-04", "2026-04", datasets=(Dataset.STREET,)), cache)
    assert "1 file, 1 to download (" in plan.sentence()
    assert ", 1 revised)." in plan.sentence()


def test_the_newest_36_months_are_meant(service: Service) -> None:
    plan = planned(service, SliceRequest((FORCE,)))
    assert plan.subject == "Bedfordshire, May 2023 to April 2026"
    assert len(plan.files) == 108
    assert planned(service, SliceRequest((FORCE,), last=Month(2024, 1))).subject.startswith(
        "Bedfordshire, February 2021"
    )


def test_what_is_not_there_yet_may_follow() -> None:
    """The newest month is often not complete: that is another thing than a month that was left out."""
    files = small("2026-03", "2026-04")
    files[member("2026-04", FORCE, "stop-and-search")] = stops_csv(
        "2026-04", FORCE, [stop_row(date="2026-04-02T10:00:00+00:00")]
    )
    del files[member("2026-04", FORCE)]
    with Service(files) as service:
        plan = planned(service, request("2026-03", "2026-04"))
    reasons = {str(file.key): file.reason for file in plan.of(Standing.NOT_PUBLISHED)}
    assert reasons["2026-03-bedfordshire-outcomes.csv"] == "not in the release of April 2026"
    assert reasons["2026-04-bedfordshire-street.csv"] == "not in the release of April 2026; it may follow"


@pytest.mark.parametrize(
    ("month", "kind", "reason"),
    [
        ("2011-12", Dataset.OUTCOMES, "outcomes files begin in 2012-01"),
        ("2014-03", Dataset.STOPS, "stop-and-search files begin in 2014-04"),
        ("2011-08", Dataset.STREET, "files start 2011-09"),
    ],
)
def test_before_the_data_begin_nothing_is_asked_for(service: Service, month: str, kind: Dataset, reason: str) -> None:
    service.log.clear()
    plan = planned(service, request(month, month, "northern-ireland", datasets=(kind,)))
    assert [file.reason for file in plan.files if reason in file.reason or "never supplied" in file.reason]
    assert len(service.log) == 2


# --- older archives ----------------------------------------------------------------------------------------


def test_the_months_of_an_archive() -> None:
    """Service B.3: 37 months in 2013-12, 77 in 2017-04, 36 from 2017-05 on."""
    spans = {"2013-12": 37, "2017-04": 77, "2017-05": 36, "2026-07": 36}
    for name, number in spans.items():
        release = Month.parse(name)
        assert len(Month.span(first_month(release), release)) == number


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2010-12", "2017-04"),
        ("2014-05", "2017-04"),
        ("2014-06", "2017-05"),
        ("2017-05", "2020-04"),
        ("2023-04", "2026-03"),
    ],
)
def test_the_newest_archive_that_holds_a_month(month: str, expected: str) -> None:
    first, *others = releases_with(Month.parse(month), Month(2026, 4))
    assert str(first) == expected
    assert others == sorted(others, reverse=True)
    assert all(first_month(release) <= Month.parse(month) <= release for release in [first, *others])


def small(first: str, last: str) -> dict[str, bytes]:
    """An archive of the street files of one force in these months."""
    months = map(str, Month.span(Month.parse(first), Month.parse(last)))
    return {member(month, FORCE): street_csv(month, FORCE, [street_row()]) for month in months}


@pytest.fixture(scope="module")
def old_service() -> Iterator[Service]:
    """Releases 2019-12 to 2020-12 and 2022-01 to 2024-06, each with its 36 months, and one of 2017-04."""
    named = [Month(2017, 4), *Month.span(Month(2019, 12), Month(2020, 12)), *Month.span(Month(2022, 1), Month(2024, 6))]
    archives = [small(str(max(first_month(release), Month(2014, 1))), str(release)) for release in named]
    with Service(*archives) as running:
        yield running


def used(service: Service) -> list[str]:
    """The archives whose directories were read from the store."""
    return [entry.path[-11:-4] for entry in service.log.of("store") if entry.status == 206]


def test_older_months_come_from_the_fewest_archives(old_service: Service) -> None:
    """2014-01 to 2017-04, to 2020-04 (2020-04 is the newest with 2017-05), to 2023-04, and the newest."""
    old_service.log.clear()
    plan = planned(old_service, request("2014-01", "2024-06", datasets=(Dataset.STREET,)))
    assert numbers(plan.sentence()) == {"all": 126, "wanted": 126, "held": 0, "kept": 0, "missing": 0}
    assert used(old_service) == ["2024-06", "2017-04", "2020-04", "2023-04"]
    said = "January 2014 to April 2017 come from 2017-04.zip: corrections made after April 2017 are not in it."
    assert plan.notes[0] == said
    taken = {str(file.key.month): plan.origins[file.origin].name for file in plan.files if file.origin is not None}
    assert taken["2017-05"] == "2020-04.zip"
    assert taken["2021-06"] == "2023-04.zip"
    assert taken["2021-07"] == "2024-06.zip"


def test_no_fewer_archives_would_do(old_service: Service) -> None:
    """Beside every smaller choice of the archives that there are."""
    old_service.log.clear()
    wanted = Month.span(Month(2018, 3), Month(2021, 6))
    planned(old_service, request("2018-03", "2021-06", datasets=(Dataset.STREET,)))
    older = used(old_service)[1:]
    there = [release.month for release in old_service.releases.all()][1:]
    for choice in combinations(there, len(older) - 1):
        held = {month for name in choice for month in Month.span(first_month(Month.parse(name)), Month.parse(name))}
        assert not held.issuperset(wanted)


def test_an_archive_that_is_not_there_gives_way_to_the_one_before(old_service: Service) -> None:
    """2020-12 is the newest that is there with 2018-06: 2021-05 to 2021-01 are not."""
    old_service.log.clear()
    plan = planned(old_service, request("2018-06", "2018-07", datasets=(Dataset.STREET,)))
    assert used(old_service) == ["2024-06", "2020-12"]
    assert [entry.status for entry in old_service.log.of("data")] == [302, 404, 404, 404, 404, 404, 302]
    assert not plan.of(Standing.NOT_PUBLISHED)


def test_a_month_without_an_archive_is_said(old_service: Service) -> None:
    plan = planned(old_service, request("2013-01", "2013-02", datasets=(Dataset.STREET,)))
    assert {file.reason for file in plan.files} == {"no archive that holds this month can be had"}


def test_older_months_that_are_held_need_no_archive(old_service: Service, tmp_path: Path) -> None:
    wanted = request("2019-01", "2019-02", datasets=(Dataset.STREET,))
    report = download(old_service, tmp_path / "cache.sqlite", wanted)
    assert len(report.changes) == 2
    assert "January 2019 to February 2019 come from 2020-12.zip: corrections" in "".join(report.lines())
    old_service.log.clear()
    assert planned(old_service, wanted, tmp_path / "cache.sqlite").sentence().endswith("2 already held.")
    assert used(old_service) == ["2024-06"]


def test_a_newer_release_is_not_replaced_by_an_older_one(old_service: Service, tmp_path: Path) -> None:
    """Held from the release after the service's newest, as a mirror that lags behind would find it."""
    cache = tmp_path / "cache.sqlite"
    with Service({**small("2024-05", "2024-06"), **small("2024-07", "2024-07")}) as newer:
        newer.publish({member("2024-06", FORCE): street_csv("2024-06", FORCE, [street_row(), street_row()])}, "2024-07")
        download(newer, cache, request("2024-06", "2024-06", datasets=(Dataset.STREET,)))
    plan = planned(old_service, request("2024-06", "2024-06", datasets=(Dataset.STREET,)), cache)
    assert plan.sentence().endswith("1 file, nothing to download, 1 already held.")


def test_the_form_has_no_older_months(old_service: Service) -> None:
    plan = planned(old_service, request("2018-06", "2024-06", datasets=(Dataset.STREET,)), way=Way.FORM)
    assert len(plan.of(Standing.WANTED)) == 36
    assert plan.sentence().count("up to 36 to download (size not known)") == 1


# --- words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "word"),
    [
        ("bedfordshire", "Bedfordshire"),
        ("btp", "BTP"),
        ("avon-and-somerset", "Avon and Somerset"),
        ("devon-and-cornwall", "Devon & Cornwall"),
        ("metropolitan", "Metropolitan"),
        ("northern-ireland", "Northern Ireland"),
        ("dogger-bank", "Dogger Bank"),
    ],
)
def test_forces_in_a_word(slug: str, word: str) -> None:
    assert force_word(slug) == word


def test_phrases() -> None:
    assert forces_phrase({"btp"}) == "BTP"
    assert forces_phrase({"kent", "btp", "essex"}) == "BTP, Essex and Kent"
    assert forces_phrase({"kent", "btp", "essex", "surrey", "dorset"}) == "5 forces"
    assert months_phrase(Month(2024, 5), Month(2024, 5)) == "May 2024"
    sizes = {999: "999 bytes", 1000: "1.0 kB", 34_400_000: "34 MB", 1_733_868_300: "1.7 GB"}
    assert {size: size_phrase(size) for size in sizes} == sizes


def test_months_are_counted_over_years() -> None:
    assert Month(2026, 4).moved(-35) == Month(2023, 5)
    assert Month(2023, 12).moved(1) == Month(2024, 1)
    assert Month(2024, 1).moved(-1) == Month(2023, 12)
