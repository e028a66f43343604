# SPDX-License-Identifier: GPL-2.0-or-later
"""The pictures of the layers: one of every kind and measure, made by the script, small, the same every time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from qgis.PyQt.QtGui import QColor, QImage

from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.processing.areas.area_map import MEASURES
from tools.colour_vision import Vision, few_colours, pixels, seen
from tools.layer_pictures import LARGEST, NAMES

TOTAL = 3_000_000
ONE_OF_EACH_WAY = ("places", "places_by_month", "neighbourhoods", "area_bands", "route", "density")


@pytest.fixture(scope="module")
def pictures(root: Path) -> Path:
    """Give the folder of the pictures that the documents show."""
    return root / "docs" / "pictures" / "layers"


def test_every_kind_and_every_measure_has_a_picture(pictures: Path) -> None:
    wanted = {kind.value for kind in LayerKind} | {f"area_{measure.replace(' ', '_')}" for measure in MEASURES}
    there = {path.stem for path in pictures.glob("*.png")}
    assert wanted <= there
    assert there == set(NAMES)


def test_pictures_stay_small(pictures: Path) -> None:
    sizes = [path.stat().st_size for path in pictures.glob("*.png")]
    assert max(sizes) <= LARGEST
    assert sum(sizes) <= TOTAL


def test_the_script_draws_the_sample_the_same_every_time(root: Path, tmp_path: Path) -> None:
    for name in ("once", "again"):
        command = [sys.executable, "-m", "tools.layer_pictures", "--out", str(tmp_path / name)]
        done = subprocess.run(
            [*command, "--only", *ONE_OF_EACH_WAY], cwd=root, capture_output=True, text=True, timeout=600, check=False
        )
        assert done.returncode == 0, done.stderr
    made = sorted(path.name for path in (tmp_path / "once").iterdir())
    assert made == sorted(f"{name}.png" for name in ONE_OF_EACH_WAY)
    for name in made:
        assert (tmp_path / "once" / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name
        assert len(np.unique(pixels(_opened(tmp_path / "once" / name)).reshape(-1, 3), axis=0)) > 10


def test_pictures_of_a_cache_need_a_folder(root: Path) -> None:
    """So that real data cannot land in the documents by mistake."""
    command = [sys.executable, "-m", "tools.layer_pictures", "--cache", "real.sqlite"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 2
    assert "--out" in done.stderr


@pytest.mark.parametrize(
    ("colour", "grey"), [("#ffffff", 255), ("#000000", 0), ("#00ff00", 220), ("#0000ff", 76), ("#ff0000", 127)]
)
def test_grey_is_the_luminance(colour: str, grey: int) -> None:
    assert pixels(seen(_plain(colour), Vision.GREY))[0, 0].tolist() == pytest.approx([grey] * 3, abs=1)


def test_without_green_cones_red_and_green_are_alike_and_blue_is_not() -> None:
    """Vermillion and green of one lightness: far apart as drawn, near one another in the simulation."""
    red, green, blue = (
        pixels(seen(_plain(name), Vision.DEUTERANOPIA))[0, 0].astype(int) for name in ("#c04000", "#607000", "#0050c0")
    )
    assert abs(red - green).max() < 40
    assert abs(blue - red).max() > 100


def test_few_colours_keep_white_and_the_commonest() -> None:
    image = QImage(40, 40, QImage.Format.Format_RGB888)
    image.fill(QColor("#ffffff"))
    for at in range(40):
        image.setPixelColor(at, 0, QColor(at * 6, 0, 0))
        image.setPixelColor(at, 1, QColor("#0072b2"))
    few = pixels(few_colours(image, 8).convertToFormat(QImage.Format.Format_RGB888))
    assert few[20, 20].tolist() == [255, 255, 255]
    assert few[1, 5].tolist() == pytest.approx([0x00, 0x72, 0xB2], abs=8)
    assert len(np.unique(few.reshape(-1, 3), axis=0)) <= 8


def _plain(colour: str) -> QImage:
    image = QImage(2, 2, QImage.Format.Format_RGB888)
    image.fill(QColor(colour))
    return image


def _opened(path: Path) -> QImage:
    image = QImage(str(path))
    assert not image.isNull()
    return image.convertToFormat(QImage.Format.Format_RGB888)
