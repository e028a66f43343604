# SPDX-License-Identifier: GPL-2.0-or-later
"""Field notes: taken on the spot, kept in a GeoPackage of this machine, merged by file.

`model` has the words, `notebook.Notebook` keeps notes, `merging.merge_notes` brings notebooks together, `exporting`
writes them for others, `retention` says which are due.
"""
