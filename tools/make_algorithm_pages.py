# SPDX-License-Identifier: GPL-2.0-or-later
"""A page for each Processing algorithm, of its own help, parameters and outputs and of docs/algorithms.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Optional

from qgis.core import QgsProcessingAlgorithm, QgsProcessingOutputDefinition, QgsProcessingParameterDefinition
from qgis.PyQt.QtGui import QImageReader

from tools.docs_markdown import FOLDER, Section, anchors, cell, escaped, mended, sections, slug

TYPES = {
    "boolean": "yes or no",
    "crs": "reference system",
    "distance": "metres",
    "enum": "choice",
    "extent": "extent",
    "field": "field of a layer",
    "file": "file",
    "fileDestination": "file to write",
    "folderDestination": "folder to write",
    "geometry": "geometry",
    "layer": "layer",
    "multilayer": "layers or files",
    "number": "number",
    "outputBoolean": "yes or no",
    "outputFile": "file",
    "outputFolder": "folder",
    "outputHtml": "page",
    "outputMultilayer": "layers",
    "outputNumber": "number",
    "outputRaster": "raster layer",
    "outputString": "text",
    "outputVector": "layer",
    "point": "point",
    "rasterDestination": "raster layer to write",
    "sink": "layer to write",
    "source": "layer",
    "string": "text",
    "vector": "layer",
    "vectorDestination": "layer to write",
}
"""What Processing calls a type, in plain words."""
_KINDS = (
    ("When not to use it", re.compile(r"(Do not |Not for|Not to |When not to use)")),
    ("When to use it", re.compile(r"(Use (it |for |to |this |\d|at |with |when |after |before )|When to use)")),
    ("How to read it", re.compile(r"(Verdicts?:|How to read|Read (it|the)|Fields:|Outputs?:|The (page|layer|map) )")),
    ("Limits", re.compile(r"Limits?:")),
    ("Reference", re.compile(r"[A-Z][^.]{2,60}(19|20)\d\d[a-z]?([;.,]|$)")),
)
_METHOD = "*For those who check the method or write scripts. The [glossary](glossary.md) explains the words.*"
_OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional
_ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
_HIDDEN = QgsProcessingParameterDefinition.Flag.FlagHidden

Whens = Mapping[str, Mapping[str, str]]
"""By an algorithm's name, under `use` and `not`: what its help does not say."""


class Picture(NamedTuple):
    """A picture of an algorithm, as a page of docs/ links it, and what it shows."""

    path: str
    shows: str


def pages(
    prose: str, algorithms: list[QgsProcessingAlgorithm], pictures: Mapping[str, Picture], whens: Whens
) -> dict[str, str]:
    """All pages of the folder by their path, of the prose of docs/algorithms.md; `pictures` by an algorithm's name."""
    before, parts = sections(prose)
    moved = anchors(parts)
    moved.update({a.name(): f"{a.name()}.md" for a in algorithms})
    by_name = {part.name: part for part in parts}
    made = {"index": _index(before, algorithms, [p for p in parts if p.name not in _names(algorithms)])}
    for algorithm in algorithms:
        name = algorithm.name()
        made[name] = page(algorithm, by_name.get(name), pictures.get(name), whens.get(name, {}))
    for part in parts:
        if part.name not in made:
            made[part.name] = f"# {part.title}\n\n{part.text}\n"
    return {(path := f"{FOLDER}/{name}.md"): mended(text, path, moved) for name, text in made.items()}


def page(
    algorithm: QgsProcessingAlgorithm, prose: Section | None, picture: Optional[Picture], when: Mapping[str, str]
) -> str:
    """One page: what it is for and what not, how it is read, details, parameters, outputs, and how it is called."""
    blocks = [f"# {algorithm.displayName()}", f"`policeuk:{algorithm.name()}` in the group *{algorithm.group()}*"]
    said = help_parts(algorithm.shortHelpString())
    blocks += said.pop("", [])
    for title, key in (("When to use it", "use"), ("When not to use it", "not")):
        if key in when and title not in said:
            said[title] = [when[key]]
    if picture:
        blocks.append(f"![{algorithm.displayName()}: {picture.shows}]({picture.path})")
    for title, paragraphs in sorted(said.items(), key=_order):
        blocks += [f"## {title}", *paragraphs]
    if prose:
        blocks += ["## In detail", _METHOD, _without(prose.text, picture.path if picture else "")]
    blocks += ["## Parameters", _parameters(algorithm), "## Outputs", _outputs(algorithm)]
    blocks += ["## From a shell or a script", _calls(algorithm)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def help_parts(text: str) -> dict[str, list[str]]:
    """The paragraphs of a help text as Markdown, under the heading that each belongs to; '' for those before."""
    found: dict[str, list[str]] = {"": []}
    for paragraph in (p.strip() for p in text.split("\n\n")):
        title = next((title for title, pattern in _KINDS if pattern.match(paragraph)), "")
        paragraph = _sentence(re.sub(rf"^{title}: *", "", paragraph)) if title else paragraph
        found.setdefault(title, []).append("\n".join(_line(line) for line in paragraph.splitlines()))
    return {title: paragraphs for title, paragraphs in found.items() if paragraphs}


def _order(item: tuple[str, Any]) -> int:
    order = ("When to use it", "When not to use it", "How to read it", "Limits", "Reference")
    return order.index(item[0])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line(line: str) -> str:
    """A line of a help text; what begins with a dash or a number and a point stays an item of a list."""
    item = re.match(r"\s*([-•]|\d+\.)\s+(.*)", line)
    if not item:
        return escaped(line)
    return f"{'-' if item[1] == '•' else item[1]} {escaped(item[2])}"


def _without(text: str, picture: str) -> str:
    """The prose without the picture that the page has shown above."""
    return "\n".join(line for line in text.splitlines() if not (picture and f"({picture})" in line))


def _names(algorithms: list[QgsProcessingAlgorithm]) -> set[str]:
    return {algorithm.name() for algorithm in algorithms}


def _index(before: str, algorithms: list[QgsProcessingAlgorithm], others: list[Section]) -> str:
    groups: dict[str, list[QgsProcessingAlgorithm]] = {}
    for algorithm in algorithms:
        groups.setdefault(algorithm.group(), []).append(algorithm)
    blocks = ["# Processing algorithms", before, "## All of them"]
    for group, members in groups.items():
        rows = [f"| [{cell(a.displayName())}](algorithms.md#{a.name()}) | {cell(_first(a))} |" for a in members]
        blocks.append("\n".join([f"### {group}\n", "| algorithm | what it does |", "|---|---|", *rows]))
    if others:
        blocks.append("## What several share\n")
        blocks.append("\n".join(f"- [{part.title}](algorithms.md#{slug(part.title)})" for part in others))
    return "\n\n".join(blocks) + "\n"


def _first(algorithm: QgsProcessingAlgorithm) -> str:
    """The first sentence of the help."""
    return re.split(r"(?<=[.?!])\s", algorithm.shortHelpString().strip(), maxsplit=1)[0]


def _parameters(algorithm: QgsProcessingAlgorithm) -> str:
    shown = [p for p in algorithm.parameterDefinitions() if not p.flags() & _HIDDEN]
    rows = [f"| `{p.name()}`<br>{_label(p)} | {_kind(p)} | {_default(p)} | {_meaning(p)} |" for p in shown]
    return (
        "\n".join(["| parameter | kind | if left alone | what it is |", "|---|---|---|---|", *rows])
        if rows
        else "None."
    )


def _label(parameter: QgsProcessingParameterDefinition) -> str:
    return cell(parameter.description()) + (" (advanced)" if parameter.flags() & _ADVANCED else "")


def _kind(parameter: QgsProcessingParameterDefinition) -> str:
    if parameter.type() == "enum" and parameter.allowMultiple():
        return "choices"
    return TYPES.get(parameter.type(), parameter.type())


def _meaning(parameter: QgsProcessingParameterDefinition) -> str:
    """The help, and what can be chosen."""
    text = cell(parameter.help())
    if parameter.type() != "enum":
        return text
    options = ", ".join(f"`{option}`" for option in parameter.options()).replace("|", "\\|")
    return f"{text}<br>{'Any of' if parameter.allowMultiple() else 'One of'} {options}."


def _default(parameter: QgsProcessingParameterDefinition) -> str:
    """What is taken where nobody gave a value."""
    default = parameter.defaultValue()
    if parameter.type() == "enum" and default is not None and not parameter.usesStaticStrings():
        indexes = default if isinstance(default, list) else [default]
        return ", ".join(f"`{parameter.options()[int(index)]}`" for index in indexes) or "none"
    if isinstance(default, list):
        return ", ".join(f"`{value}`" for value in default) or "none"
    if isinstance(default, bool):
        return "yes" if default else "no"
    if default is None or str(default) == "":
        return "empty" if parameter.flags() & _OPTIONAL else "**has to be given**"
    return f"`{default}`"


def _outputs(algorithm: QgsProcessingAlgorithm) -> str:
    rows = [f"| `{o.name()}` | {_output_kind(o)} | {cell(o.description())} |" for o in algorithm.outputDefinitions()]
    return "\n".join(["| name | kind | what it is |", "|---|---|---|", *rows]) if rows else "None that a model can use."


def _output_kind(output: QgsProcessingOutputDefinition) -> str:
    return TYPES.get(output.type(), output.type())


def _calls(algorithm: QgsProcessingAlgorithm) -> str:
    """The algorithm with what has to be given, for qgis_process and for the Python console."""
    given = {"CACHE": "policeuk.sqlite"} if algorithm.parameterDefinition("CACHE") else {}
    for p in algorithm.parameterDefinitions():
        if not p.flags() & _OPTIONAL and p.defaultValue() in (None, ""):
            given[p.name()] = _example(p)
    words = " ".join(f"{name}={value}" for name, value in given.items())
    inside = ", ".join(f'"{name}": "{value}"' for name, value in given.items())
    return (
        f"    qgis_process run policeuk:{algorithm.name()} -- {words}\n\n"
        "In the Python console of QGIS:\n\n"
        f'    import processing\n    processing.run("policeuk:{algorithm.name()}", {{{inside}}})\n\n'
        "Any other parameter of the table is given in the same way; several values of one parameter are repeated in "
        "the shell and a list in Python."
    )


def _example(parameter: QgsProcessingParameterDefinition) -> str:
    """A value to stand in the example."""
    if parameter.type() == "enum":
        return str(parameter.options()[0])
    endings = {"sink": ".gpkg", "vectorDestination": ".gpkg", "rasterDestination": ".tif", "source": ".gpkg"}
    if parameter.type() in endings:
        return parameter.name().lower() + endings[parameter.type()]
    return "…"


def all_algorithms() -> list[QgsProcessingAlgorithm]:
    """Every algorithm of the provider, ready to be asked; needs a QgsApplication."""
    from policeuk_plugin.processing.provider import ALGORITHMS

    return [kind().create() for kind in ALGORITHMS]


def pictures_of(folder: Path) -> dict[str, Picture]:
    """The pictures that tools/docs_pictures.py took of algorithms, by their names."""
    return {path.stem: _picture(path) for path in sorted(folder.glob("*.png"))}


def _picture(path: Path) -> Picture:
    """Of a result page the first screen, which is higher than wide; else a dialog, whole."""
    size = QImageReader(str(path)).size()
    shows = "the top of its page, of the invented sample" if size.height() > size.width() else "its dialog"
    return Picture(f"pictures/algorithms/{path.name}", shows)
