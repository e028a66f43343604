# SPDX-License-Identifier: GPL-2.0-or-later
"""Files by the form of the site: ordered, waited for, downloaded as one zip (service B.2)."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Optional
from urllib.parse import urlsplit

from ..errors import BadFile, NetworkError, NetworkFault
from ..model import Dataset, FileKey, Month, Snapshot
from .advice import of_the_service
from .custom_form import FormPage, read_form
from .disk import Source
from .leftovers import remove, working_in
from .origin import Arrived, Opened
from .whole_zip import only_source

if TYPE_CHECKING:
    from ..transport import Transport

NAME = "custom-download.zip"
_FIELDS = {
    Dataset.STREET: "include_crime",
    Dataset.OUTCOMES: "include_outcomes",
    Dataset.STOPS: "include_stop_and_search",
}
_JOB = re.compile(r"/data/fetch/([0-9A-Za-z-]{8,64})/?\Z", re.ASCII)
# The site refuses fresh tokens now and then.
_TOKENS = 3
# One client waits 180 s for a job, another 1,000.
_LONGEST_WAIT = 1000.0
_LONGEST_PAUSE = 10.0


@dataclass(frozen=True)
class CustomDownload:
    """The form: it makes a zip of what is chosen, of the newest release; what is in it is known when it has come."""

    months: frozenset[Month]
    forces: frozenset[str]
    snapshot: Snapshot
    name: str = NAME
    files: None = None
    size: int = 0

    def covers(self, month: Month) -> bool:
        """Whether a month can be chosen."""
        return month in self.months

    @contextlib.contextmanager
    def opened(
        self, transport: Transport, wanted: Sequence[FileKey], folder: Path, arrived: Arrived
    ) -> Iterator[Opened]:
        """Order the files, wait for them, download them to `folder`, read them there, remove them at the end."""
        path = folder / f"{os.getpid()}-{NAME}"
        with working_in(folder):
            try:
                _save(transport, _ordered(transport, wanted), path, arrived)
                try:
                    source = _found(path)
                except BadFile as error:
                    raise of_the_service(error, path, NAME) from error
                if source is None:
                    yield Opened({}, _nothing, self.snapshot)
                    return
                # Its name in the ledger is not that of a file nobody will find again.
                files = {file.key: dataclasses.replace(file, path=Path(NAME)) for file in source.files}
                with source.opened() as read:
                    yield Opened(files, read, self.snapshot)
            finally:
                remove(path)


def find_form(transport: Transport) -> CustomDownload:
    """Look what the form offers; `NetworkError` where it is not there or not to be understood."""
    page = _page(transport)
    if not page.months or not page.forces:
        raise _not_understood(transport, "it offers no months or no forces")
    return CustomDownload(frozenset(page.months), frozenset(page.forces), Snapshot(max(page.months), exact=False))


def _page(transport: Transport) -> FormPage:
    page = read_form(transport.get(f"{transport.addresses.data}/data/").content.decode("utf-8", "replace"))
    if not page.token:
        raise _not_understood(transport, "it has no token")
    return page


def _ordered(transport: Transport, wanted: Sequence[FileKey]) -> str:
    """Send the form; the number of the job."""
    data = transport.addresses.data
    headers = {"Referer": f"{data}/data/", "Origin": data}
    for _ in range(_TOKENS):
        form = [("csrfmiddlewaretoken", _page(transport).token), *_choices(wanted)]
        response = transport.post(f"{data}/data/", form, headers, passed=(403,), repeatable=False)
        if response.status_code == 403:
            transport.pause(1)
            continue
        job = _JOB.search(urlsplit(response.url).path)
        if job is None:
            raise _not_understood(transport, "it did not take the order")
        return job[1]
    raise NetworkError(
        NetworkFault.REFUSED,
        f"The form for custom downloads refused the order {_TOKENS} times (status 403). Try again later, or use "
        f"{data}/data/ in a web browser and import the zip.",
        403,
    )


def _choices(wanted: Sequence[FileKey]) -> list[tuple[str, str]]:
    months = [key.month for key in wanted]
    return [
        ("date_from", str(min(months))),
        ("date_to", str(max(months))),
        *(("forces", force) for force in sorted({key.force for key in wanted})),
        *((field, "on") for dataset, field in _FIELDS.items() if any(key.dataset is dataset for key in wanted)),
    ]


def _save(transport: Transport, job: str, path: Path, arrived: Arrived) -> None:
    """Wait for the job and download what it made; where that lies is nobody else's to know and soon gone."""
    so_far = 0

    def progress(now: int, total: Optional[int]) -> None:
        nonlocal so_far
        arrived(now - so_far)
        so_far = now

    address = _finished(transport, job)
    try:
        transport.save(address, path, progress)
    except NetworkError as error:
        raise NetworkError(
            error.fault, f"The custom download was made, but not fetched: {error}", error.status
        ) from error


def _finished(transport: Transport, job: str) -> str:
    until, seconds = time.monotonic() + _LONGEST_WAIT, 0.5
    while time.monotonic() < until:
        answer = transport.json(f"{transport.addresses.data}/data/progress/{job}/")
        status = answer.get("status") if isinstance(answer, dict) else None
        if status == "ready" and isinstance(answer.get("url"), str):
            return str(answer["url"])
        if not isinstance(status, str) or status == "ready":
            raise _not_understood(transport, "it does not say how far the order is")
        if status == "failed":
            raise NetworkError(
                NetworkFault.SERVICE,
                "The service could not make the custom download. Ask for fewer months or forces, or try again later.",
            )
        transport.pause(seconds)
        seconds = min(seconds * 1.5, _LONGEST_PAUSE)
    raise NetworkError(
        NetworkFault.TIMEOUT,
        f"The custom download was not ready after {_LONGEST_WAIT / 60:.0f} minutes. Ask for fewer months or forces, or "
        "try again later.",
    )


def _not_understood(transport: Transport, why: str) -> NetworkError:
    return NetworkError(
        NetworkFault.ANSWER,
        f"The form for custom downloads on {transport.addresses.data}/data/ cannot be used: {why}. Use it in a web "
        "browser and import the zip, or look for a new version of the plugin.",
    )


def _found(path: Path) -> Optional[Source]:
    """The files in the zip; None where it is empty, which means that none of them is published."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if not archive.infolist():
                return None
    return only_source(path)


def _nothing(file: object) -> bytes:
    raise KeyError(file)
