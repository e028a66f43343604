# SPDX-License-Identifier: GPL-2.0-or-later
"""`python -m benchmarks [--runs N] [part …]`: measure all parts, or those named, and print one table."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from . import (
    analysis_speed,
    brief_speed,
    data,
    download_speed,
    emerging_speed,
    evaluation_speed,
    forecast_speed,
    growth_speed,
    hotspot_speed,
    import_speed,
    layer_speed,
    million_speed,
    neighbour_speed,
    pack_speed,
    peer_speed,
    question_speed,
    ranking_speed,
    risk_speed,
    start_up,
    trend_speed,
    units_speed,
    use_speed,
)

_PARTS = {
    "import": import_speed.figures,
    "download": download_speed.figures,
    "layers": layer_speed.figures,
    "use": use_speed.figures,
    "start": start_up.figures,
    "analysis": analysis_speed.figures,
    "growth": growth_speed.figures,
    "hotspots": hotspot_speed.figures,
    "ranking": ranking_speed.figures,
    "emerging": emerging_speed.figures,
    "trends": trend_speed.figures,
    "risk": risk_speed.figures,
    "evaluation": evaluation_speed.figures,
    "forecast": forecast_speed.figures,
    "questions": question_speed.figures,
    "million": million_speed.figures,
    "units": units_speed.figures,
    "peers": peer_speed.figures,
    "neighbours": neighbour_speed.figures,
    "briefs": brief_speed.figures,
    "packs": pack_speed.figures,
}


def main() -> None:
    """Print each figure beside its target; a missed one is marked, never hidden."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--runs", type=int, default=5, help="counted runs of each command")
    options.add_argument("parts", nargs="*", choices=[[], *_PARTS], help="of: " + ", ".join(_PARTS))
    chosen = options.parse_args()
    print(f"on {data.archive().name}; medians of {chosen.runs} runs in turn, processor seconds unless said otherwise")
    for name in chosen.parts or _PARTS:
        with tempfile.TemporaryDirectory() as folder:
            for figure in _PARTS[name](Path(folder), chosen.runs):
                mark = " " if figure.met else "!"
                print(f"{mark} {figure.name:42} {figure.value:58} {figure.target}", flush=True)


if __name__ == "__main__":
    main()
