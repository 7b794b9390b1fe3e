ALTER TABLE run ADD COLUMN figures JSON

CREATE TABLE leader (
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  process INTEGER NOT NULL,
  since VARCHAR(27) NOT NULL,
  seen_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_leader PRIMARY KEY (name)
)

CREATE TABLE alert (
  id INTEGER NOT NULL,
  site_id INTEGER,
  at VARCHAR(27) NOT NULL,
  state TEXT NOT NULL,
  sentence TEXT NOT NULL,
  sent_at VARCHAR(27),
  attempts INTEGER NOT NULL,
  detail TEXT,
  CONSTRAINT pk_alert PRIMARY KEY (id),
  CONSTRAINT fk_alert_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE TABLE compacted (
  id INTEGER NOT NULL,
  page_id INTEGER NOT NULL,
  file TEXT NOT NULL,
  "offset" INTEGER NOT NULL,
  length INTEGER NOT NULL,
  record_sha256 VARCHAR(64) NOT NULL,
  now_sha256 VARCHAR(64) NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_compacted PRIMARY KEY (id),
  CONSTRAINT uq_compacted_file_offset UNIQUE (file, "offset"),
  CONSTRAINT fk_compacted_page_id FOREIGN KEY(page_id) REFERENCES page (id)
)

CREATE INDEX ix_compacted_page_id ON compacted (page_id)

CREATE TABLE mute (
  site_id INTEGER NOT NULL,
  until VARCHAR(27) NOT NULL,
  reason TEXT NOT NULL,
  person TEXT NOT NULL,
  muted_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_mute PRIMARY KEY (site_id),
  CONSTRAINT fk_mute_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE TRIGGER compacted_refuses_update BEFORE UPDATE ON compacted
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table compacted cannot be updated'); END

CREATE TRIGGER compacted_refuses_delete BEFORE DELETE ON compacted
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table compacted cannot be deleted from'); END

CREATE TRIGGER compacted_refuses_insert BEFORE INSERT ON compacted
WHEN EXISTS (SELECT 1 FROM compacted WHERE "id" = NEW."id") OR EXISTS (SELECT 1 FROM compacted WHERE "file" = NEW."file" AND "offset" = NEW."offset")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table compacted cannot be written twice'); END
