# SPDX-License-Identifier: GPL-2.0-or-later
"""The documentation site: a page for each algorithm, links that lead somewhere, nothing fetched from elsewhere."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
import tomllib

from offline_cache.reference import crime_types
from policeuk_plugin.help_pages import algorithm_page, first_page
from policeuk_plugin.processing.provider import ALGORITHMS
from tools.docs_markdown import Section, anchors, mended, sections
from tools.docs_messages import parted, sentences
from tools.docs_site import INDEX, SiteError, build, gather
from tools.make_algorithm_pages import help_parts
from tools.translations import texts

pytest.importorskip("mkdocs", reason="needs MkDocs, which `make setup` installs")

FETCHED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}


class Page(HTMLParser):
    """What a page links to, what it fetches, and the anchors that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.ids: set[str] = set()
        self.lacking_words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in FETCHED and FETCHED[tag] in given:
            self.fetched.append(given[FETCHED[tag]])
        if tag == "img" and not given.get("alt"):
            self.lacking_words.append(given.get("src", ""))


@pytest.fixture(scope="module")
def gathered(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[str]]]:
    """Give the folder of the site's sources, and its groups; the tests read them only."""
    source = tmp_path_factory.mktemp("site") / "source"
    return source, gather(root, source)


@pytest.fixture(scope="module")
def site(root: Path, gathered: tuple[Path, dict[str, list[str]]]) -> Path:
    """Give the site, built of these sources."""
    source, groups = gathered
    build(root, source, source.parent / "docs", groups)
    return source.parent / "docs"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    """Give every page as it is read."""
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


def test_every_link_leads_somewhere(pages: dict[Path, Page]) -> None:
    broken = []
    for path, page in pages.items():
        for link in page.links + page.fetched:
            address = urlparse(link)
            if address.scheme:
                continue
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            if not target.is_file() or (address.fragment and unquote(address.fragment) not in pages[target].ids):
                broken.append(f"{path.name}: {link}")
    assert sum(len(page.links) for page in pages.values()) > 1000
    assert broken == []


def test_nothing_comes_from_elsewhere(site: Path, pages: dict[Path, Page]) -> None:
    """Opened from a file without a network, it is whole."""
    assert [f for page in pages.values() for f in page.fetched if urlparse(f).scheme or f.startswith("/")] == []
    assert {
        link for page in pages.values() for link in page.links if urlparse(link).scheme not in ("", "https")
    } == set()
    for path in [*site.rglob("*.css"), *site.rglob("*.js")]:
        if path.name != INDEX:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"https?:|@import|url\(|fetch\(|XMLHttpRequest|import\(", text), path.name


def test_every_picture_is_told_in_words(pages: dict[Path, Page]) -> None:
    assert [src for page in pages.values() for src in page.lacking_words] == []


def test_every_algorithm_has_its_page(site: Path) -> None:
    for kind in ALGORITHMS:
        algorithm = kind().create()
        text = (site / "algorithms" / f"{algorithm.name()}.html").read_text(encoding="utf-8")
        for definition in (*algorithm.parameterDefinitions(), *algorithm.outputDefinitions()):
            assert f"<code>{definition.name()}</code>" in text, f"{algorithm.name()}: {definition.name()}"
        assert f"policeuk:{algorithm.name()}" in text
        for heading in ("When to use it", "When not to use it", "Parameters", "Outputs"):
            assert re.search(rf"<h2[^>]*>{heading}</h2>", text), f"{algorithm.name()}: {heading}"
        assert "<img" in text, f"python -m tools.docs_pictures pages (or dialogs) --only {algorithm.name()}"
        assert not re.search(r"<td>(sink|source|outputNumber|multilayer)</td>", text), algorithm.name()


def test_what_the_pages_add_is_not_in_the_help_already(root: Path) -> None:
    """Whoever writes it into an algorithm's help takes it out of docs/when.toml, which would not be shown."""
    helps = {a.name(): help_parts(a.shortHelpString()) for a in (kind().create() for kind in ALGORITHMS)}
    titles = {"use": "When to use it", "not": "When not to use it"}
    added = tomllib.loads((root / "docs" / "when.toml").read_text(encoding="utf-8"))
    assert [(name, key) for name, given in added.items() for key in given if titles[key] in helps[name]] == []


def test_the_search_knows_every_page(site: Path, pages: dict[Path, Page]) -> None:
    text = (site / INDEX).read_text(encoding="utf-8")
    entries = json.loads(text[len("window.policeukIndex = ") :].rstrip().rstrip(";"))
    assert {entry["at"].split("#")[0] for entry in entries} == {p.relative_to(site).as_posix() for p in pages}
    (clusters,) = [e for e in entries if e["at"] == "algorithms/crimeclusters.html"]
    assert "cluster more than chance" in clusters["text"]
    assert clusters["title"] == "Crime clusters"


@pytest.mark.slow
def test_the_site_is_the_same_each_time(root: Path, site: Path, tmp_path: Path) -> None:
    build(root, site.parent / "source", tmp_path / "again", gather(root, site.parent / "source"))
    first, second = (
        {p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in (site, tmp_path / "again")
    )
    assert first == second
    assert sum(map(len, first.values())) < 8_300_000, "the zip has to stay below 10 MB"


@pytest.mark.slow
def test_a_link_that_leads_nowhere_ends_the_build(
    root: Path, gathered: tuple[Path, dict[str, list[str]]], tmp_path: Path
) -> None:
    source, groups = gathered
    shutil.copytree(source, tmp_path / "source")
    (tmp_path / "source" / "the-data.md").write_text("# Data\n\n[gone](nowhere.md) [lost](index.md#no-such-place)\n")
    with pytest.raises(SiteError, match="nowhere.md"):
        build(root, tmp_path / "source", tmp_path / "docs", groups)


def test_sections_become_pages_and_links_follow() -> None:
    before, parts = sections(
        "# All\n\nIntro.\n\n## one\n\nText.\n\n### Inner part\n\n```\n## no heading\n```\n\n## Two words\n\nMore.\n"
    )
    assert before == "Intro."
    assert parts[1] == Section("two-words", "Two words", "More.")
    assert "## no heading" in parts[0].text
    moved = anchors(parts)
    inside = mended(
        "[a](#inner-part) [b](#two-words) [c](the-data.md#x) ![d](pictures/p.png) [e](https://e.org/#y)",
        "algorithms/one.md",
        moved,
    )
    assert (
        inside
        == "[a](#inner-part) [b](two-words.md) [c](../the-data.md#x) ![d](../pictures/p.png) [e](https://e.org/#y)\n"
    )
    outside = mended("[a](algorithms.md#inner-part) [b](algorithms.md) [c](#here)", "guide.md", moved)
    assert outside == "[a](algorithms/one.md#inner-part) [b](algorithms/index.md) [c](#here)\n"


def test_messages_are_those_of_the_sources(root: Path, tmp_path: Path) -> None:
    found = {sentence for _, sentence in sentences(root)}
    assert "No force is named. Name one, such as bedfordshire." in found
    assert len(found) > 300
    source = tmp_path / "offline_cache" / "x.py"
    source.parent.mkdir()
    source.write_text(
        "class Odd(CacheError): ...\n"
        'def f(n):\n    raise Odd(f"There are {n} of it. Take fewer.")\n'
        'def g(n):\n    raise ValueError("Not for users. At all.")\n'
        'def h(n):\n    raise CacheError(tr("{name} is odd. Choose another.").format(name=n))\n'
    )
    assert {s for _, s in sentences(tmp_path)} == {"There are … of it. Take fewer.", "… is odd. Choose another."}
    assert parted("There are … LSOAs. Take fewer. Or none.") == ("There are … LSOAs.", "Take fewer. Or none.")
    assert parted("There are … LSOAs: choose fewer.") == ("There are … LSOAs.", "Choose fewer.")
    assert parted("Choose one, such as: a ward.") == ("Choose one, such as: a ward.", "")


def test_the_plugin_opens_the_site_where_it_is(site: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    assert first_page() == root / "policeuk_plugin" / "resources" / "help" / "index.html"
    monkeypatch.setattr("policeuk_plugin.help_pages._SITE", site)
    assert first_page() == site / "index.html"
    assert algorithm_page("crimeclusters") == (site / "algorithms" / "crimeclusters.html").as_uri()
    assert algorithm_page("nosuchthing").endswith("docs/algorithms.md#nosuchthing")


QGIS_SAYS = {
    "Plugins › Manage and Install Plugins… › Install from ZIP",
    "Install Plugin",
    "Yes",
    "UK Police Crime Analyst",
    "Help › Plugins › Police UK",
    "Vector › Police UK › Police UK field mode",
    "Vector › Police UK › Police UK panel",
    "Settings › Options › Network",
    "Settings › Options › Police UK",
    "View › Panels › Log Messages",
    "View › Zoom to Layer(s)",
    "Log",
}


@pytest.fixture(scope="module")
def shown(root: Path) -> set[str]:
    """Give the words that are on the screen: of the plugin and of QGIS."""
    return (
        {text.replace("&", "") for text in texts(root / "policeuk_plugin")} | QGIS_SAYS | {*crime_types(), "Police UK"}
    )


@pytest.mark.parametrize("name", ["index", "analyst", "planner", "officer", "troubleshooting"])
def test_what_a_page_tells_to_press_is_there(root: Path, shown: set[str], name: str) -> None:
    """Words in italics that begin with a capital are those of the panel, of crime types, or of QGIS."""
    page = (root / "docs" / f"{name}.md").read_text(encoding="utf-8")
    said = re.findall(r"(?<!\*)\*([A-Z][^*\n]+)\*(?!\*)", page)
    assert len(said) >= 5
    assert [words for words in said if words not in shown and f"{words}…" not in shown] == []
