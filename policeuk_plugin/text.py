# SPDX-License-Identifier: GPL-2.0-or-later
"""Words shown to the user: translation, numbers, months, and the sentences used in more than one room."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QDate, QLocale

from offline_cache.model import Dataset, Gap, Month
from offline_cache.reference import force_names

INVENTED_FORCE = "dogger-bank"
"""The force of the sample: everything of it is invented, and said to be."""


def tr(text: str) -> str:
    """The text in the user's language; values are put in afterwards (`tr("{n} crimes").format(n=n)`)."""
    return QCoreApplication.translate("PoliceUk", text)


def attribution() -> str:
    """What the licence of the data asks to be shown wherever the data is."""
    return tr("Contains public sector information licensed under the Open Government Licence v3.0.")


def caveat() -> str:
    """What every map of this data has to say about its places."""
    return tr(
        "Every place is a snap point: an anonymised point, mostly in the middle of a street, that stands for "
        "everything near it. It is not an address."
    )


def redrawn() -> str:
    """What is said of places where months before and after July 2022 are shown together."""
    return tr(
        "Snap points were redrawn in July 2022: places before and after do not compare, and the crimes of one spot "
        "stand on two points, the old and the new."
    )


def invented() -> str:
    """What is said instead of the attribution where the data is the sample."""
    return tr("Invented sample: no real place, no real crime.")


def dataset_name(dataset: Dataset) -> str:
    """What the rows of a kind of published file are."""
    return {
        Dataset.STREET: tr("crimes"),
        Dataset.OUTCOMES: tr("outcomes"),
        Dataset.STOPS: tr("stops and searches"),
    }[dataset]


def rows_phrase(count: int, dataset: Dataset) -> str:
    """A number of rows of a kind of published file, such as 1 crime or 120,588 crimes."""
    one = {Dataset.STREET: tr("crime"), Dataset.OUTCOMES: tr("outcome"), Dataset.STOPS: tr("stop and search")}[dataset]
    return many(count, one, dataset_name(dataset))


def force_name(slug: str) -> str:
    """The force's name as it is spoken of."""
    return force_names().get(slug) or slug.replace("-", " ").title()


def forces_phrase(forces: Iterable[str]) -> str:
    """Names of forces, or how many they are where naming them would fill a line."""
    names = [force_name(force) for force in sorted(forces)]
    return ", ".join(names) if len(names) <= 3 else tr("{n} forces").format(n=len(names))


def month_name(month: Month) -> str:
    """The month in words, such as May 2021."""
    return QLocale(QgsApplication.locale() or "en_GB").toString(QDate(month.year, month.month, 1), "MMMM yyyy")


def month_short(month: Month) -> str:
    """The month in few letters, such as May 2021 or Sep 2021."""
    return QLocale(QgsApplication.locale() or "en_GB").toString(QDate(month.year, month.month, 1), "MMM yyyy")


def months_phrase(first: Month, last: Month) -> str:
    """A run of months in words, such as May 2021 to April 2023."""
    if first == last:
        return month_name(first)
    return tr("{first} to {last}").format(first=month_name(first), last=month_name(last))


def number(value: int) -> str:
    """A count with thousands set off by commas."""
    return f"{value:,}"


def with_sign(value: float, decimals: int = 0) -> str:
    """A difference for reading, such as +1,020 or −3.5; nothing has no sign."""
    shown = f"{value:+,.{decimals}f}"
    return shown.replace("-", "−") if shown.strip("+-0.,") else shown[1:]


def many(count: int, one: str, several: str) -> str:
    """The count with its noun, such as 1 file or 71 files."""
    return f"{number(count)} {one if count == 1 else several}"


def gaps_phrases(gaps: Iterable[Gap]) -> list[str]:
    """One phrase for each run of months of a force and dataset that is missing, with the reason."""
    runs: list[list[Gap]] = []
    for gap in sorted(gaps, key=lambda g: (g.force, g.dataset.value, g.month)):
        last = runs[-1][-1] if runs else None
        if last and _goes_on(last, gap):
            runs[-1].append(gap)
        else:
            runs.append([gap])
    return [
        tr("{force}, {dataset} of {months} ({reason})").format(
            force=force_name(run[0].force),
            dataset=dataset_name(run[0].dataset),
            months=months_phrase(run[0].month, run[-1].month),
            reason=run[0].reason,
        )
        for run in runs
    ]


def _goes_on(last: Gap, gap: Gap) -> bool:
    same = (last.force, last.dataset, last.reason) == (gap.force, gap.dataset, gap.reason)
    return same and last.month.next() == gap.month
