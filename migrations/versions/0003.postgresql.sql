ALTER TABLE site ADD COLUMN id_prefix TEXT

ALTER TABLE site ADD COLUMN enabled BOOLEAN

ALTER TABLE known_address ADD COLUMN earliest_at TIMESTAMP WITH TIME ZONE

ALTER TABLE known_address ADD COLUMN latest_at TIMESTAMP WITH TIME ZONE

ALTER TABLE known_address ADD COLUMN backlog BOOLEAN

ALTER TABLE furniture ADD COLUMN kind TEXT

ALTER TABLE furniture ADD COLUMN text TEXT

ALTER TABLE furniture ADD COLUMN removed_number INTEGER

ALTER TABLE furniture ADD COLUMN removed_why TEXT

ALTER TABLE furniture ADD COLUMN rule JSONB

ALTER TABLE reading ADD COLUMN agreement FLOAT

ALTER TABLE reading ADD COLUMN second_words INTEGER

CREATE INDEX ix_known_address_wanted ON known_address (site_id, latest_at, url) WHERE why NOT IN ('known', 'walked')

CREATE TABLE trust (
  reading_id BIGINT NOT NULL,
  article_id BIGINT NOT NULL,
  score FLOAT NOT NULL,
  reasons JSONB NOT NULL,
  flagged BOOLEAN NOT NULL,
  scored_at TIMESTAMP WITH TIME ZONE NOT NULL,
  reviewed_at TIMESTAMP WITH TIME ZONE,
  review TEXT,
  note TEXT,
  normal INTEGER,
  CONSTRAINT pk_trust PRIMARY KEY (reading_id),
  CONSTRAINT fk_trust_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id),
  CONSTRAINT fk_trust_article_id FOREIGN KEY(article_id) REFERENCES article (id)
)

CREATE INDEX ix_trust_article_id ON trust (article_id)

CREATE INDEX ix_trust_flagged ON trust (flagged)
