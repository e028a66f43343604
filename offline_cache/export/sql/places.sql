SELECT p.id, p.geom, p.name AS location, k.name AS place_kind,
  nullif(l.code, '') AS lsoa_code, nullif(l.name, '') AS lsoa_name, n.crimes AS crimes
{crimes_by_place}
