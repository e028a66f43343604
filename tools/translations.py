# SPDX-License-Identifier: GPL-2.0-or-later
"""Brings the files of translations up to date: `python -m tools.translations [--take FILE] [--check]`.

Every text that the plugin shows goes through `tr`, whose argument is a literal: these are read out of the sources.
`resources/i18n/policeuk_<language>.ts` has those that are translated; `build/i18n` gets a file of all of them for who
translates, which comes back by `--take`. Qt's `lrelease` makes the `.qm` that QGIS loads.
PyQt's own reader of sources knows classes and their `self.tr` only.
"""

from __future__ import annotations

import argparse
import ast
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "policeuk_plugin"
FOLDER = SOURCES / "resources" / "i18n"
WHOLE = ROOT / "build" / "i18n"
CONTEXT = "PoliceUk"
LANGUAGES = ("cy",)


class NoLiteralError(ValueError):
    """A text goes through `tr` that stands nowhere in the sources, so that nobody can translate it."""


def texts(folder: Path) -> dict[str, list[str]]:
    """Every text of the sources below a folder, in order, with the files that it stands in."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        for text in _texts_of(ast.parse(path.read_text(encoding="utf-8")), name):
            files = found.setdefault(text, [])
            files += [name] if name not in files else []
    return found


def _texts_of(tree: ast.Module, name: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr"):
            continue
        argument = node.args[0] if len(node.args) == 1 else None
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            raise NoLiteralError(f"{name}, line {node.lineno}: tr() takes one literal text")
        yield argument.value


def translations(path: Path) -> dict[str, tuple[str, bool]]:
    """What a `.ts` file has: the translation of each text, and whether somebody who speaks the language has seen it."""
    if not path.exists():
        return {}
    messages = ElementTree.parse(path).iter("message")
    found = {}
    for message in messages:
        translation = message.find("translation")
        if translation is not None and translation.text:
            found[message.findtext("source", "")] = (translation.text, translation.get("type") != "unfinished")
    return found


def written(language: str, found: Mapping[str, list[str]], known: Mapping[str, tuple[str, bool]]) -> bytes:
    """A `.ts` file: all texts, those without a translation or without a review marked as unfinished."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en_GB")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for text, files in found.items():
        message = ElementTree.SubElement(context, "message")
        for file in files:
            ElementTree.SubElement(message, "location", filename=f"../../{file}")
        ElementTree.SubElement(message, "source").text = text
        translated, reviewed = known.get(text, ("", False))
        translation = ElementTree.SubElement(message, "translation")
        translation.text = translated
        if not reviewed:
            translation.set("type", "unfinished")
    ElementTree.indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n' + ElementTree.tostring(root, "utf-8") + b"\n"


def main(arguments: list[str]) -> int:
    """Write all files, or with `--check` say which are out of date; exit code 1 then, and where lrelease lacks."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 where a file is out of date")
    parser.add_argument("--take", type=Path, metavar="FILE", help="a translator's policeuk_<language>.ts, to take over")
    options = parser.parse_args(arguments)
    check, taken = options.check, options.take
    found, late = texts(SOURCES), []
    for language in LANGUAGES:
        path = FOLDER / f"policeuk_{language}.ts"
        known = translations(path)
        if taken is not None and taken.name == path.name:
            known.update(translations(taken))
        translated = {text: files for text, files in found.items() if text in known}
        new = written(language, translated, known)
        print(f"{language}: {len(translated):,} of {len(found):,} texts are translated")
        if check:
            late += [path.name] if not path.exists() or path.read_bytes() != new else []
            continue
        for file, content in ((path, new), (WHOLE / path.name, written(language, found, known))):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        if not _released(path):
            print("Needs lrelease: install qttools5-dev-tools.", file=sys.stderr)
            return 1
    if late:
        print(f"Out of date: {', '.join(late)}. Run make i18n.", file=sys.stderr)
    return int(bool(late))


def _released(path: Path) -> bool:
    """Make the `.qm`; texts without a translation stay out of it."""
    tool = shutil.which("lrelease") or shutil.which("lrelease-qt5")
    if tool is None:
        return False
    subprocess.run([tool, "-silent", "-removeidentical", str(path)], check=True)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
