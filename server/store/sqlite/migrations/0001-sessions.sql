-- A session and the head of its two chains: the newest event, and the newest chunk of readings.
CREATE TABLE session (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  chunks INTEGER NOT NULL,
  batches INTEGER NOT NULL,
  digest BLOB NOT NULL
) STRICT;

-- position: place in the session's one append order of events and batches.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  position INTEGER NOT NULL,
  previous_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_of_session ON event (session, seq);

-- The readings of one commit, of all its sessions; stays until each of them has folded its part into a chunk.
CREATE TABLE tick (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL,
  data BLOB NOT NULL
) STRICT;

-- The readings of one session for about a minute. In order of time, not of session: pages fill to the end.
CREATE TABLE chunk (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  number INTEGER NOT NULL,
  first_batch INTEGER NOT NULL,
  last_batch INTEGER NOT NULL,
  last_position INTEGER NOT NULL,
  measured_from INTEGER,
  measured_to INTEGER,
  digest BLOB NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX chunk_of_session ON chunk (session, number);

-- What lists are searched and sorted by, in the order in which they are shown: a filter walks it from its end.
CREATE TABLE session_row (
  created_at INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL,
  bay TEXT NOT NULL,
  phase TEXT NOT NULL,
  is_ended INTEGER NOT NULL,
  patient_name TEXT NOT NULL,
  patient_initials TEXT NOT NULL,
  record_number TEXT NOT NULL,
  protocol_id TEXT NOT NULL,
  protocol_name TEXT NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  had_high_alarm INTEGER NOT NULL,
  is_signed INTEGER NOT NULL,
  is_simulated INTEGER NOT NULL,
  search TEXT NOT NULL,
  PRIMARY KEY (created_at, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_row_running ON session_row (created_at, id) WHERE is_ended = 0;
CREATE INDEX session_row_of_patient ON session_row (record_number, created_at, id);

-- Saves replay time, holds no truth.
CREATE TABLE checkpoint (
  session INTEGER PRIMARY KEY,
  version TEXT NOT NULL,
  entry_count INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;
