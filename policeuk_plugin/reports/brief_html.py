# SPDX-License-Identifier: GPL-2.0-or-later
"""Briefs as one HTML file that holds its style and pictures, sends nothing and runs nothing; prints a sheet each."""

from __future__ import annotations

from html import escape
from pathlib import Path

from ..text import many, number, tr
from .brief import Brief, Briefs, Entry, Listing, Meeting, contents_note
from .document import Picture
from .document_html import POLICY
from .result_page import SHORT, STYLE

_MORE = Path(__file__).resolve().parent.parent / "resources" / "styles" / "brief.css"


def briefs_html(briefs: Briefs) -> str:
    """The page; in an atlas a list of its areas first."""
    style = STYLE.read_text(encoding="utf-8") + _MORE.read_text(encoding="utf-8")
    marking = f"<p class='marking'>{escape(briefs.marking)}</p>" if briefs.marking else ""
    parts = [marking, _contents(briefs), *(_brief(at, brief) for at, brief in enumerate(briefs.briefs, 1)), marking]
    parts.append(f"<p class='foot'>{escape(briefs.foot)}</p>")
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width">'
        f"<meta name='{SHORT}' content='{escape(short_of(briefs), quote=True)}'>"
        f"<title>{escape(briefs.title)}</title><style>{style}</style>"
    )
    body = "\n".join(part for part in parts if part)
    return f"<!DOCTYPE html>\n<html lang='en-GB'><head>{head}</head><body>\n{body}\n</body></html>\n"


def short_of(briefs: Briefs) -> str:
    """What is said of it where there is room for a few sentences."""
    if not briefs.atlas:
        return " ".join(one.text for one in briefs.briefs[0].said)
    return tr("{title}: {n}.").format(title=briefs.title, n=many(len(briefs.briefs), tr("brief"), tr("briefs")))


def _contents(briefs: Briefs) -> str:
    if not briefs.atlas:
        return ""
    rows = "".join(
        f"<tr><td><a href='#brief{at}'>{escape(one.name)}</a></td><td>{_count(one.crimes)}</td>"
        f"<td>{_count(one.before)}</td></tr>"
        for at, one in enumerate(briefs.briefs, 1)
    )
    heads = (tr("Area"), tr("Recorded crimes"), tr("Year before"))
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    foot = contents_note()
    about = [*briefs.briefs[0].labels, *briefs.briefs[0].caveats, *briefs.briefs[0].rights]
    left = "".join(f"<li>{escape(line)}</li>" for line in briefs.left_out)
    out = f"<h2>{escape(tr('Without a brief'))}</h2><ul>{left}</ul>" if left else ""
    return (
        f"<article><h1>{escape(briefs.title)}</h1><p class='subtitle'>{escape(briefs.subtitle)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p class='note'>{escape(foot)}</p>"
        f"<p class='end'>{escape(' '.join(about))}</p>{out}</article>"
    )


def _count(count: object) -> str:
    return number(count) if isinstance(count, int) else "–"


def _brief(at: int, brief: Brief) -> str:
    said = "".join(f"<div><h2>{escape(one.heading)}</h2><p>{escape(one.text)}</p></div>" for one in brief.said)
    picture = _picture(brief.picture) if brief.picture is not None else ""
    charts = "".join(map(_picture, brief.charts))
    end = " ".join([*brief.caveats, *brief.rights])
    return (
        f"<article class='brief' id='brief{at}'><h1>{escape(brief.title)}</h1>"
        f"<p class='subtitle'>{escape(brief.subtitle)}</p>"
        + _labels(brief)
        + f"<div class='said'>{picture}{said}</div>"
        + (f"<div class='charts'>{charts}</div><p class='note'>{escape(brief.charts_note)}</p>" if charts else "")
        + f"<div class='columns'>{_listing(brief.priorities)}{_listing(brief.events)}</div>"
        + f"<p class='end'>{escape(end)}</p>"
        + (_meeting(brief, brief.meeting) if brief.meeting is not None else "")
        + "</article>"
    )


def _picture(picture: Picture) -> str:
    caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    address, text = (escape(part, quote=True) for part in (picture.address, picture.text))
    return f"<figure><img src='{address}' alt='{text}'>{caption}</figure>"


def _listing(listing: Listing) -> str:
    note = f"<p class='note'>{escape(listing.note)}</p>" if listing.note else ""
    return f"<div class='listing'><h2>{escape(listing.title)}</h2>{''.join(map(_entry, listing.entries))}{note}</div>"


def _entry(entry: Entry) -> str:
    head = f"{entry.head} ({entry.when})" if entry.when else entry.head
    return f"<p><b>{escape(head)}</b> {escape(entry.more)}</p>"


def _labels(brief: Brief) -> str:
    return "".join(f"<p class='invented'>{escape(label)}</p>" for label in brief.labels)


def _meeting(brief: Brief, meeting: Meeting) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in meeting.head)
    rows = "".join(
        f"<tr><td>{escape(row.priority)}</td><td>{escape(row.done)}</td><td>{escape(row.crimes)}</td></tr>"
        for row in meeting.rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    notes = "".join(f"<p class='note'>{escape(note)}</p>" for note in meeting.notes)
    return (
        f"<section class='meeting'><h1>{escape(meeting.title)}</h1>{_labels(brief)}"
        f"<p class='lead'>{escape(meeting.lead)}</p>{table}"
        f"<h2>{escape(meeting.added.title)}</h2><p>{escape(meeting.added.note)}</p>{notes}</section>"
    )
