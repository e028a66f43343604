# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed after `python -m policeuk_plugin`."""

from __future__ import annotations

import argparse
from pathlib import Path

from .once import Once
from .packs import add_pack

TABLES = (".csv", ".gpkg", ".xlsx", ".ods")
METHODS = ("nearest", "ons-global", "ons-economic", "ons-demographic", "list")
AMONG = ("automatic", "all", "held")
UNITS = ("square", "hexagon", "LSOA", "layer")


def parser() -> argparse.ArgumentParser:
    """The parser; each command sets `algorithm` and `suffixes`, the kinds of file it can write."""
    top = argparse.ArgumentParser(
        prog="python -m policeuk_plugin",
        description="Hotspots, trends and comparisons of the crimes in a cache: the algorithms of the QGIS plugin, "
        "without a window.",
    )
    top.add_argument("--cache", type=Path, metavar="FILE", help="the cache file; not needed with --input")
    top.add_argument("--debug", action="store_true", help="show the trace of an error")
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    clusters = commands.add_parser("clusters", help="neighbourhoods with more crimes than chance would put there")
    _add_crimes(clusters)
    clusters.add_argument("--units", choices=UNITS, default="square", help="what crimes are counted in")
    clusters.add_argument("--unit-layer", metavar="FILE", help="polygons to count in, with --units layer")
    clusters.add_argument("--alpha", type=float, default=0.05, metavar="SHARE", help="false discovery rate (0.05)")
    clusters.add_argument("--seed", type=int, default=1, help="of random numbers, where a test has to draw")
    _add_outputs(clusters)
    clusters.set_defaults(algorithm="policeuk:crimeclusters", suffixes=(".gpkg", ".csv", ".geojson"))

    density = commands.add_parser("density", help="crimes per km², adding up to the number of crimes")
    _add_crimes(density)
    density.add_argument("--bandwidth", type=float, default=500, metavar="METRES", help="radius of a crime (500)")
    _add_outputs(density)
    density.set_defaults(algorithm="policeuk:crimedensity", suffixes=(".tif", ".tiff"))

    trend = commands.add_parser("trend", help="an area through time: months, the year before, what is usual")
    _add_selection(trend)
    _add_chart(trend)
    _add_outputs(trend)
    trend.set_defaults(algorithm="policeuk:areatrend", suffixes=TABLES)

    _add_peers(commands.add_parser("peers", help="the areas most like an area"))
    _add_compare(commands.add_parser("compare", help="an area against its peers, or against one other area"))
    pack = commands.add_parser("pack", help="a field pack of an area: one folder or zip that needs no network")
    _add_selection(pack)
    add_pack(pack)
    return top


def _add_peers(peers: argparse.ArgumentParser) -> None:
    peers.add_argument(
        "--area", action=Once, required=True, metavar="CODE", help="such as E22000010, csp:Luton or force:kent"
    )
    _add_method(peers)
    peers.add_argument("--format", choices=("csv", "json"), default="csv", help="of what is printed (csv)")
    _add_chart(peers)
    _add_optional_outputs(peers)
    peers.set_defaults(algorithm="policeuk:findpeers", suffixes=(".gpkg", ".csv", ".geojson"), first="", last="")
    peers.set_defaults(type=[], with_asb=False)


def _add_compare(compare: argparse.ArgumentParser) -> None:
    _add_selection(compare)
    compare.add_argument("--other-area", metavar="AREA", help="compare with this one area, not with peers; needs --out")
    _add_method(compare)
    compare.add_argument("--source", choices=("police.uk", "ons"), default="police.uk", help="whose counts (police.uk)")
    compare.add_argument("--per", choices=("residents", "households"), default="residents", help="what rates are of")
    compare.add_argument("--format", choices=("text", "json"), default="text", help="of what is printed (text)")
    _add_chart(compare)
    _add_optional_outputs(compare)
    compare.set_defaults(algorithm="policeuk:comparewithpeers", suffixes=TABLES)


def _add_method(command: argparse.ArgumentParser) -> None:
    command.add_argument("--method", choices=METHODS, default="nearest", help="where peers come from (nearest)")
    command.add_argument("--list", default="", metavar="NAME", help="the list of peers, with --method list")
    command.add_argument("--k", type=int, metavar="N", help="number of peers at most (14, of forces 7)")
    command.add_argument("--among", choices=AMONG, default="automatic", help="which areas can be peers")


def _add_optional_outputs(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, metavar="FILE", help="the result")
    command.add_argument("--report", type=Path, metavar="FILE.html", help="a page to print or hand on")


def _add_selection(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--area", action=Once, default="", metavar="AREA", help="such as csp:Luton or force:bedfordshire"
    )
    command.add_argument("--from", dest="first", default="", metavar="YYYY-MM", help="empty: the last 36 months held")
    command.add_argument("--to", dest="last", default="", metavar="YYYY-MM")
    command.add_argument("--type", action="append", default=[], metavar="NAME", help="may be given several times")
    command.add_argument("--with-asb", action="store_true", help="include anti-social behaviour")


def _add_crimes(command: argparse.ArgumentParser) -> None:
    _add_selection(command)
    command.add_argument("--study-area", metavar="FILE", help="polygons; else the outlines that the area means")
    command.add_argument("--input", metavar="FILE", help="points to analyse in place of the cache")
    command.add_argument("--count-field", default="", metavar="NAME", help="how many crimes each point stands for")
    command.add_argument("--cell-size", type=float, default=250, metavar="METRES", help="width of a cell (250)")
    command.add_argument("--crs", default="", metavar="EPSG:CODE", help="in metres; else the national grid")


def _add_chart(command: argparse.ArgumentParser) -> None:
    command.add_argument("--chart", type=Path, metavar="FILE.svg", help="the chart as a picture")


def _add_outputs(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help="the result")
    command.add_argument("--report", type=Path, metavar="FILE.html", help="a page to print or hand on")
