# SPDX-License-Identifier: GPL-2.0-or-later
"""The search behind the area field: in the cache while one types, at postcodes.io only where the user asks."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, Qt

from offline_cache.search import Found, FoundKind

from .. import settings
from ..locator.questions import ask_postcodes_io, ready, search_cache, to_ask
from ..locator.wording import title, what_counts
from ..text import tr
from .area_box import AreaBox
from .area_hint import AreaHint
from .asking import Asker
from .download.caller import Caller

_PAUSE_MS = 40
_LIMIT = 30

Answer = tuple[str, tuple[Found, ...]]


class AreaSearch(QObject):
    """Lists what is found, takes what is picked, and says what of it is counted."""

    def __init__(self, box: AreaBox, hint: AreaHint, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.cache = Path()
        self._box, self._hint = box, hint
        self._sought = ""
        self.asker = Asker(tr("Police UK: searching"), _PAUSE_MS, self)
        self.asker.answered.connect(self._show)
        self.asker.failed.connect(self._fail)
        self.caller = Caller(tr("Police UK: asking postcodes.io"), self)
        self.caller.answered.connect(self.take)
        self.caller.failed.connect(self._fail)
        self.caller.stopped.connect(hint.clear)
        box.entered.connect(self._prepare)
        box.typed.connect(self._search)
        box.sought.connect(self._seek)
        box.picked.connect(self.take)
        box.chosen.connect(hint.clear)
        box.asked.connect(self._ask)
        hint.asked.connect(self._ask)
        hint.stopped.connect(self.caller.cancel)

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self.asker.waiting or self.caller.running

    def forget(self) -> None:
        """Want no answer any more."""
        self._sought = ""
        self.asker.forget()
        self.caller.cancel()
        self._hint.clear()

    def shut_down(self) -> None:
        """Before it goes away: nothing of it may be running."""
        self.asker.shut_down()
        self.caller.shut_down()

    def take(self, found: Found) -> None:
        """Make the area of what was found the panel's, where it has one, and say so."""
        self._sought = ""
        if found.area is None:
            self._box.give_up()
        else:
            self._box.take(found.area, title(found))
        self._hint.say(what_counts(found), found.licence)

    def _prepare(self) -> None:
        if not self.asker.waiting:
            self.asker.ask(functools.partial(_readied, self.cache))

    def _search(self, text: str) -> None:
        self._sought = ""
        self._hint.clear()
        if text:
            self.asker.ask(functools.partial(_asked, self.cache, text))
        else:
            self.asker.forget()

    def _seek(self, text: str) -> None:
        """A text was entered: find out what it stands for."""
        self._sought = text
        self.asker.ask(functools.partial(_asked, self.cache, text))

    def _show(self, answer: Answer) -> None:
        text, found = answer
        if text and text == self._sought:
            self._sought = ""
            self._resolve(text, found)
        else:
            self._list(text, found)

    def _list(self, text: str, found: tuple[Found, ...]) -> None:
        self._box.show_found(text, found, to_ask(text, found), settings.works_offline())

    def _resolve(self, text: str, found: tuple[Found, ...]) -> None:
        one = _meant(text, found)
        postcode = to_ask(text, found)
        if one is not None:
            self.take(one)
        elif postcode:
            entered = self._box.lineEdit().hasFocus()
            self._box.give_up()
            self._hint.offer(postcode, settings.works_offline())
            if entered and self._hint.button.isEnabled():
                self._hint.button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif found:
            self._hint.say(tr("Several are called '{text}': pick one from the list.").format(text=text))
            self._list(text, found)
            if not self._box.lineEdit().hasFocus():
                self._box.give_up()
        else:
            self._box.give_up()
            nothing = tr("No area is called '{text}': type a part of its name and pick it from the list.")
            self._hint.say(nothing.format(text=text))

    def _ask(self, postcode: str) -> None:
        self._box.give_up()
        if settings.works_offline():
            self._hint.offer(postcode, offline=True)
            return
        self._hint.show_asking(postcode)
        self.caller.call(functools.partial(ask_postcodes_io, self.cache, postcode))

    def _fail(self, sentence: str) -> None:
        if self._sought:
            self._sought = ""
            self._box.give_up()
        self._hint.say(sentence)


def _readied(cache: Path) -> Answer:
    ready(cache)
    return "", ()


def _asked(cache: Path, text: str) -> Answer:
    return text, lsoas_first(search_cache(cache, text, _LIMIT))


def lsoas_first(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Whoever types the name of an LSOA means it, rather than a slice that is called after it or is the same."""
    lsoas = {one.area: one.name for one in found if one.kind is FoundKind.LSOA}
    apart = (one for one in found if one.kind is not FoundKind.SLICE or one.area not in lsoas)
    names = tuple(lsoas.values())
    return tuple(sorted(apart, key=lambda one: one.kind is FoundKind.SLICE and one.name.startswith(names)))


def _meant(text: str, found: tuple[Found, ...]) -> Optional[Found]:
    """The one that is called exactly so, the first of areas as they are listed; or the only one found."""
    wanted = text.casefold()
    exact = [
        one for one in found if wanted in _texts(one) or one.name.replace(" ", "") == text.upper().replace(" ", "")
    ]
    exact = [one for one in exact if one.kind is not FoundKind.SLICE] or exact
    if len(exact) == 1 or (exact and exact[0].kind not in (FoundKind.PLACE, FoundKind.LSOA, FoundKind.WARD)):
        return exact[0]
    return found[0] if len(found) == 1 else None


def _texts(found: Found) -> tuple[Any, ...]:
    return title(found).casefold(), found.name.casefold(), found.code.casefold()
