# SPDX-License-Identifier: GPL-2.0-or-later
"""A recipe: the runs of a report with all that is needed to run them again, as JSON for people to read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional, Union

from offline_cache.fingerprint import Fingerprint
from offline_cache.transport.identity import user_agent

SUFFIX = ".policeuk-recipe.json"
FORMAT, VERSION = "policeuk-recipe", 1
Number = Union[int, float, str, None]


@dataclass(frozen=True)
class RecipeRun:
    """An algorithm, its parameters (files by names beside the recipe), and the numbers it gave."""

    algorithm: str
    parameters: Mapping[str, Any]
    numbers: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True)
class Recipe:
    """`cache` is where the cache lies from the recipe, or only its name; None where no cache was read."""

    title: str
    runs: Sequence[RecipeRun]
    plugin: str
    cache: Optional[str] = None
    fingerprint: Optional[Fingerprint] = None


def plugin_version() -> str:
    """Of this plugin, as in metadata.txt."""
    return user_agent().partition("/")[2].partition(" ")[0]


def recipe_json(recipe: Recipe) -> str:
    """The text of the file."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "title": recipe.title,
        "plugin_version": recipe.plugin,
        "runs": [
            {"algorithm": run.algorithm, "parameters": dict(run.parameters), "numbers": dict(run.numbers)}
            for run in recipe.runs
        ],
    }
    if recipe.cache is not None:
        data["cache"] = {"path": recipe.cache}
        if recipe.fingerprint is not None:
            data["cache"]["files"] = dict(recipe.fingerprint.files)
            data["cache"]["areas"] = dict(recipe.fingerprint.areas)
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
