-- Readings of devices that no session took; dropped after a day.
CREATE TABLE held (
  id INTEGER PRIMARY KEY,
  device TEXT NOT NULL,
  at INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX held_of_device ON held (device, at);
CREATE INDEX held_by_time ON held (at);
