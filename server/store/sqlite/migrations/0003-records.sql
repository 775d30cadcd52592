-- What is not a session, one JSON document each; position keeps the order of insertion.
CREATE TABLE record (
  position INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (kind, id)
) STRICT;
