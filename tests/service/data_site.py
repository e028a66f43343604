# SPDX-License-Identifier: GPL-2.0-or-later
"""The data site: archives by redirect to the store, their index page, the form for a custom download."""

from __future__ import annotations

import re
from collections.abc import Callable

from .form import Form
from .messages import Answer, Request, page, redirect
from .releases import Releases
from .store import Store

_ARCHIVE = re.compile(r"/data/archive/(latest|\d{4}-\d{2})\.zip\Z")
CHANGELOG = (
    "<p>Everything here is invented.</p>"
    "<h2>May 2026</h2><ul><li>Dogger Bank Police: street-level data not provided for February 2025.</li></ul>"
    '<h2 id="known-issues">Known Issues</h2><ul><li>Outcomes of the invented courts are not published.</li></ul>'
)


class DataSite:
    """What lies under /data/ (and the store's own paths, for a redirect that is relative)."""

    def __init__(self, releases: Releases, store: Store, form: Form, store_url: Callable[[], str]) -> None:
        self._releases, self._store, self._form, self._store_url = releases, store, form, store_url

    def __call__(self, request: Request) -> Answer:
        """Answer one request."""
        path = request.path
        if path in ("/data/archive/", "/data/archive"):
            return self._index()
        if path.startswith(("/archive/", "/download/")):
            return self._store(request)
        match = _ARCHIVE.match(path)
        release = self._releases.of(match[1]) if match else None
        if release is not None:
            return redirect(f"{self._store_url()}/archive/{release.month}.zip")
        if path == "/changelog/":
            return page("Changelog", CHANGELOG)
        answer = None if match else self._form.answer(request)
        return answer or page("Page not found", "<p>404</p>", 404)

    def _index(self) -> Answer:
        """Span, size and MD5 of every archive."""
        lines = []
        for release in self._releases.all():
            months = sorted({parts.month for parts in release.members.values()})
            size = release.path.stat().st_size / 1_000_000
            lines.append(
                f'<li><a href="/data/archive/{release.month}.zip">{release.month}.zip</a> '
                f"{months[0]} to {months[-1]} ({size:.1f} MB) md5: {release.md5}</li>"
            )
        warning = "<p>All but the latest archive are out of date and should not be used. Invented data.</p>"
        return page("Archive", f"{warning}<ul>{''.join(lines)}</ul>")
