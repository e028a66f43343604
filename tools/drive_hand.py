# SPDX-License-Identifier: GPL-2.0-or-later
"""Hand and eyes of somebody before a screen: xdotool for the one, what QGIS tells of its window for the other."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any, Callable, Optional

PATIENCE = 60.0
"""Seconds after which something that is not seen will not come."""
_LONGEST_DRAWING = 20.0
"""Seconds after which a map that goes on drawing, such as one that plays months, is taken as it is."""
_BEGUN = 0.7
"""Seconds after which what was just pressed has begun; what is told before is of another moment."""
_STEADY = 0.4
"""Seconds for which something must have been in one place before it is clicked: a panel may be being laid out anew."""
State = dict[str, Any]


class TaskError(Exception):
    """A step did not come to its end; the message says which, and what was seen."""


class Hand:
    """Keyboard, mouse and eyes of somebody before the screen `display`."""

    def __init__(self, display: str, state: Path, pictures: Path) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self._state, self._pictures = state, pictures
        self._taken = 0

    def keys(self, *names: str) -> None:
        """Press keys one after the other, such as alt+i."""
        for name in names:
            self._do("xdotool", "key", "--clearmodifiers", name)

    def write(self, text: str) -> None:
        """Type a text."""
        self._do("xdotool", "type", "--delay", "15", text)

    def click_on(self, name: str) -> None:
        """Click on a control once it can be used, no list is open over it and it has stopped moving."""
        self._click(
            f"{name} can be used", lambda s: s["controls"][name]["at"] if usable(s, name) and not s["rows"] else None
        )

    def click_tab(self, name: str) -> None:
        """Click on a tab of the panel."""
        self._click(f"the tab {name}", lambda s: s["tabs"].get(name))

    def click_row(self, text: str) -> None:
        """Click on the row of the open list that begins so."""
        self._click(f"the row {text}", lambda s: row_of(s, text))

    def _click(self, what: str, place: Callable[[State], Optional[list[int]]]) -> None:
        at: Optional[list[int]] = None
        since = 0.0

        def steady(seen: State) -> bool:
            nonlocal at, since
            now, told = place(seen), self._state.stat().st_mtime
            if now is None or now != at:
                at, since = now, told
            return at is not None and told - since >= _STEADY

        self.see(what, steady)
        x, y = at or (0, 0)
        self._do("xdotool", "mousemove", str(x), str(y), "click", "1")

    def see(self, what: str, there: Callable[[State], bool], patience: float = PATIENCE) -> State:
        """Look until something is so; gives what is seen then. Raises `TaskError` after `patience` seconds."""
        end = time.monotonic() + patience
        seen: State = {}
        while time.monotonic() < end:
            if self._state.is_file():
                seen = json.loads(self._state.read_text(encoding="utf-8"))
                if there(seen):
                    return seen
            time.sleep(0.05)
        self.picture("not-seen")
        texts = {name: part["text"] for name, part in seen.get("controls", {}).items() if part["text"]}
        raise TaskError(f"Not seen within {patience:.0f} s: {what}. On the screen: {texts}")

    def picture(self, name: str) -> None:
        """Keep what is on the screen once its maps are drawn; pictures are numbered in their order."""
        self._taken += 1
        self._wait_for_maps()
        self._do("import", "-window", "root", str(self._pictures / f"{self._taken}-{name}.png"))

    def _wait_for_maps(self) -> None:
        end, told = time.monotonic() + _LONGEST_DRAWING, time.time() + _BEGUN
        while self._state.is_file() and time.monotonic() < end:
            seen = json.loads(self._state.read_text(encoding="utf-8"))
            if self._state.stat().st_mtime > told and not seen["drawing"]:
                return
            time.sleep(0.05)

    def _do(self, *command: str) -> None:
        subprocess.run(command, env=self._environment, check=True, capture_output=True, timeout=PATIENCE)


def words(seen: State, name: str) -> str:
    """What a control says; '' where it is not to be seen."""
    return str(seen["controls"].get(name, {}).get("text", ""))


def usable(seen: State, name: str) -> bool:
    """Whether a control is on the screen and can be used."""
    return bool(seen["controls"].get(name, {}).get("enabled"))


def row_of(seen: State, text: str) -> Optional[list[int]]:
    """Where the row of a list is that begins so."""
    return next((at for row, at in seen["rows"].items() if row.startswith(text)), None)
