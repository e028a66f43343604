-- Areas from files on disk: outlines, look-ups and figures, each row with the file it came from.
-- What a newer file covers it replaces, code by code; what it does not cover stays as it was.

CREATE TABLE area_source (
  id INTEGER PRIMARY KEY,
  content TEXT NOT NULL,               -- outlines, look-up, exact fit, figures
  kind TEXT NOT NULL,                  -- of what: lsoa, ward, district, csp, pfa
  edition INTEGER NOT NULL,            -- the year in the file's column names, such as 2021 for LSOA21CD
  detail TEXT NOT NULL,                -- areas of a look-up, measures of figures
  source TEXT NOT NULL,
  crc INTEGER NOT NULL,
  entries INTEGER NOT NULL,            -- rows written; fewer are left where a newer file replaced some
  licence TEXT NOT NULL,
  imported_at TEXT NOT NULL
);

CREATE TABLE area (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES area_source (id),
  kind TEXT NOT NULL,
  edition INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  geom MULTIPOLYGON,                   -- WGS84; NULL where the file has no outline that can be drawn
  UNIQUE (kind, edition, code)
);
CREATE VIRTUAL TABLE idx_area_geom USING rtree (pkid, xmin, xmax, ymin, ymax);
INSERT INTO geometry_columns VALUES ('area', 'geom', 6, 2, 4326, 1);

-- An LSOA lies in its ward, district, CSP and police force area; a district in its CSP where it has only one.
CREATE TABLE area_in_area (
  kind TEXT NOT NULL, edition INTEGER NOT NULL, code TEXT NOT NULL,
  in_kind TEXT NOT NULL, in_edition INTEGER NOT NULL, in_code TEXT NOT NULL,
  source INTEGER NOT NULL REFERENCES area_source (id),
  PRIMARY KEY (kind, edition, in_kind, in_edition, code)
) WITHOUT ROWID;

-- Names of areas that look-ups name, whether or not there are outlines of them.
CREATE TABLE area_name (
  kind TEXT NOT NULL, edition INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (kind, edition, code)
) WITHOUT ROWID;

CREATE TABLE area_figure (
  kind TEXT NOT NULL, edition INTEGER NOT NULL, code TEXT NOT NULL,
  measure TEXT NOT NULL,               -- residents, households
  value INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES area_source (id),
  PRIMARY KEY (kind, edition, measure, code)
) WITHOUT ROWID;

-- Exact-fit look-up of ONS. U: unchanged, S: split, M: merged, X: irregular.
CREATE TABLE lsoa_exact_fit (
  lsoa11 TEXT NOT NULL, lsoa21 TEXT NOT NULL, change TEXT NOT NULL,
  source INTEGER NOT NULL REFERENCES area_source (id),
  PRIMARY KEY (lsoa11, lsoa21)
) WITHOUT ROWID;

-- The 2021 LSOA that takes all of a 2011 LSOA's counts; NULL where they would have to be split.
CREATE VIEW lsoa_2011_to_2021 AS
  SELECT lsoa11, CASE WHEN count(*) = 1 AND min(change) IN ('U', 'M') THEN min(lsoa21) END AS lsoa21
  FROM lsoa_exact_fit GROUP BY lsoa11;

-- The area of each 2021 LSOA: as a look-up of LSOAs says, else as its district lies.
CREATE VIEW lsoa_2021_in_area AS
  SELECT code AS lsoa, in_kind AS kind, in_edition AS edition, in_code AS area
  FROM area_in_area WHERE kind = 'lsoa' AND edition = 2021
  UNION ALL
  SELECT l.code, d.in_kind, d.in_edition, d.in_code
  FROM area_in_area l
  JOIN area_in_area d ON d.kind = 'district' AND d.edition = l.in_edition AND d.code = l.in_code
  WHERE l.kind = 'lsoa' AND l.edition = 2021 AND l.in_kind = 'district' AND NOT EXISTS (
    SELECT 1 FROM area_in_area b WHERE b.kind = 'lsoa' AND b.edition = 2021
      AND b.in_kind = d.in_kind AND b.in_edition = d.in_edition AND b.code = l.code);

-- Layers: one view a kind. Their ids are the areas', so the areas' R-tree serves them all.
CREATE VIEW area_lsoa_2011 AS
  SELECT a.id AS id, a.code AS code, a.name AS name, r.value AS residents, h.value AS households, a.geom AS geom
  FROM area a
  LEFT JOIN area_figure r
    ON r.kind = 'lsoa' AND r.edition = 2011 AND r.measure = 'residents' AND r.code = a.code
  LEFT JOIN area_figure h
    ON h.kind = 'lsoa' AND h.edition = 2011 AND h.measure = 'households' AND h.code = a.code
  WHERE a.kind = 'lsoa' AND a.edition = 2011;
CREATE VIEW area_lsoa_2021 AS
  SELECT a.id AS id, a.code AS code, a.name AS name, r.value AS residents, h.value AS households, a.geom AS geom
  FROM area a
  LEFT JOIN area_figure r
    ON r.kind = 'lsoa' AND r.edition = 2021 AND r.measure = 'residents' AND r.code = a.code
  LEFT JOIN area_figure h
    ON h.kind = 'lsoa' AND h.edition = 2021 AND h.measure = 'households' AND h.code = a.code
  WHERE a.kind = 'lsoa' AND a.edition = 2021;
CREATE VIEW area_ward AS
  SELECT id, edition, code, name, geom FROM area WHERE kind = 'ward';
CREATE VIEW area_district AS
  SELECT id, edition, code, name, geom FROM area WHERE kind = 'district';
CREATE VIEW area_csp AS
  SELECT id, edition, code, name, geom FROM area WHERE kind = 'csp';
CREATE VIEW area_pfa AS
  SELECT id, edition, code, name, geom FROM area WHERE kind = 'pfa';
INSERT INTO views_geometry_columns VALUES ('area_lsoa_2011', 'geom', 'id', 'area', 'geom', 1);
INSERT INTO views_geometry_columns VALUES ('area_lsoa_2021', 'geom', 'id', 'area', 'geom', 1);
INSERT INTO views_geometry_columns VALUES ('area_ward', 'geom', 'id', 'area', 'geom', 1);
INSERT INTO views_geometry_columns VALUES ('area_district', 'geom', 'id', 'area', 'geom', 1);
INSERT INTO views_geometry_columns VALUES ('area_csp', 'geom', 'id', 'area', 'geom', 1);
INSERT INTO views_geometry_columns VALUES ('area_pfa', 'geom', 'id', 'area', 'geom', 1);
