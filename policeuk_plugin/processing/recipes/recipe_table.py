# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers of a recipe then and now as rows of a table that explains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...text import attribution, tr
from ..running.command_text import command_of
from ..writing.result_layer import Explained
from ..writing.table_sink import TableColumn
from .recipe_run import RecipeResult
from .recipe_words import changes, failures, sentence, text_of

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

COLUMNS = (
    TableColumn("algorithm", meaning=tr("What was run")),
    TableColumn("number", meaning=tr("Name of the number")),
    TableColumn("then", meaning=tr("In the recipe")),
    TableColumn("now", meaning=tr("As it was found")),
    TableColumn("same", meaning=tr("same or differs")),
)


def rows_of(result: RecipeResult) -> list[tuple[str, ...]]:
    """A row a number in the order of `COLUMNS`."""
    return [
        (one.algorithm, one.name, text_of(one.then), text_of(one.now), "same" if one.same else "differs")
        for one in result.compared
    ]


def explained_as(algorithm: PoliceUkAlgorithm, result: RecipeResult, recipe: str) -> Explained:
    """What the table says of itself; `recipe` is the path of the file."""
    return Explained(
        name=algorithm.displayName(),
        finding=[sentence(result)],
        basis=[*failures(result), *changes(result)],
        rights=[attribution()],
        parameters=[f"RECIPE: {recipe}"],
        command=command_of(algorithm.id(), {"RECIPE": recipe, "OUTPUT": "numbers.gpkg"}),
        of_the_service=False,
    )
