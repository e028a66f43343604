# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the help is: the documentation that the zip brings, else what stands in the sources and online."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "resources" / "help"
_SITE = _FOLDER / "site"
_ONLINE = "https://github.com/policeuk/policeuk_plugin/blob/main/docs/algorithms.md#"


def first_page() -> Path:
    """The page that *Help* opens; it needs no network."""
    page = _SITE / "index.html"
    return page if page.is_file() else _FOLDER / "index.html"


def algorithm_page(name: str) -> str:
    """The address of an algorithm's page: a file where the plugin was installed from its zip."""
    page = _SITE / "algorithms" / f"{name}.html"
    return page.as_uri() if page.is_file() else _ONLINE + name
