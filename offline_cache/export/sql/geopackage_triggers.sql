-- Clause F.3 of GeoPackage 1.2. Who edits the file later brings these functions; SQLite does not look for them
-- until a trigger runs, so the file can be written without them.
CREATE TRIGGER rtree_{layer}_geom_insert AFTER INSERT ON {layer}
  WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_{layer}_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER rtree_{layer}_geom_update1 AFTER UPDATE OF geom ON {layer}
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_{layer}_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER rtree_{layer}_geom_update2 AFTER UPDATE OF geom ON {layer}
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_{layer}_geom WHERE id = OLD.fid;
END;
CREATE TRIGGER rtree_{layer}_geom_update3 AFTER UPDATE ON {layer}
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_{layer}_geom WHERE id = OLD.fid;
  INSERT OR REPLACE INTO rtree_{layer}_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER rtree_{layer}_geom_update4 AFTER UPDATE ON {layer}
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_{layer}_geom WHERE id IN (OLD.fid, NEW.fid);
END;
CREATE TRIGGER rtree_{layer}_geom_delete AFTER DELETE ON {layer}
  WHEN old.geom NOT NULL
BEGIN
  DELETE FROM rtree_{layer}_geom WHERE id = OLD.fid;
END;
