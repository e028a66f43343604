# SPDX-License-Identifier: GPL-2.0-or-later
"""What charts are made of: shapes and words in pixels, escaped, joined into one SVG with title and description."""

from __future__ import annotations

from html import escape

from .inks import INKS, Background, Inks
from .words import clean, shortened

_FONT = "'Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif"
SMALL, PLAIN, LARGE = 10.0, 11.0, 13.5
_HATCH = 6.0


class Drawing:
    """Collects shapes; `svg` gives them as text. Y grows downwards."""

    def __init__(self, width: float, background: Background) -> None:
        self.width = width
        self.inks: Inks = INKS[background]
        self._parts: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, fill: str, stroke: str = "", tip: str = "") -> None:
        """A filled rectangle; `fill` or `stroke` may be '' for none, `tip` is its own title."""
        line = f' stroke="{stroke}" stroke-width="1"' if stroke else ""
        shape = f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill or "none"}"{line}'
        self._parts.append(f"{shape}><title>{_text(tip)}</title></rect>" if tip else f"{shape}/>")

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1, dash: str = "") -> None:
        """A straight line."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}"'
            f' stroke-width="{_n(width)}"{dashes}/>'
        )

    def path(self, points: list[tuple[float, float]], stroke: str, width: float = 1.6, dash: str = "") -> None:
        """A line through points."""
        if len(points) < 2:
            return
        way = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<path d="{way}" fill="none" stroke="{stroke}" stroke-width="{_n(width)}"{dashes}'
            ' stroke-linejoin="round"/>'
        )

    def dot(self, x: float, y: float, radius: float, fill: str, stroke: str = "", tip: str = "") -> None:
        """A circle."""
        line = f' stroke="{stroke}" stroke-width="1.4"' if stroke else ""
        shape = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}"{line}'
        self._parts.append(f"{shape}><title>{_text(tip)}</title></circle>" if tip else f"{shape}/>")

    def hatch(self, x: float, y: float, width: float, height: float, step: float = _HATCH) -> None:
        """Diagonal lines over a rectangle, each cut at its edges, and a thin frame."""
        begin = -height + step / 2
        at, ways = begin, []
        while at < width:
            x1, y1 = max(at, 0.0), height - max(-at, 0.0)
            x2 = min(at + height, width)
            y2 = height - (x2 - at)
            ways.append(f"M{_n(x + x1)} {_n(y + y1)}L{_n(x + x2)} {_n(y + y2)}")
            at += step
        self._parts.append(f'<path d="{"".join(ways)}" fill="none" stroke="{self.inks.hatch}" stroke-width="1"/>')
        self.rect(x, y, width, height, "", self.inks.hatch)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = PLAIN,
        anchor: str = "start",
        colour: str = "",
        bold: bool = False,
        room: float = 0.0,
    ) -> None:
        """Words with their base line at y; shortened to `room` pixels where that is given."""
        shown = shortened(words, room, size, bold) if room else clean(words)
        weight = ' font-weight="600"' if bold else ""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{colour or self.inks.ink}"{at}{weight}>'
            f"{_text(shown)}</text>"
        )

    def upright(self, x: float, y: float, words: str, size: float = SMALL) -> None:
        """Words that read upwards, their middle at x, y."""
        self._parts.append(
            f'<text transform="translate({_n(x + size * 0.35)} {_n(y)}) rotate(-90)" x="0" y="0" font-size="{_n(size)}"'
            f' text-anchor="middle" fill="{self.inks.ink}">{_text(words)}</text>'
        )

    def svg(self, title: str, summary: str, height: float) -> str:
        """The whole: title and description first, which screen readers read, then the shapes on their ground."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(self.width)}" height="{_n(height)}"'
            f' viewBox="0 0 {_n(self.width)} {_n(height)}" role="img" aria-labelledby="t d" font-family="{_FONT}">'
        )
        told = f'<title id="t">{_text(title)}</title><desc id="d">{_text(summary)}</desc>'
        ground = f'<rect x="0" y="0" width="{_n(self.width)}" height="{_n(height)}" fill="{self.inks.ground}"/>'
        return "\n".join([head, told, ground, *self._parts, "</svg>\n"])


def _n(value: float) -> str:
    """A length with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def _text(words: str) -> str:
    return escape(clean(words), quote=True)
