# SPDX-License-Identifier: GPL-2.0-or-later
"""The values of a JSON answer, read strictly: of the type they must have, or one sentence.

What the service is known to leave out or to write oddly (service A.4-A.6) is None or '': a missing key, null, ''.
Keys that are not known are not looked at. Every text is fit for SQLite and a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NoReturn, Optional

from ..errors import CacheError, NetworkError, NetworkFault, shown
from ..model import Month
from ..plain_text import plain_line, plain_text, web_address

LARGEST = 2**63 - 1
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?\Z", re.ASCII)
_DIGITS = re.compile(r"\d{1,15}\Z", re.ASCII)


def refuse(what: str, fault: str) -> NoReturn:
    """Raise the sentence for an answer that cannot be what it should."""
    raise NetworkError(
        NetworkFault.ANSWER,
        f"The police.uk service sent {what} that cannot be read: {fault}. Nothing was changed; try again later, "
        "and report it if it stays so.",
        200,
    )


def listed(value: Any, what: str) -> list[Fields]:
    """The objects of a list; `what` names it in sentences, such as 'the list of forces'."""
    if not isinstance(value, list):
        refuse(what, f"it is {_kind(value)}, not a list")
    return [Fields(entry, what) for entry in value]


class Fields:
    """One JSON object of an answer, `what` it is for sentences."""

    def __init__(self, value: Any, what: str) -> None:
        if not isinstance(value, dict):
            refuse(what, f"{_kind(value)} stands where an object should")
        self._values: dict[str, Any] = value
        self.what = what

    def line(self, name: str) -> str:
        """A text on one line, '' for none; entities and tags in it are read."""
        return plain_line(self._text(name))

    def text(self, name: str) -> str:
        """HTML or text as plain text, '' for none."""
        return plain_text(self._text(name))

    def needed(self, name: str) -> str:
        """A text on one line that has to be there."""
        return self.line(name) or refuse(self.what, f"'{name}' is missing")

    def code(self, name: str) -> str:
        """An id, exactly as sent; '' for none."""
        text = self._text(name)
        if not text.isprintable() or len(text) > 200:
            refuse(self.what, f"'{name}' is {shown(text)}")
        return text

    def needed_code(self, name: str) -> str:
        """An id that has to be there."""
        return self.code(name) or refuse(self.what, f"'{name}' is missing")

    def address(self, name: str) -> str:
        """An address of the web, '' for none and for what is none."""
        return web_address(self._text(name))

    def boolean(self, name: str) -> Optional[bool]:
        """True or false, None where neither is said."""
        value = self._values.get(name)
        if value is None or isinstance(value, bool):
            return value
        return refuse(self.what, f"'{name}' is {_kind(value)}")

    def integer(self, name: str) -> Optional[int]:
        """A whole number, also one written as text; None for none."""
        value = self._values.get(name)
        if isinstance(value, str) and _DIGITS.match(value.strip()):
            value = int(value)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
            refuse(self.what, f"'{name}' is {_kind(value)}, not a whole number")
        return int(value)

    def month(self, name: str) -> Optional[Month]:
        """A month, also where a day stands behind it; None for none."""
        text = self._text(name)
        if not text:
            return None
        try:
            return Month.parse(text[:7] if _MOMENT.match(text) else text)
        except CacheError:
            return refuse(self.what, f"'{name}' is {shown(text)}, not a month")

    def needed_month(self, name: str) -> Month:
        """A month that has to be there."""
        return self.month(name) or refuse(self.what, f"'{name}' is missing")

    def moment(self, name: str) -> str:
        """Date, or date and time, as sent (ISO 8601); '' for none."""
        text = self._text(name)
        if text and not _MOMENT.match(text):
            refuse(self.what, f"'{name}' is {shown(text)}, not a date")
        return text

    def inner(self, name: str) -> Optional[Fields]:
        """An object inside, None for none."""
        value = self._values.get(name)
        return None if value is None else Fields(value, self.what)

    def inners(self, name: str) -> list[Fields]:
        """A list of objects inside; none where it is missing."""
        value = self._values.get(name)
        return [] if value is None else listed(value, self.what)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of ids inside; none where it is missing."""
        value = self._values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            refuse(self.what, f"'{name}' is {_kind(value)}, not a list of texts")
        return tuple(Fields({name: entry}, self.what).code(name) for entry in value)

    def open_map(self, name: str) -> tuple[tuple[str, str], ...]:
        """Pairs of an object whose keys are not fixed, such as ways to get in touch; blank ones left out."""
        inside = None if self.raw(name) == [] else self.inner(name)
        return () if inside is None else tuple(inside._pairs())

    def raw(self, name: str) -> Any:
        """The value as JSON has it, None where it is missing."""
        return self._values.get(name)

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for name in self._values:
            key, value = plain_line(name, 100), self.line(name)
            if key and value:
                yield key, value

    def _text(self, name: str) -> str:
        value = self._values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            refuse(self.what, f"'{plain_line(name, 40)}' is {_kind(value)}, not a text")
        return value


def _kind(value: Any) -> str:
    names = {type(None): "null", dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return names.get(type(value), "a number")
