-- One table of notes for each shape ({table}, {geometry}). Its triggers give ids, times and versions whichever
-- program writes, so that QGIS and QField need no plugin.
CREATE TABLE {table} (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom {geometry},
  category TEXT,
  text TEXT,
  author TEXT,
  priority TEXT,
  photo_file TEXT,
  made DATETIME,
  changed DATETIME,
  id TEXT,
  conflict_of TEXT,
  version TEXT,
  ancestors TEXT
);
CREATE INDEX {table}_by_id ON {table} (id);
CREATE INDEX {table}_beside ON {table} (conflict_of);
-- A row pasted in QGIS brings the id of the one it was copied from.
CREATE TRIGGER {table}_made AFTER INSERT ON {table}
  WHEN coalesce(NEW.id, '') = '' OR coalesce(NEW.version, '') = '' OR NEW.made IS NULL OR NEW.changed IS NULL
    OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id AND fid <> NEW.fid)
BEGIN
  UPDATE {table} SET
    id = CASE WHEN coalesce(NEW.id, '') = '' OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id AND fid <> NEW.fid)
      THEN lower(hex(randomblob(16))) ELSE NEW.id END,
    version = CASE WHEN coalesce(NEW.version, '') = ''
        OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id AND fid <> NEW.fid)
      THEN lower(hex(randomblob(8))) ELSE NEW.version END,
    made = coalesce(NEW.made, strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    changed = coalesce(NEW.changed, strftime('%Y-%m-%dT%H:%M:%fZ','now'))
  WHERE fid = NEW.fid;
END;
CREATE TRIGGER {table}_changed AFTER UPDATE ON {table}
  WHEN NEW.version IS OLD.version AND coalesce(OLD.id, '') <> '' AND (
    NEW.geom IS NOT OLD.geom OR NEW.category IS NOT OLD.category OR NEW.text IS NOT OLD.text
    OR NEW.author IS NOT OLD.author OR NEW.priority IS NOT OLD.priority OR NEW.photo_file IS NOT OLD.photo_file
    OR NEW.id IS NOT OLD.id)
BEGIN
  UPDATE {table} SET
    id = OLD.id,
    version = lower(hex(randomblob(8))),
    ancestors = trim(substr(coalesce(OLD.version, '') || ' ' || coalesce(OLD.ancestors, ''), 1, 34000)),
    changed = CASE WHEN NEW.changed IS OLD.changed THEN strftime('%Y-%m-%dT%H:%M:%fZ','now') ELSE NEW.changed END
  WHERE fid = NEW.fid;
END;
CREATE TRIGGER {table}_deleted AFTER DELETE ON {table} WHEN coalesce(OLD.id, '') <> ''
BEGIN
  INSERT INTO deleted (id, versions)
    VALUES (OLD.id, trim(coalesce(OLD.version, '') || ' ' || coalesce(OLD.ancestors, '')));
  DELETE FROM photo WHERE note = coalesce(nullif(OLD.conflict_of, ''), OLD.id)
    AND NOT EXISTS (SELECT 1 FROM note_point n WHERE n.id = photo.note OR n.conflict_of = photo.note)
    AND NOT EXISTS (SELECT 1 FROM note_line n WHERE n.id = photo.note OR n.conflict_of = photo.note)
    AND NOT EXISTS (SELECT 1 FROM note_area n WHERE n.id = photo.note OR n.conflict_of = photo.note);
END;
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('{table}', 'features', '{title}', 'Field notes; no names or other personal data', 4326);
INSERT INTO gpkg_geometry_columns VALUES ('{table}', 'geom', '{geometry}', 4326, 0, 0);
