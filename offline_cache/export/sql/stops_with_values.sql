FROM stop s
JOIN place p ON p.id = s.place
JOIN stop_value v1 ON v1.id = s.type
JOIN stop_value v2 ON v2.id = s.operation
JOIN stop_value v3 ON v3.id = s.operation_name
JOIN stop_value v4 ON v4.id = s.gender
JOIN stop_value v5 ON v5.id = s.age_range
JOIN stop_value v6 ON v6.id = s.self_defined_ethnicity
JOIN stop_value v7 ON v7.id = s.officer_defined_ethnicity
JOIN stop_value v8 ON v8.id = s.legislation
JOIN stop_value v9 ON v9.id = s.object_of_search
JOIN stop_value v10 ON v10.id = s.outcome
JOIN stop_value v11 ON v11.id = s.outcome_linked
JOIN stop_value v12 ON v12.id = s.clothing_removed
