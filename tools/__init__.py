# SPDX-License-Identifier: GPL-2.0-or-later
"""What builds, packages and checks the project: run with `python -m tools.<name>`, never shipped."""
