-- Postcodes from files (ONSPD, Code-Point Open) and answers of postcodes.io, each with the lines its licence asks for.
-- A newer file replaces postcode by postcode; one without LSOAs leaves those alone that have one.

CREATE TABLE postcode_source (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,                -- the file's name, or postcodes.io
  crc INTEGER,                         -- of the file; NULL for answers
  entries INTEGER NOT NULL,            -- postcodes written; fewer are left where a newer file replaced some
  northern_ireland INTEGER NOT NULL,   -- 1: with postcodes that begin with BT
  licence TEXT NOT NULL,
  day TEXT NOT NULL                    -- YYYY-MM-DD, UTC, on which it was imported or asked
);

CREATE TABLE postcode (
  code TEXT PRIMARY KEY,               -- capitals without a space
  longitude REAL, latitude REAL,       -- WGS84, NULL where it has no place
  lsoa_2011 TEXT NOT NULL, lsoa_2021 TEXT NOT NULL,  -- '' for none
  ended TEXT NOT NULL,                 -- YYYY-MM, '' while it is in use
  source INTEGER NOT NULL REFERENCES postcode_source (id)
) WITHOUT ROWID;
