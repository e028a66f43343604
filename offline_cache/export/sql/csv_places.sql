SELECT p.longitude AS longitude, p.latitude AS latitude, p.name AS location, k.name AS place_kind,
  l.code AS lsoa_code, l.name AS lsoa_name, n.crimes AS crimes
{crimes_by_place}
