SELECT a.id, a.geom, a.kind AS kind, a.edition AS edition, a.code AS code, a.name AS name,
  r.value AS residents, h.value AS households, s.source AS source, s.licence AS licence
FROM area a
JOIN area_source s ON s.id = a.source
LEFT JOIN area_figure r
  ON r.kind = a.kind AND r.edition = a.edition AND r.code = a.code AND r.measure = 'residents'
LEFT JOIN area_figure h
  ON h.kind = a.kind AND h.edition = a.edition AND h.code = a.code AND h.measure = 'households'
ORDER BY a.kind, a.edition, a.code
