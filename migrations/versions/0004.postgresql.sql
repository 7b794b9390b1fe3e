ALTER TABLE run ADD COLUMN figures JSONB

CREATE TABLE leader (
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  process INTEGER NOT NULL,
  since TIMESTAMP WITH TIME ZONE NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_leader PRIMARY KEY (name)
)

CREATE TABLE alert (
  id BIGSERIAL NOT NULL,
  site_id BIGINT,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  state TEXT NOT NULL,
  sentence TEXT NOT NULL,
  sent_at TIMESTAMP WITH TIME ZONE,
  attempts INTEGER NOT NULL,
  detail TEXT,
  CONSTRAINT pk_alert PRIMARY KEY (id),
  CONSTRAINT fk_alert_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE TABLE compacted (
  id BIGSERIAL NOT NULL,
  page_id BIGINT NOT NULL,
  file TEXT NOT NULL,
  "offset" BIGINT NOT NULL,
  length BIGINT NOT NULL,
  record_sha256 VARCHAR(64) NOT NULL,
  now_sha256 VARCHAR(64) NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_compacted PRIMARY KEY (id),
  CONSTRAINT uq_compacted_file_offset UNIQUE (file, "offset"),
  CONSTRAINT fk_compacted_page_id FOREIGN KEY(page_id) REFERENCES page (id)
)

CREATE INDEX ix_compacted_page_id ON compacted (page_id)

CREATE TABLE mute (
  site_id BIGINT NOT NULL,
  until TIMESTAMP WITH TIME ZONE NOT NULL,
  reason TEXT NOT NULL,
  person TEXT NOT NULL,
  muted_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_mute PRIMARY KEY (site_id),
  CONSTRAINT fk_mute_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE TRIGGER compacted_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON compacted
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
