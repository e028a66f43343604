# SPDX-License-Identifier: GPL-2.0-or-later
"""The custom download: a form with a CSRF token, a job that takes some polls, a zip in the store."""

from __future__ import annotations

import hashlib
import re
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from .faults import Kind
from .forces import force_names
from .messages import Answer, Request, json_answer, page, redirect
from .releases import Release, Releases, write_zip
from .store import Store

KINDS = {
    "include_crime": "street",
    "include_outcomes": "outcomes",
    "include_stop_and_search": "stop-and-search",
}
_JOB = re.compile(r"/data/(fetch|progress)/([0-9a-f-]{36})/\Z")
_MONTH = re.compile(r"\d{4}-\d{2}\Z", re.ASCII)


@dataclass
class Job:
    """One order: the members wanted, and how often it was asked for."""

    release: Release
    members: list[str]
    polls: int = 0
    address: str = ""


class Form:
    """GET and POST /data/, /data/fetch/<uuid>/, /data/progress/<uuid>/; `pending_polls` answers before `ready`."""

    def __init__(self, releases: Releases, store: Store, folder: Path) -> None:
        self._releases, self._store, self._folder = releases, store, folder
        self._jobs: dict[str, Job] = {}
        self._tokens = 0
        self._lock = threading.Lock()
        self.pending_polls = 1
        self.site_url = ""
        self.store_url = ""

    def answer(self, request: Request) -> Optional[Answer]:
        """The answer, or None where the address is none of the form's."""
        if request.path == "/data/":
            return self._ordered(request) if request.method == "POST" else self._shown(request)
        match = _JOB.match(request.path)
        job = self._jobs.get(match[2]) if match else None
        if match is None or job is None:
            return None
        if match[1] == "fetch":
            return page("Fetching your data", f'<div data-progress-url="/data/progress/{match[2]}/">Please wait</div>')
        return self._progress(request, job)

    def _shown(self, request: Request, error: str = "") -> Answer:
        """The form, with a fresh token where the client has none."""
        cookie = request.cookies().get("csrftoken")
        if cookie is None:
            with self._lock:
                self._tokens += 1
                cookie = hashlib.sha256(f"cookie {self._tokens}".encode()).hexdigest()
        months = sorted({parts.month for parts in self._releases.newest.members.values()}, reverse=True)
        options = "".join(f'<option value="{month}">{month}</option>' for month in months)
        forces = "".join(
            f'<li><label><input type="checkbox" name="forces" value="{slug}"> {name}</label></li>'
            for slug, name in force_names(self._releases.newest).items()
        )
        kinds = "".join(f'<input type="checkbox" name="{name}">' for name in KINDS)
        inside = (
            f"{error}<form method='post' action='/data/'>"
            f"<input type='hidden' name='csrfmiddlewaretoken' value='{_masked(cookie)}' />"
            f'<select name="date_from">{options}</select><select name="date_to">{options}</select>'
            f'<ul id="id_forces">{forces}</ul>{kinds}<button>Generate file</button></form>'
        )
        return page("Custom download", inside, 200, {"Set-Cookie": f"csrftoken={cookie}; Path=/; SameSite=Lax"})

    def _ordered(self, request: Request) -> Answer:
        """The order taken, refused (403) or shown again with its error."""
        values = request.values()
        cookie = request.cookies().get("csrftoken", "")
        token = values.get("csrfmiddlewaretoken", [""])[0]
        from_here = request.headers.get("referer", "").startswith(f"{self.site_url}/")
        origin = request.headers.get("origin", self.site_url)
        if not cookie or token not in (cookie, _masked(cookie)) or not from_here or origin != self.site_url:
            return page("Forbidden (403)", "<p>CSRF verification failed. Request aborted.</p>", 403)
        first, last = (values.get(name, [""])[0] for name in ("date_from", "date_to"))
        forces, kinds = values.get("forces", []), {kind for name, kind in KINDS.items() if name in values}
        known = set(force_names(self._releases.newest))
        if not (_MONTH.match(first) and _MONTH.match(last) and first <= last and forces and known.issuperset(forces)):
            return self._shown(request, '<ul class="errorlist"><li>Select a valid choice.</li></ul>')
        release = self._releases.newest
        members = [
            name
            for name, parts in release.members.items()
            if first <= parts.month <= last and parts.force in forces and parts.kind in kinds
        ]
        with self._lock:
            number = str(uuid.uuid5(uuid.NAMESPACE_URL, f"job {len(self._jobs) + 1}"))
            self._jobs[number] = Job(release, members)
        return redirect(f"/data/fetch/{number}/")

    def _progress(self, request: Request, job: Job) -> Answer:
        """`pending`, `failed`, or `ready` with the address of the zip."""
        if request.hit(Kind.JOB_FAILED):
            return json_answer({"status": "failed"})
        with self._lock:
            job.polls += 1
            if job.polls <= self.pending_polls:
                return json_answer({"status": "pending"})
            if not job.address:
                self._make(job)
        return json_answer({"status": "ready", "url": self.store_url + job.address})

    def _make(self, job: Job) -> None:
        name = hashlib.sha256(("\n".join(job.members) + job.release.md5).encode()).hexdigest()[:40]
        path = self._folder / f"order_{name}.zip"
        write_zip(path, job.release.read_all(job.members))
        job.address = self._store.keep(name, path, job.release.stored.modified)


def _masked(cookie: str) -> str:
    """The form's token: another text than the cookie's, that belongs to it."""
    return hashlib.sha256(f"mask {cookie}".encode()).hexdigest()
