# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures of every layer and theme at three scales with their legends, as drawn, in deuteranopia and in grey.

`python -m tools.layer_pictures [--cache FILE] [--out FOLDER] [--only NAME ...]`, by default of the invented sample.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from qgis.core import QgsApplication, QgsMapLayer, QgsProject, QgsVectorLayer

from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import HEAT_FROM, QUESTIONS, THROUGH_TIME, LayerKind, layer_name
from policeuk_plugin.layers.project import month_range
from policeuk_plugin.layers.request import is_other_edition, kind_of
from policeuk_plugin.layers.themes import question
from policeuk_plugin.processing.areas.area_map import MEASURES
from policeuk_plugin.text import invented
from tools.colour_vision import few_colours
from tools.every_layer import busiest, layer_set, provided, results_of, run, sample_cache
from tools.invented import years
from tools.make_sample import SEED, SHIPPED
from tools.picture_sheet import SCALES, Scale, Sheet, draw_sheet

OUT = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "layers"
LARGEST = 150_000
"""Bytes of one picture."""
_COLOURS = (144, 64, 28)
"""How many a picture has; fewer where it would be too large."""
_ROUTE = (-900.0, -350.0, 0.0, 0.0, 500.0, 300.0, 1100.0, 250.0)
"""Metres from the busiest street, x and y in turn."""
_OF_RESULTS = {
    **{f"area_{measure.replace(' ', '_')}": f"Area map: {measure}" for measure in MEASURES},
    "area_months_missing": "Area map: a month is missing",
    "area_funnel": "Funnel plot of vehicle crime",
    "area_rates_change": "Area rates: change on the year before",
    "area_smoothed": "Smoothed rates of vehicle crime",
    "area_quotient": "Location quotient of vehicle crime",
    "outcome_times": "Outcomes with the time from the crime",
    "route": "Crime along a route",
    "clusters": "Clusters of vehicle crime",
    "emerging": "Emerging hotspots of vehicle crime",
    "trends": "Trends by LSOA, over nearly four years",
    "alike": "Alike and unlike neighbours",
    "nextmonths": "Where most is expected next",
    "snap_uncertainty": "Persistent areas and snap points",
    "risk_contours": "Risk density: what stands out",
    "density": "Density of vehicle crime",
}
_OF_YEARS = ("trends",)
"""What the two years of the sample are too few for."""
NAMES = (*(kind.value for kind in LayerKind), *_OF_RESULTS)
"""What a picture is made of, as in the names of the files."""


def main() -> int:
    """Draw the pictures; exit code 0, or 1 where one is too large to keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, help="in place of the invented sample; then --out is needed")
    parser.add_argument("--out", type=Path, help="the folder for the PNGs")
    parser.add_argument("--only", nargs="*", choices=NAMES, default=NAMES, help="which pictures")
    arguments = parser.parse_args()
    if arguments.cache and not arguments.out:
        parser.error("Pictures of real data stay out of docs/: give --out.")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], True)
    application.initQgis()
    with tempfile.TemporaryDirectory(prefix="layer-pictures-") as folder:
        cache = arguments.cache or sample_cache(Path(folder) / "sample.sqlite")
        made = draw_all(cache.resolve(), (arguments.out or OUT).resolve(), Path(folder), arguments.only)
    for path in made:
        print(f"{path} ({path.stat().st_size / 1000:.0f} kB)")
    large = [path.name for path in made if path.stat().st_size > LARGEST]
    if large:
        print(f"Too large: {', '.join(large)}", file=sys.stderr)
    sys.stdout.flush()
    # Without QGIS's own end, which crashes where Python still refers to layers.
    os._exit(1 if large else 0)


def draw_all(cache: Path, out: Path, folder: Path, only: tuple[str, ...] = NAMES) -> list[Path]:
    """Draw the pictures named from a cache into `out`, with results in `folder`; gives their paths."""
    out.mkdir(parents=True, exist_ok=True)
    held = read_holdings(cache)
    note = f"{invented()} " if held.invented else ""
    paths = []
    for sheet in sheets(cache, folder, only):
        path = out / f"{sheet.key}.png"
        of_years = sheet.key in _OF_YEARS and held.invented
        months = f"{years.FIRST} to {years.LAST}" if of_years else f"{held.first} to {held.last}"
        drawn = draw_sheet(sheet, f"{note}{months}. Snap points, not addresses.")
        for colours in _COLOURS:
            few_colours(drawn, colours).save(str(path), "PNG", 0)
            if path.stat().st_size <= LARGEST:
                break
        paths.append(path)
    return paths


def sheets(cache: Path, folder: Path, only: tuple[str, ...]) -> list[Sheet]:
    """The sheets named: of the layer set as its themes show it, and of results over its outlines."""
    project, provider = QgsProject.instance(), provided()
    layers = layer_set(project, cache)
    centre = busiest(cache, project, layers)
    outlines = [layer for layer in layers if kind_of(layer) is LayerKind.AREAS and not is_other_edition(layer)]
    found = []
    for kind in LayerKind:
        if kind.value in only and any(kind_of(layer) is kind for layer in layers):
            found.append(_of_kind(kind, layers, outlines, centre, cache))
    for key, shown in _results(cache, folder, centre, only).items():
        title = _OF_RESULTS[key]
        found.append(Sheet(key, title, [*shown, *outlines], shown, centre, project.crs(), project.transformContext()))
    QgsApplication.processingRegistry().removeProvider(provider)
    return found


def _of_kind(
    kind: LayerKind,
    layers: list[QgsVectorLayer],
    outlines: list[QgsVectorLayer],
    centre: tuple[float, float],
    cache: Path,
) -> Sheet:
    project, last = QgsProject.instance(), read_holdings(cache).last
    first = [layer for layer in layers if not is_other_edition(layer)]
    of_kind: list[QgsMapLayer] = [layer for layer in first if kind_of(layer) is kind]
    title, shown = layer_name(kind), of_kind if kind is LayerKind.AREAS else [*of_kind, *outlines]
    if kind in QUESTIONS:
        title = f"{title}. {question(kind)}"
        (theme,) = [name for name in project.mapThemeCollection().mapThemes() if name.startswith(question(kind))]
        shown = project.mapThemeCollection().mapThemeVisibleLayers(theme)
        of_kind = [layer for layer in shown if kind_of(layer) is not LayerKind.AREAS]
    months = month_range(last, last) if kind in THROUGH_TIME and last else None
    scales = _scales(kind)
    transforms = project.transformContext()
    return Sheet(kind.value, title, shown, of_kind, centre, project.crs(), transforms, scales, months)


def _scales(kind: LayerKind) -> tuple[Scale, ...]:
    """Heat is of small scales alone."""
    if kind is LayerKind.HEAT:
        return Scale("Country", 1_000_000), Scale("Region", 500_000), Scale("Force", HEAT_FROM + 10_000)
    return SCALES


def _results(
    cache: Path, folder: Path, centre: tuple[float, float], only: tuple[str, ...]
) -> dict[str, list[QgsMapLayer]]:
    """The layers of each result named, topmost first."""
    corners = [f"{centre[0] + x:.0f} {centre[1] + y:.0f}" for x, y in zip(_ROUTE[::2], _ROUTE[1::2])]
    route = f"LINESTRING({', '.join(corners)}) [{QgsProject.instance().crs().authid()}]"
    found: dict[str, list[QgsMapLayer]] = {}
    for result in results_of(read_holdings(cache), route):
        key = "route" if result.key == "route_buffer" else result.key
        if key in only:
            of_years = key in _OF_YEARS and read_holdings(cache).invented
            held = years.cache_of_years(folder / "years.sqlite", SEED, SHIPPED) if of_years else cache
            layer = run(result, held, folder)
            layer.setName(_OF_RESULTS[key] if key == result.key else "Buffer")
            QgsProject.instance().addMapLayer(layer, False)
            found.setdefault(key, []).append(layer)
    return found


if __name__ == "__main__":
    sys.exit(main())
