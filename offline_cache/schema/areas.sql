-- Areas from files on disk: outlines, look-ups and residents, each row with the file it came from.

CREATE TABLE area_source (
  id INTEGER PRIMARY KEY,
  content TEXT NOT NULL,
  edition INTEGER,
  source TEXT NOT NULL,
  crc INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  licence TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  UNIQUE (content, edition, source)
);

CREATE TABLE area (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES area_source (id),
  kind TEXT NOT NULL,
  edition INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  geom MULTIPOLYGON,
  UNIQUE (kind, edition, code)
);
CREATE VIRTUAL TABLE idx_area_geom USING rtree (pkid, xmin, xmax, ymin, ymax);
INSERT INTO geometry_columns VALUES ('area', 'geom', 6, 2, 4326, 1);
