-- Which display painted which alarm first, and when. Beside the chain of events: it changes nothing of a visit.
CREATE TABLE shown_alarm (
  alarm TEXT PRIMARY KEY,
  session TEXT NOT NULL,
  display TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX shown_alarm_of_session ON shown_alarm (session);
