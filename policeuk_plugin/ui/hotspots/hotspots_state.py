# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page Hotspots remembers of its form, under keys that stay: older versions wrote some of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit

from ...settings import as_number
from .hotspots_form import HotspotsForm
from .hotspots_questions import DENSITY, key_of
from .hotspots_settings import choose_layer, layer_text


def state_of(form: HotspotsForm) -> dict[str, Any]:
    """All settings, those out of sight too."""
    layers = {
        name: layer_text(box.currentLayer()) if box.currentLayer() else ""
        for name, box in (("unit_layer", form.unit_layer), ("study_area", form.study))
    }
    return {
        "question": form.question.key,
        "density": form.question.key == DENSITY,
        "units": form.units.currentData(),
        "cell_size": form.cell.value(),
        "counted_in": form.counted_in(),
        "more": form.more.isChecked(),
        "report_questions": form.contents.chosen(),
        **{name: box.value() for name, box in _numbers(form).items()},
        **{name: box.currentData() for name, box in _choices(form).items()},
        **{name: line.text() for name, line in _lines(form).items()},
        **layers,
    }


def restore_state(form: HotspotsForm, state: Mapping[str, Any]) -> None:
    """Set them again; whatever is no such value is passed over, choices that were not known then are the usual ones."""
    form.ask(key_of(state))
    kept = state.get("counted_in")
    form.restore_counted_in(kept if isinstance(kept, dict) else {})
    form.count_in(state.get("units"), state.get("cell_size"))
    for name, box in _numbers(form).items():
        value = as_number(state.get(name))
        if value is not None:
            box.setValue(value)
    for name, choice in _choices(form).items():
        usual = 1 if name == "ground" else 0
        at = choice.findData(state.get(name))
        choice.setCurrentIndex(at if at >= 0 else usual)
    chosen = state.get("report_questions")
    if isinstance(chosen, (list, tuple)):
        form.contents.choose([str(key) for key in chosen])
    for name, line in _lines(form).items():
        text = state.get(name)
        line.setText(text if isinstance(text, str) else "")
    form.more.setChecked(state.get("more") is True)
    for name, layer_box in (("unit_layer", form.unit_layer), ("study_area", form.study)):
        choose_layer(layer_box, str(state.get(name) or ""))


def _numbers(form: HotspotsForm) -> dict[str, QDoubleSpinBox]:
    fields = form.settings
    return {
        "bandwidth": fields.bandwidth,
        "alpha": fields.alpha,
        "top": fields.top,
        "share": fields.share,
        "radius": fields.radius,
    }


def _choices(form: HotspotsForm) -> dict[str, QComboBox]:
    fields = form.settings
    return {
        "direction": fields.direction,
        "exposure": fields.exposure,
        "window": fields.window_kind,
        "against": fields.against,
        "by_type": fields.by_type,
        "ground": fields.ground,
    }


def _lines(form: HotspotsForm) -> dict[str, QLineEdit]:
    fields = form.settings
    return {"report_title": fields.title, "report_author": fields.author, "report_marking": fields.marking}
