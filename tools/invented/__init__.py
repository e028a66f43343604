# SPDX-License-Identifier: GPL-2.0-or-later
"""The invented town and its invented police force: what `tools/make_sample.py` writes into the sample."""
