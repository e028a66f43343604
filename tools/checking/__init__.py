# SPDX-License-Identifier: GPL-2.0-or-later
"""What `make check-package` looks at, one idea a file."""
