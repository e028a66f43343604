# SPDX-License-Identifier: GPL-2.0-or-later
"""The text that lies beside the sample."""

from __future__ import annotations

README = """\
THE INVENTED SAMPLE

Everything in this folder is invented. There is no Dogger Bank Police, no such town, street,
crime, outcome, search, LSOA, ward or district. The town lies in the open North Sea, around
54.72 N 2.00 E, so that nobody takes it for a real place. All of it was drawn by chance with a
fixed seed by tools/make_sample.py of the project; no published row was copied.

The format is that of data.police.uk to the last column, so the sample takes the way of real files.

sample_archive.zip        24 months (2024-05 to 2026-04) of one force, "dogger-bank": street
                          crimes, outcomes, stops and searches. The street file of 2025-02 is
                          left out on purpose, as forces do: missing is not zero.
sample_lsoa_2021.geojson  outlines of its 40 LSOAs (WGS84). Codes E01990001 to E01990040 are
                          given to no real LSOA.
sample_lookup.csv         LSOA to ward, district, community safety partnership, police area
sample_residents.csv      residents and households of every LSOA
sample_shares.csv         percentages by LSOA that similar areas are looked for by

Planted, to be found again:
- vehicle crime clusters within 330 m of 54.725401 N 2.026997 E, all months;
- burglary clusters within 330 m of 54.711992 N 1.975125 E, all months;
- shoplifting at one supermarket (54.703706 N 1.978079 E) steps from 1-4 a month to 13-18
  from 2025-11 on.

Like the real files: anti-social behaviour has no id and no outcome, and identical rows of it are
separate incidents; about 3 rows in 100 have no location; a few ids stand on two rows; an outcome
follows its crime by 0 to 8 months; some crimes of the outcomes files are in no street file.

Licence: GPL-2.0-or-later, like the project.
"""
