# SPDX-License-Identifier: GPL-2.0-or-later
"""The pages in the order of their tabs: a new one is a class in its own file and a name in this list."""

from __future__ import annotations

from .compare.compare_page import ComparePage
from .data_page import DataPage
from .field.field_page import FieldPage
from .hotspots.hotspots_page import HotspotsPage
from .map_pages.map_page import MapPage
from .page import Page

PAGES: tuple[type[Page], ...] = (DataPage, MapPage, HotspotsPage, ComparePage, FieldPage)
