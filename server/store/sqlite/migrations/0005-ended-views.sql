-- How a visit that is over reads; saves replay time, holds no truth.
CREATE TABLE ended_view (
  session INTEGER PRIMARY KEY,
  version TEXT NOT NULL,
  last_hash TEXT NOT NULL,
  view TEXT NOT NULL
) STRICT;

-- What a clinician looks for first: records that nobody has signed yet.
CREATE INDEX session_row_unsigned ON session_row (created_at, id) WHERE is_ended = 1 AND is_signed = 0;
