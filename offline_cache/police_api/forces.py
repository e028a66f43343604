# SPDX-License-Identifier: GPL-2.0-or-later
"""Forces: who they are, how to get in touch, their senior officers. British Transport Police is not among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .fields import Fields, listed, refuse

if TYPE_CHECKING:
    from .client import Answer, PoliceApi

FORCES = "/forces"
Contacts = tuple[tuple[str, str], ...]
"""Pairs of a way to get in touch (`email`, `twitter`, whatever the force uses) and what to write there."""


@dataclass(frozen=True)
class ForceName:
    """A force by its id (as in file names) and name."""

    id: str
    name: str


@dataclass(frozen=True)
class EngagementMethod:
    """A way to meet the force on the web; `url` is '' where it is no address of the web."""

    kind: str
    title: str
    description: str
    url: str


@dataclass(frozen=True)
class Officer:
    """A senior officer of a force, or a member of a neighbourhood's team; `bio` is plain text."""

    name: str
    rank: str
    bio: str
    contacts: Contacts


@dataclass(frozen=True)
class Force:
    """What a force says of itself; texts are plain, '' where there is none."""

    id: str
    name: str
    description: str
    url: str
    telephone: str
    engagement_methods: tuple[EngagementMethod, ...]


def read_forces(answer: Answer) -> tuple[ForceName, ...]:
    """The list of forces."""
    what = "the list of forces"
    names = tuple(ForceName(entry.needed_code("id"), entry.needed("name")) for entry in listed(answer, what))
    if not names or len({name.id for name in names}) < len(names):
        refuse(what, "an id stands in it twice" if names else "it is empty")
    return names


def read_force(answer: Answer) -> Force:
    """One force."""
    entry = Fields(answer, "a force")
    return Force(
        id=entry.needed_code("id"),
        name=entry.needed("name"),
        description=entry.text("description"),
        url=entry.address("url"),
        telephone=entry.line("telephone"),
        engagement_methods=tuple(
            EngagementMethod(
                method.line("type"), method.line("title"), method.text("description"), method.address("url")
            )
            for method in entry.inners("engagement_methods")
        ),
    )


def read_officers(answer: Answer) -> tuple[Officer, ...]:
    """Officers in the order of the service, which is that of rank."""
    return tuple(
        Officer(entry.line("name"), entry.line("rank"), entry.text("bio"), entry.open_map("contact_details"))
        for entry in listed(answer, "a list of officers")
    )


def forces(api: PoliceApi) -> tuple[ForceName, ...]:
    """Ask for the list of forces."""
    return read_forces(api.get(FORCES))


def force(api: PoliceApi, slug: str) -> Force:
    """Ask for one force."""
    found = read_force(api.get(f"{FORCES}/{api.checked_territorial(slug)}", missing=_unknown(slug)))
    return found if found.id == slug else refuse("a force", "it is another one than was asked for")


def senior_officers(api: PoliceApi, slug: str) -> tuple[Officer, ...]:
    """Ask for the senior officers of a force."""
    return read_officers(api.get(f"{FORCES}/{api.checked_territorial(slug)}/people", missing=_unknown(slug)))


def _unknown(slug: str) -> str:
    return f"The police.uk service says nothing of the force '{slug}'. Forces are written as in file names."
