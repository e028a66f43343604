# SPDX-License-Identifier: GPL-2.0-or-later
"""The form for a custom download on the site of the service, as a page of HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Optional

from ..errors import CacheError
from ..model import Month

_LONGEST = 1_000


@dataclass
class FormPage:
    """What the form offers: its token, the months and the forces that can be chosen."""

    token: str = ""
    months: set[Month] = field(default_factory=set)
    forces: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = FormPage()
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        """Take the fields that are needed, whatever their order and quotes."""
        given = {name: (value or "")[:_LONGEST] for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select == "date_to":
            month = _month(value)
            self.page.months |= {month} if month else set()
        elif tag == "input" and name == "csrfmiddlewaretoken":
            self.page.token = value
        elif tag == "input" and name == "forces" and value:
            self.page.forces.add(value)

    def handle_endtag(self, tag: str) -> None:
        """Options after a list belong to another one."""
        if tag == "select":
            self._select = ""


def _month(text: str) -> Optional[Month]:
    try:
        return Month.parse(text)
    except CacheError:
        return None


def read_form(html: str) -> FormPage:
    """The form as it stands on its page; without token, months or forces where they are not there."""
    reader = _Reader()
    reader.feed(html)
    return reader.page
