# SPDX-License-Identifier: GPL-2.0-or-later
"""The one door to the network: addresses, pacing, repeats, redirects, cancelling, downloads that resume."""

from __future__ import annotations

from .addresses import Addresses, Service
from .probe import ServiceCheck, probe
from .ranges import RangeSession
from .retrying import Patience
from .transport import Transport

__all__ = ["Addresses", "Patience", "RangeSession", "Service", "ServiceCheck", "Transport", "probe"]
