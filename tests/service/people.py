# SPDX-License-Identifier: GPL-2.0-or-later
"""Invented officers, contacts and texts, with everything odd that the real ones hold."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]
# What a client must make harmless before it shows it.
HOSTILE = (
    "<p>The <strong>invented</strong> team of the Haven &amp; the Quay.</p>\n"
    "<script>document.title = 'harmed'</script>"
    '<img src="x" onerror="alert(1)"><a href="javascript:alert(1)">our page</a>'
    '<iframe src="https://frame.invalid/"></iframe><p style="position:fixed">T&ocirc;l T&#375; M&ocirc;r</p>'
)


def force_details(slug: str, name: str) -> Record:
    """Contacts of a force; a description for every second one only."""
    described = sum(slug.encode()) % 2 == 0
    return {
        "description": f"<p>{name}, with invented contacts &amp; texts.</p>" if described else None,
        "url": f"https://{slug}.police.invalid/",
        "engagement_methods": [
            {
                "url": f"https://social.invalid/{slug}",
                "type": "facebook",
                "description": "<p>Become friends with an <em>invented</em> force</p>",
                "title": "facebook",
            },
            {"url": f"https://{slug}.police.invalid/feed", "description": None, "title": "rss"},
        ],
        "telephone": "101",
        "id": slug,
        "name": name,
    }


def senior_officers(slug: str) -> list[Record]:
    """Senior officers of a force; some forces name none."""
    if len(slug) % 4 == 0:
        return []
    return [
        {
            "bio": f"<p>Invented biography &ndash; {slug}.</p>",
            "contact_details": {"twitter": f"https://social.invalid/{slug}-chief"},
            "name": "Example Officer 1 (invented)",
            "rank": "Chief Constable",
        },
        {
            "bio": None,
            "contact_details": {},
            "name": "Example O&#39;Fficer 2 (invented)",
            "rank": "Assistant Chief Officer (Crime)",
        },
    ]


def team(number: int) -> list[Record]:
    """Officers of the neighbourhood with this number in its force's list; every third has none."""
    if number % 3 == 2:
        return []
    return [
        {
            "bio": HOSTILE if number == 0 else None,
            "contact_details": {"email": "example.1@police.invalid", "telephone": "101"},
            "name": f"Example Sergeant {number + 1} (invented)",
            "rank": "Sgt",
        },
        {
            "bio": "<p>Invented.</p>",
            "contact_details": {},
            "name": f"Example Constable {number + 1} (invented)",
            "rank": "PC",
        },
    ]


def events(number: int) -> list[Record]:
    """Coming events, sorted by their start."""
    if number % 2:
        return []
    return [
        {
            "contact_details": {},
            "description": None,
            "title": "Drop In Beat Surgery (invented)",
            "address": "Lightship Hall, 17 Outer Ring",
            "type": "meeting",
            "start_date": "2026-06-17T12:00:00",
            "end_date": "2026-06-17T14:00:00",
        },
        {
            "contact_details": {"telephone": "101"},
            "description": "<p>Bicycles marked &amp; registered (invented).</p>",
            "title": "Bicycle marking",
            "address": "Market and Haven\n, High Street",
            "type": "other",
            "start_date": "2026-07-01T09:30:00",
            "end_date": "2026-07-01T16:00:00",
        },
    ]


def priorities(number: int) -> list[Record]:
    """Priorities, one without action, one with."""
    issue = "<p>To reduce anti-social behaviour near the Quay (invented).</p>"
    done = {
        "action": "<p>Patrols on foot <b>every</b> evening (invented).</p>"
        + ("<script>1</script>" if not number else ""),
        "issue-date": "2026-01-15T00:00:00",
        "action-date": "2026-03-02T00:00:00",
        "issue": "<ul><li>Bicycle theft</li><li>Shoplifting &lt;invented&gt;</li></ul>",
    }
    waiting = {"action": None, "issue-date": "2026-04-14T00:00:00", "action-date": None, "issue": issue}
    return [waiting] if number % 2 else [waiting, done]
