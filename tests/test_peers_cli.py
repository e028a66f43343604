# SPDX-License-Identifier: GPL-2.0-or-later
"""`peers` and `compare` with peers from a shell, and both algorithms in `qgis_process`: the numbers of Processing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache import OfflineCache
from offline_cache.reference_data.importing import import_peers
from tests.algorithm_runs import registered
from tests.algorithm_runs import run as run_here
from tests.peer_cases import SLUGS, attributes, country, csp, official, own_list, with_reference
from tests.test_installed import enabled, environment, profile, run  # noqa: F401 - fixtures
from tests.test_plugin_cli import numbers, shell

ALL = [csp(at) for at in range(len(SLUGS))]


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented country with measures, a list and official counts."""
    folder = tmp_path_factory.mktemp("cli")
    counts = {code: 100 + 10 * at for at, code in enumerate(ALL)}
    return with_reference(country(folder), attributes(folder), own_list(folder, ALL[1:]), official(folder, counts))


def test_peers_as_csv_can_be_imported_again(cache: Path, tmp_path: Path) -> None:
    done = shell("--cache", cache, "peers", "--area", csp(2), "--k", 5)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    expected, _ = run_here("findpeers", {"CACHE": str(cache), "AREA": f"csp:{csp(2)}", "K": 5, "OUTPUT": "memory:"})
    assert [row["peer"] for row in rows] == expected["PEER_CODES"].split(",")
    assert {row["area"] for row in rows} == {csp(2)}
    assert [int(row["rank"]) for row in rows] == list(range(1, len(rows) + 1))
    assert float(rows[0]["distance"]) == pytest.approx(expected["NEAREST"])
    assert "standard deviations" in done.stderr
    listed, copy = tmp_path / "again.csv", tmp_path / "copy.sqlite"
    listed.write_text(done.stdout, encoding="utf-8")
    copy.write_bytes(cache.read_bytes())
    with OfflineCache(copy) as opened:
        import_peers(opened, listed, "again")
    again = shell("--cache", copy, "peers", "--area", csp(2), "--method", "list", "--list", "again")
    assert [row["peer"] for row in csv.DictReader(io.StringIO(again.stdout))] == [row["peer"] for row in rows]


def test_peers_as_json(cache: Path) -> None:
    done = shell(
        "--cache", cache, "peers", "--area", f"csp:{csp(2)}", "--method", "list", "--list", csp(1), "--format", "json"
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["area"] == {"kind": "csp", "code": csp(2), "name": "CSP 2"}
    assert said["chosen_by"] == {"PEERS": "list", "PEER_LIST": csp(1)}
    assert [(row["role"], row["code"]) for row in said["areas"]] == [("area", csp(2)), ("peer", csp(1))]


@pytest.mark.parametrize("source", ["police.uk", "ons"])
def test_compare_as_json(cache: Path, source: str, tmp_path: Path) -> None:
    out = tmp_path / "c.csv"
    words = ("--area", csp(0), "--type", "burglary", "--source", source, "--method", "list", "--list", "our_list")
    months = ("--from", "2022-06", "--to", "2023-03") if source == "police.uk" else ()
    done = shell("--cache", cache, "compare", *words, *months, "--format", "json", "--out", out)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    given = {"CACHE": str(cache), "AREA": csp(0), "TYPES": ["Burglary"], "SOURCE": source, "OUTPUT": "memory:"}
    limits = {"FROM": "2022-06", "TO": "2023-03"} if months else {}
    expected, _ = run_here("comparewithpeers", {**given, "PEERS": "list", "PEER_LIST": "our_list", **limits})
    assert said == json.loads(expected["NUMBERS"])
    line = said["lines"][0]
    assert line["area"]["rate"] == pytest.approx(expected["RATE"])
    assert [peer["code"] for peer in line["peers"]] == ALL[1:]
    assert line["mean_with_self"] == pytest.approx(
        (sum(peer["rate"] for peer in line["peers"]) + line["area"]["rate"]) / 9
    )
    by_default, plain = line["over-dispersed prediction interval"], line["Poisson limits"]
    assert (by_default["lower"], by_default["upper"]) == (expected["LOWER"], expected["UPPER"])
    assert by_default["verdict"] == expected["VERDICT"]
    assert plain["verdict"] in ("lower than", "about the same as", "higher than")
    assert by_default["lower"] < plain["lower"] < plain["upper"] < by_default["upper"]
    assert out.exists()


def test_compare_as_text_without_a_file(cache: Path) -> None:
    done = shell("--cache", cache, "compare", "--area", csp(0), "--method", "list", "--list", ", ".join(ALL[1:]))
    assert done.returncode == 0, done.stderr
    assert numbers(done.stdout)["PEERS_COMPARED"] == 8
    assert "its 8 peers" in done.stdout
    assert "Wrote" not in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("compare", "--area", "csp:Narnia"), "Narnia"),
        (("compare", "--area", csp(0), "--method", "list"), "PEER_LIST"),
        (("compare", "--area", csp(0), "--other-area", csp(1)), "--out FILE.csv"),
        (("compare", "--area", csp(0), "--type", "sorcery"), "'sorcery' is not a crime type"),
        (("compare", "--area", csp(0), "--out", "c.tif"), "of no kind that can be written"),
        (("peers", "--area", csp(0), "--method", "ons-global"), "ons-global"),
        (("peers", "--area", "neighbourhood:kent/A1"), "Neighbourhoods have no peers"),
    ],
)
def test_errors_are_one_sentence(cache: Path, words: tuple[str, ...], sentence: str) -> None:
    done = shell("--cache", cache, *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("peers",), ("peers", "--area", "x", "--k", "many"), ("peers", "--method", "magic")])
def test_wrong_calls(words: tuple[str, ...]) -> None:
    assert shell("--cache", "x.sqlite", *words).returncode == 2


def test_qgis_process_gives_the_same(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    cache: Path,
    tmp_path: Path,
) -> None:
    for name in ("findpeers", "comparewithpeers"):
        out = tmp_path / f"{name}.gpkg"
        given = {"CACHE": str(cache), "AREA": f"csp:{csp(0)}", "PEERS": "list", "PEER_LIST": "our_list"}
        words = [f"--{key}={value}" for key, value in {**given, "OUTPUT": str(out)}.items()]
        printed = run([enabled, "run", f"policeuk:{name}", *words], environment, tmp_path)
        expected, _ = run_here(name, {**given, "OUTPUT": "memory:"})
        assert expected["SENTENCE"] in printed
        assert expected["PEER_CODES"] in printed
        assert out.is_file()


def test_a_sentence_is_said_once(cache: Path) -> None:
    words = ("--area", csp(0), "--type", "burglary", "--method", "list", "--list", "our_list")
    done = shell("--cache", cache, "compare", *words)
    assert done.returncode == 0, done.stderr
    finding = "Burglary in CSP 0, 12 months to April 2023"
    assert (done.stdout.count(finding), done.stderr.count(finding)) == (1, 0)
    assert "police.uk" in done.stderr or "snapshot" in done.stderr.casefold()
    as_json = shell("--cache", cache, "compare", *words, "--format", "json")
    assert finding in as_json.stderr


@pytest.mark.parametrize("command", ["peers", "compare", "trend"])
def test_an_area_given_twice_is_refused(cache: Path, command: str, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "t.csv")
    done = shell("--cache", cache, command, "--area", csp(0), "--area", csp(1), *out)
    assert done.returncode == 2
    assert "--area is given twice" in done.stderr
