DROP TRIGGER reading_refuses_update

ALTER TABLE site ADD COLUMN id_prefix TEXT

ALTER TABLE site ADD COLUMN enabled BOOLEAN

ALTER TABLE known_address ADD COLUMN earliest_at VARCHAR(27)

ALTER TABLE known_address ADD COLUMN latest_at VARCHAR(27)

ALTER TABLE known_address ADD COLUMN backlog BOOLEAN

ALTER TABLE furniture ADD COLUMN kind TEXT

ALTER TABLE furniture ADD COLUMN text TEXT

ALTER TABLE furniture ADD COLUMN removed_number INTEGER

ALTER TABLE furniture ADD COLUMN removed_why TEXT

ALTER TABLE furniture ADD COLUMN rule JSON

ALTER TABLE reading ADD COLUMN agreement FLOAT

ALTER TABLE reading ADD COLUMN second_words INTEGER

CREATE INDEX ix_known_address_wanted ON known_address (site_id, latest_at, url) WHERE why NOT IN ('known', 'walked')

CREATE TABLE trust (
  reading_id INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  score FLOAT NOT NULL,
  reasons JSON NOT NULL,
  flagged BOOLEAN NOT NULL,
  scored_at VARCHAR(27) NOT NULL,
  reviewed_at VARCHAR(27),
  review TEXT,
  note TEXT,
  normal INTEGER,
  CONSTRAINT pk_trust PRIMARY KEY (reading_id),
  CONSTRAINT fk_trust_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id),
  CONSTRAINT fk_trust_article_id FOREIGN KEY(article_id) REFERENCES article (id)
)

CREATE INDEX ix_trust_article_id ON trust (article_id)

CREATE INDEX ix_trust_flagged ON trust (flagged)

CREATE TRIGGER reading_refuses_update BEFORE UPDATE ON reading
WHEN NOT (EXISTS (SELECT 1 FROM withheld w WHERE w.page_id = OLD.page_id
  AND NEW."id" IS OLD.id
  AND NEW."page_id" IS OLD.page_id
  AND NEW."url" IS OLD.url
  AND NEW."reader" IS OLD.reader
  AND NEW."layout" IS OLD.layout
  AND NEW."title" IS 'withheld (' || w.reason || ', ' || date(w.recorded_at, '+7 hours') || ')'
  AND NEW."lead" IS ''
  AND NEW."body" IS ''
  AND NEW."blocks" IS '[]'
  AND NEW."author" IS NULL
  AND NEW."published_at" IS OLD.published_at
  AND NEW."published_precision" IS OLD.published_precision
  AND NEW."published_raw" IS NULL
  AND NEW."published_from" IS OLD.published_from
  AND NEW."modified_at" IS OLD.modified_at
  AND NEW."section" IS NULL
  AND NEW."tags" IS '[]'
  AND NEW."source_name" IS NULL
  AND NEW."source_url" IS NULL
  AND NEW."dateline" IS NULL
  AND NEW."canonical_url" IS NULL
  AND NEW."links" IS '[]'
  AND NEW."doubts" IS OLD.doubts
  AND NEW."robots" IS OLD.robots
  AND NEW."digest" IS OLD.digest
  AND NEW."digest_title" IS OLD.digest_title
  AND NEW."digest_text" IS OLD.digest_text
  AND NEW."digest_folded" IS OLD.digest_folded
  AND NEW."digest_media" IS OLD.digest_media
  AND NEW."digest_metadata" IS OLD.digest_metadata
  AND NEW."recorded_at" IS OLD.recorded_at
  AND NEW."agreement" IS OLD.agreement
  AND NEW."second_words" IS OLD.second_words))
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table reading cannot be updated'); END
