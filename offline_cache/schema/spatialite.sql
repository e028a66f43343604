-- The metadata tables and views that SpatiaLite 5's InitSpatialMetaData(1, 'NONE') makes, without its
-- triggers (they call functions of mod_spatialite, which need not be there) and without its three virtual
-- tables. The layout is SpatiaLite's format: without all of these QGIS calls a layer invalid.

CREATE TABLE spatial_ref_sys (
  srid INTEGER NOT NULL PRIMARY KEY,
  auth_name TEXT NOT NULL,
  auth_srid INTEGER NOT NULL,
  ref_sys_name TEXT NOT NULL DEFAULT 'Unknown',
  proj4text TEXT NOT NULL,
  srtext TEXT NOT NULL DEFAULT 'Undefined'
);

CREATE UNIQUE INDEX idx_spatial_ref_sys ON spatial_ref_sys (auth_srid, auth_name);

CREATE TABLE spatialite_history (
  event_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  table_name TEXT NOT NULL,
  geometry_column TEXT,
  event TEXT NOT NULL,
  timestamp TEXT NOT NULL,
  ver_sqlite TEXT NOT NULL,
  ver_splite TEXT NOT NULL
);

CREATE TABLE geometry_columns (
  f_table_name TEXT NOT NULL,
  f_geometry_column TEXT NOT NULL,
  geometry_type INTEGER NOT NULL,
  coord_dimension INTEGER NOT NULL,
  srid INTEGER NOT NULL,
  spatial_index_enabled INTEGER NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (f_table_name, f_geometry_column),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srid) REFERENCES spatial_ref_sys (srid),
  CONSTRAINT ck_gc_rtree CHECK (spatial_index_enabled IN (0,1,2))
);

CREATE INDEX idx_srid_geocols ON geometry_columns (srid);

CREATE VIEW geom_cols_ref_sys AS
  SELECT f_table_name, f_geometry_column, geometry_type, coord_dimension, spatial_ref_sys.srid AS srid, auth_name, auth_srid, ref_sys_name, proj4text, srtext
  FROM geometry_columns, spatial_ref_sys
  WHERE geometry_columns.srid = spatial_ref_sys.srid;

CREATE TABLE views_geometry_columns (
  view_name TEXT NOT NULL,
  view_geometry TEXT NOT NULL,
  view_rowid TEXT NOT NULL,
  f_table_name TEXT NOT NULL,
  f_geometry_column TEXT NOT NULL,
  read_only INTEGER NOT NULL,
  CONSTRAINT pk_geom_cols_views PRIMARY KEY (view_name, view_geometry),
  CONSTRAINT fk_views_geom_cols FOREIGN KEY (f_table_name, f_geometry_column) REFERENCES geometry_columns (f_table_name, f_geometry_column) ON DELETE CASCADE,
  CONSTRAINT ck_vw_rdonly CHECK (read_only IN (0,1))
);

CREATE INDEX idx_viewsjoin ON views_geometry_columns (f_table_name, f_geometry_column);

CREATE TABLE virts_geometry_columns (
  virt_name TEXT NOT NULL,
  virt_geometry TEXT NOT NULL,
  geometry_type INTEGER NOT NULL,
  coord_dimension INTEGER NOT NULL,
  srid INTEGER NOT NULL,
  CONSTRAINT pk_geom_cols_virts PRIMARY KEY (virt_name, virt_geometry),
  CONSTRAINT fk_vgc_srid FOREIGN KEY (srid) REFERENCES spatial_ref_sys (srid)
);

CREATE INDEX idx_virtssrid ON virts_geometry_columns (srid);

CREATE TABLE geometry_columns_statistics (
  f_table_name TEXT NOT NULL,
  f_geometry_column TEXT NOT NULL,
  last_verified TIMESTAMP,
  row_count INTEGER,
  extent_min_x DOUBLE,
  extent_min_y DOUBLE,
  extent_max_x DOUBLE,
  extent_max_y DOUBLE,
  CONSTRAINT pk_gc_statistics PRIMARY KEY (f_table_name, f_geometry_column),
  CONSTRAINT fk_gc_statistics FOREIGN KEY (f_table_name, f_geometry_column) REFERENCES geometry_columns (f_table_name, f_geometry_column) ON DELETE CASCADE
);

CREATE TABLE views_geometry_columns_statistics (
  view_name TEXT NOT NULL,
  view_geometry TEXT NOT NULL,
  last_verified TIMESTAMP,
  row_count INTEGER,
  extent_min_x DOUBLE,
  extent_min_y DOUBLE,
  extent_max_x DOUBLE,
  extent_max_y DOUBLE,
  CONSTRAINT pk_vwgc_statistics PRIMARY KEY (view_name, view_geometry),
  CONSTRAINT fk_vwgc_statistics FOREIGN KEY (view_name, view_geometry) REFERENCES views_geometry_columns (view_name, view_geometry) ON DELETE CASCADE
);

CREATE TABLE virts_geometry_columns_statistics (
  virt_name TEXT NOT NULL,
  virt_geometry TEXT NOT NULL,
  last_verified TIMESTAMP,
  row_count INTEGER,
  extent_min_x DOUBLE,
  extent_min_y DOUBLE,
  extent_max_x DOUBLE,
  extent_max_y DOUBLE,
  CONSTRAINT pk_vrtgc_statistics PRIMARY KEY (virt_name, virt_geometry),
  CONSTRAINT fk_vrtgc_statistics FOREIGN KEY (virt_name, virt_geometry) REFERENCES virts_geometry_columns (virt_name, virt_geometry) ON DELETE CASCADE
);

CREATE TABLE geometry_columns_field_infos (
  f_table_name TEXT NOT NULL,
  f_geometry_column TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  null_values INTEGER NOT NULL,
  integer_values INTEGER NOT NULL,
  double_values INTEGER NOT NULL,
  text_values INTEGER NOT NULL,
  blob_values INTEGER NOT NULL,
  max_size INTEGER,
  integer_min INTEGER,
  integer_max INTEGER,
  double_min DOUBLE,
  double_max DOUBLE,
  CONSTRAINT pk_gcfld_infos PRIMARY KEY (f_table_name, f_geometry_column, ordinal, column_name),
  CONSTRAINT fk_gcfld_infos FOREIGN KEY (f_table_name, f_geometry_column) REFERENCES geometry_columns (f_table_name, f_geometry_column) ON DELETE CASCADE
);

CREATE TABLE views_geometry_columns_field_infos (
  view_name TEXT NOT NULL,
  view_geometry TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  null_values INTEGER NOT NULL,
  integer_values INTEGER NOT NULL,
  double_values INTEGER NOT NULL,
  text_values INTEGER NOT NULL,
  blob_values INTEGER NOT NULL,
  max_size INTEGER,
  integer_min INTEGER,
  integer_max INTEGER,
  double_min DOUBLE,
  double_max DOUBLE,
  CONSTRAINT pk_vwgcfld_infos PRIMARY KEY (view_name, view_geometry, ordinal, column_name),
  CONSTRAINT fk_vwgcfld_infos FOREIGN KEY (view_name, view_geometry) REFERENCES views_geometry_columns (view_name, view_geometry) ON DELETE CASCADE
);

CREATE TABLE virts_geometry_columns_field_infos (
  virt_name TEXT NOT NULL,
  virt_geometry TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  null_values INTEGER NOT NULL,
  integer_values INTEGER NOT NULL,
  double_values INTEGER NOT NULL,
  text_values INTEGER NOT NULL,
  blob_values INTEGER NOT NULL,
  max_size INTEGER,
  integer_min INTEGER,
  integer_max INTEGER,
  double_min DOUBLE,
  double_max DOUBLE,
  CONSTRAINT pk_vrtgcfld_infos PRIMARY KEY (virt_name, virt_geometry, ordinal, column_name),
  CONSTRAINT fk_vrtgcfld_infos FOREIGN KEY (virt_name, virt_geometry) REFERENCES virts_geometry_columns (virt_name, virt_geometry) ON DELETE CASCADE
);

CREATE TABLE geometry_columns_time (
  f_table_name TEXT NOT NULL,
  f_geometry_column TEXT NOT NULL,
  last_insert TIMESTAMP NOT NULL DEFAULT '0000-01-01T00:00:00.000Z',
  last_update TIMESTAMP NOT NULL DEFAULT '0000-01-01T00:00:00.000Z',
  last_delete TIMESTAMP NOT NULL DEFAULT '0000-01-01T00:00:00.000Z',
  CONSTRAINT pk_gc_time PRIMARY KEY (f_table_name, f_geometry_column),
  CONSTRAINT fk_gc_time FOREIGN KEY (f_table_name, f_geometry_column) REFERENCES geometry_columns (f_table_name, f_geometry_column) ON DELETE CASCADE
);

CREATE TABLE geometry_columns_auth (
  f_table_name TEXT NOT NULL,
  f_geometry_column TEXT NOT NULL,
  read_only INTEGER NOT NULL,
  hidden INTEGER NOT NULL,
  CONSTRAINT pk_gc_auth PRIMARY KEY (f_table_name, f_geometry_column),
  CONSTRAINT fk_gc_auth FOREIGN KEY (f_table_name, f_geometry_column) REFERENCES geometry_columns (f_table_name, f_geometry_column) ON DELETE CASCADE,
  CONSTRAINT ck_gc_ronly CHECK (read_only IN (0,1)),
  CONSTRAINT ck_gc_hidden CHECK (hidden IN (0,1))
);

CREATE TABLE views_geometry_columns_auth (
  view_name TEXT NOT NULL,
  view_geometry TEXT NOT NULL,
  hidden INTEGER NOT NULL,
  CONSTRAINT pk_vwgc_auth PRIMARY KEY (view_name, view_geometry),
  CONSTRAINT fk_vwgc_auth FOREIGN KEY (view_name, view_geometry) REFERENCES views_geometry_columns (view_name, view_geometry) ON DELETE CASCADE,
  CONSTRAINT ck_vwgc_hidden CHECK (hidden IN (0,1))
);

CREATE TABLE virts_geometry_columns_auth (
  virt_name TEXT NOT NULL,
  virt_geometry TEXT NOT NULL,
  hidden INTEGER NOT NULL,
  CONSTRAINT pk_vrtgc_auth PRIMARY KEY (virt_name, virt_geometry),
  CONSTRAINT fk_vrtgc_auth FOREIGN KEY (virt_name, virt_geometry) REFERENCES virts_geometry_columns (virt_name, virt_geometry) ON DELETE CASCADE,
  CONSTRAINT ck_vrtgc_hidden CHECK (hidden IN (0,1))
);

CREATE VIEW vector_layers AS
  SELECT 'SpatialTable' AS layer_type, f_table_name AS table_name, f_geometry_column AS geometry_column, geometry_type AS geometry_type, coord_dimension AS coord_dimension, srid AS srid, spatial_index_enabled AS spatial_index_enabled
  FROM geometry_columns
  UNION SELECT 'SpatialView' AS layer_type, a.view_name AS table_name, a.view_geometry AS geometry_column, b.geometry_type AS geometry_type, b.coord_dimension AS coord_dimension, b.srid AS srid, b.spatial_index_enabled AS spatial_index_enabled
  FROM views_geometry_columns AS a
  LEFT JOIN geometry_columns AS b ON (Upper(a.f_table_name) = Upper(b.f_table_name) AND Upper(a.f_geometry_column) = Upper(b.f_geometry_column))
  UNION SELECT 'VirtualShape' AS layer_type, virt_name AS table_name, virt_geometry AS geometry_column, geometry_type AS geometry_type, coord_dimension AS coord_dimension, srid AS srid, 0 AS spatial_index_enabled
  FROM virts_geometry_columns;

CREATE VIEW vector_layers_auth AS
  SELECT 'SpatialTable' AS layer_type, f_table_name AS table_name, f_geometry_column AS geometry_column, read_only AS read_only, hidden AS hidden
  FROM geometry_columns_auth
  UNION SELECT 'SpatialView' AS layer_type, a.view_name AS table_name, a.view_geometry AS geometry_column, b.read_only AS read_only, a.hidden AS hidden
  FROM views_geometry_columns_auth AS a
  JOIN views_geometry_columns AS b ON (Upper(a.view_name) = Upper(b.view_name) AND Upper(a.view_geometry) = Upper(b.view_geometry))
  UNION SELECT 'VirtualShape' AS layer_type, virt_name AS table_name, virt_geometry AS geometry_column, 1 AS read_only, hidden AS hidden
  FROM virts_geometry_columns_auth;

CREATE VIEW vector_layers_statistics AS
  SELECT 'SpatialTable' AS layer_type, f_table_name AS table_name, f_geometry_column AS geometry_column, last_verified AS last_verified, row_count AS row_count, extent_min_x AS extent_min_x, extent_min_y AS extent_min_y, extent_max_x AS extent_max_x, extent_max_y AS extent_max_y
  FROM geometry_columns_statistics
  UNION SELECT 'SpatialView' AS layer_type, view_name AS table_name, view_geometry AS geometry_column, last_verified AS last_verified, row_count AS row_count, extent_min_x AS extent_min_x, extent_min_y AS extent_min_y, extent_max_x AS extent_max_x, extent_max_y AS extent_max_y
  FROM views_geometry_columns_statistics
  UNION SELECT 'VirtualShape' AS layer_type, virt_name AS table_name, virt_geometry AS geometry_column, last_verified AS last_verified, row_count AS row_count, extent_min_x AS extent_min_x, extent_min_y AS extent_min_y, extent_max_x AS extent_max_x, extent_max_y AS extent_max_y
  FROM virts_geometry_columns_statistics;

CREATE VIEW vector_layers_field_infos AS
  SELECT 'SpatialTable' AS layer_type, f_table_name AS table_name, f_geometry_column AS geometry_column, ordinal AS ordinal, column_name AS column_name, null_values AS null_values, integer_values AS integer_values, double_values AS double_values, text_values AS text_values, blob_values AS blob_values, max_size AS max_size, integer_min AS integer_min, integer_max AS integer_max, double_min AS double_min, double_max double_max
  FROM geometry_columns_field_infos
  UNION SELECT 'SpatialView' AS layer_type, view_name AS table_name, view_geometry AS geometry_column, ordinal AS ordinal, column_name AS column_name, null_values AS null_values, integer_values AS integer_values, double_values AS double_values, text_values AS text_values, blob_values AS blob_values, max_size AS max_size, integer_min AS integer_min, integer_max AS integer_max, double_min AS double_min, double_max double_max
  FROM views_geometry_columns_field_infos
  UNION SELECT 'VirtualShape' AS layer_type, virt_name AS table_name, virt_geometry AS geometry_column, ordinal AS ordinal, column_name AS column_name, null_values AS null_values, integer_values AS integer_values, double_values AS double_values, text_values AS text_values, blob_values AS blob_values, max_size AS max_size, integer_min AS integer_min, integer_max AS integer_max, double_min AS double_min, double_max double_max
  FROM virts_geometry_columns_field_infos;

CREATE TABLE data_licenses (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  url TEXT
);

CREATE TABLE sql_statements_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time_start TIMESTAMP NOT NULL DEFAULT '0000-01-01T00:00:00.000Z',
  time_end TIMESTAMP NOT NULL DEFAULT '0000-01-01T00:00:00.000Z',
  user_agent TEXT NOT NULL,
  sql_statement TEXT NOT NULL,
  success INTEGER NOT NULL DEFAULT 0,
  error_cause TEXT NOT NULL DEFAULT 'ABORTED',
  CONSTRAINT sqllog_success CHECK (success IN (0,1))
);

CREATE TABLE spatial_ref_sys_aux (
  srid INTEGER NOT NULL PRIMARY KEY,
  is_geographic INTEGER,
  has_flipped_axes INTEGER,
  spheroid TEXT,
  prime_meridian TEXT,
  datum TEXT,
  projection TEXT,
  unit TEXT,
  axis_1_name TEXT,
  axis_1_orientation TEXT,
  axis_2_name TEXT,
  axis_2_orientation TEXT,
  CONSTRAINT fk_sprefsys FOREIGN KEY (srid) REFERENCES spatial_ref_sys (srid)
);

CREATE VIEW spatial_ref_sys_all AS
  SELECT a.srid AS srid, a.auth_name AS auth_name, a.auth_srid AS auth_srid, a.ref_sys_name AS ref_sys_name, b.is_geographic AS is_geographic, b.has_flipped_axes AS has_flipped_axes, b.spheroid AS spheroid, b.prime_meridian AS prime_meridian, b.datum AS datum, b.projection AS projection, b.unit AS unit, b.axis_1_name AS axis_1_name, b.axis_1_orientation AS axis_1_orientation, b.axis_2_name AS axis_2_name, b.axis_2_orientation AS axis_2_orientation, a.proj4text AS proj4text, a.srtext AS srtext
  FROM spatial_ref_sys AS a
  LEFT JOIN spatial_ref_sys_aux AS b ON (a.srid = b.srid);

-- EPSG:4326 for everything published, 27700 and 29903 for analysis in metres.
INSERT INTO spatial_ref_sys VALUES (4326, 'epsg', 4326, 'WGS 84',
  '+proj=longlat +datum=WGS84 +no_defs',
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]');
INSERT INTO spatial_ref_sys VALUES (27700, 'epsg', 27700, 'OSGB 1936 / British National Grid',
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs',
  'PROJCS["OSGB 1936 / British National Grid",GEOGCS["OSGB 1936",DATUM["OSGB_1936",SPHEROID["Airy 1830",6377563.396,299.3249646,AUTHORITY["EPSG","7001"]],AUTHORITY["EPSG","6277"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4277"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],PARAMETER["scale_factor",0.9996012717],PARAMETER["false_easting",400000],PARAMETER["false_northing",-100000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","27700"]]');
INSERT INTO spatial_ref_sys VALUES (29903, 'epsg', 29903, 'TM75 / Irish Grid',
  '+proj=tmerc +lat_0=53.5 +lon_0=-8 +k=1.000035 +x_0=200000 +y_0=250000 +ellps=mod_airy +towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15 +units=m +no_defs',
  'PROJCS["TM75 / Irish Grid",GEOGCS["TM75",DATUM["Geodetic_Datum_of_1965",SPHEROID["Airy Modified 1849",6377340.189,299.3249646,AUTHORITY["EPSG","7002"]],AUTHORITY["EPSG","6300"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4300"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",53.5],PARAMETER["central_meridian",-8],PARAMETER["scale_factor",1.000035],PARAMETER["false_easting",200000],PARAMETER["false_northing",250000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","29903"]]');
