# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin's command line. Exit 0; 1 with one sentence on stderr; 2 a wrong call; 130 by Ctrl-C, 143 by SIGTERM."""
