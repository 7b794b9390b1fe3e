CREATE TABLE page (
  id BIGSERIAL NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  size BIGINT NOT NULL,
  content_type TEXT,
  file TEXT NOT NULL,
  "offset" BIGINT NOT NULL,
  length BIGINT NOT NULL,
  record_sha256 VARCHAR(64) NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_page PRIMARY KEY (id),
  CONSTRAINT uq_page_sha256 UNIQUE (sha256)
)

CREATE TABLE schedule (
  id BIGSERIAL NOT NULL,
  job TEXT NOT NULL,
  due_at TIMESTAMP WITH TIME ZONE NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE,
  finished_at TIMESTAMP WITH TIME ZONE,
  outcome TEXT,
  trigger TEXT NOT NULL,
  detail TEXT,
  CONSTRAINT pk_schedule PRIMARY KEY (id)
)

CREATE INDEX ix_schedule_job_due_at ON schedule (job, due_at)

CREATE TABLE seal (
  id BIGSERIAL NOT NULL,
  sealed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  articles BIGINT NOT NULL,
  versions BIGINT NOT NULL,
  root VARCHAR(64) NOT NULL,
  CONSTRAINT pk_seal PRIMARY KEY (id)
)

CREATE TABLE shingle_stop (
  hash BIGINT NOT NULL,
  refreshed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_shingle_stop PRIMARY KEY (hash)
)

CREATE TABLE site (
  id BIGSERIAL NOT NULL,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  unit_code TEXT,
  successor_id BIGINT,
  valid_from DATE,
  valid_to DATE,
  CONSTRAINT pk_site PRIMARY KEY (id),
  CONSTRAINT uq_site_name UNIQUE (name),
  CONSTRAINT fk_site_successor_id FOREIGN KEY(successor_id) REFERENCES site (id)
)

CREATE TABLE story_alias (
  alias VARCHAR(16) NOT NULL,
  story_id VARCHAR(16) NOT NULL,
  CONSTRAINT pk_story_alias PRIMARY KEY (alias)
)

CREATE INDEX ix_story_alias_story_id ON story_alias (story_id)

CREATE TABLE unit (
  map TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  now_code TEXT,
  changed_on DATE,
  CONSTRAINT pk_unit PRIMARY KEY (map, code)
)

CREATE TABLE article (
  id BIGSERIAL NOT NULL,
  public_id VARCHAR(16) NOT NULL,
  site_id BIGINT NOT NULL,
  id_space TEXT NOT NULL,
  native_id TEXT,
  path TEXT,
  key TEXT NOT NULL,
  serial INTEGER NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_article PRIMARY KEY (id),
  CONSTRAINT uq_article_site_id_id_space_key_serial UNIQUE (site_id, id_space, key, serial),
  CONSTRAINT uq_article_public_id UNIQUE (public_id),
  CONSTRAINT fk_article_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE TABLE furniture (
  id BIGSERIAL NOT NULL,
  site_id BIGINT NOT NULL,
  number INTEGER NOT NULL,
  text_hash VARCHAR(64) NOT NULL,
  evidence JSONB NOT NULL,
  added_at TIMESTAMP WITH TIME ZONE NOT NULL,
  removed_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_furniture PRIMARY KEY (id),
  CONSTRAINT fk_furniture_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE INDEX ix_furniture_site_id ON furniture (site_id)

CREATE TABLE host (
  id BIGSERIAL NOT NULL,
  host TEXT NOT NULL,
  site_id BIGINT NOT NULL,
  valid_from DATE,
  valid_to DATE,
  CONSTRAINT pk_host PRIMARY KEY (id),
  CONSTRAINT fk_host_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE INDEX ix_host_host ON host (host)

CREATE TABLE known_address (
  url TEXT NOT NULL,
  site_id BIGINT NOT NULL,
  listing TEXT NOT NULL,
  title TEXT NOT NULL,
  published_at TIMESTAMP WITH TIME ZONE,
  found_at TIMESTAMP WITH TIME ZONE NOT NULL,
  why TEXT NOT NULL,
  CONSTRAINT pk_known_address PRIMARY KEY (url),
  CONSTRAINT fk_known_address_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE INDEX ix_known_address_site_id ON known_address (site_id)

CREATE TABLE reading (
  id BIGSERIAL NOT NULL,
  page_id BIGINT NOT NULL,
  url TEXT NOT NULL,
  reader TEXT NOT NULL,
  layout TEXT NOT NULL,
  title TEXT NOT NULL,
  lead TEXT NOT NULL,
  body TEXT NOT NULL,
  blocks JSONB NOT NULL,
  author TEXT,
  published_at TIMESTAMP WITH TIME ZONE,
  published_precision TEXT,
  published_raw TEXT,
  published_from TEXT,
  modified_at TIMESTAMP WITH TIME ZONE,
  section TEXT,
  tags JSONB NOT NULL,
  source_name TEXT,
  source_url TEXT,
  dateline TEXT,
  canonical_url TEXT,
  links JSONB NOT NULL,
  doubts JSONB NOT NULL,
  robots TEXT,
  digest VARCHAR(64) NOT NULL,
  digest_title VARCHAR(64) NOT NULL,
  digest_text VARCHAR(64) NOT NULL,
  digest_folded VARCHAR(64) NOT NULL,
  digest_media VARCHAR(64) NOT NULL,
  digest_metadata VARCHAR(64) NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_reading PRIMARY KEY (id),
  CONSTRAINT uq_reading_page_id_url_reader_layout UNIQUE (page_id, url, reader, layout),
  CONSTRAINT fk_reading_page_id FOREIGN KEY(page_id) REFERENCES page (id)
)

CREATE TABLE run (
  id BIGSERIAL NOT NULL,
  site_id BIGINT NOT NULL,
  trigger TEXT NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  finished_at TIMESTAMP WITH TIME ZONE,
  outcome TEXT,
  discovered INTEGER NOT NULL,
  fetched INTEGER NOT NULL,
  new_articles INTEGER NOT NULL,
  new_versions INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  repeats INTEGER NOT NULL,
  notes JSONB NOT NULL,
  CONSTRAINT pk_run PRIMARY KEY (id),
  CONSTRAINT fk_run_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE INDEX ix_run_site_id ON run (site_id)

CREATE TABLE site_state (
  site_id BIGINT NOT NULL,
  subject TEXT NOT NULL,
  evidence TEXT NOT NULL,
  first_matched_at TIMESTAMP WITH TIME ZONE NOT NULL,
  confirmed_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_site_state PRIMARY KEY (site_id, subject),
  CONSTRAINT fk_site_state_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE TABLE address (
  id BIGSERIAL NOT NULL,
  url TEXT NOT NULL,
  article_id BIGINT NOT NULL,
  since TIMESTAMP WITH TIME ZONE NOT NULL,
  via TEXT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_address PRIMARY KEY (id),
  CONSTRAINT uq_address_url_article_id UNIQUE (url, article_id),
  CONSTRAINT fk_address_article_id FOREIGN KEY(article_id) REFERENCES article (id)
)

CREATE INDEX ix_address_article_id ON address (article_id)

CREATE TABLE attachment (
  reading_id BIGINT NOT NULL,
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  label TEXT NOT NULL,
  CONSTRAINT pk_attachment PRIMARY KEY (reading_id, position),
  CONSTRAINT fk_attachment_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE TABLE fetch_event (
  id BIGSERIAL NOT NULL,
  run_id BIGINT,
  site_id BIGINT NOT NULL,
  url TEXT NOT NULL,
  kind TEXT NOT NULL,
  requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  status INTEGER,
  outcome TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  location TEXT,
  conditional BOOLEAN NOT NULL,
  page_id BIGINT,
  file TEXT,
  "offset" BIGINT,
  length BIGINT,
  record_sha256 VARCHAR(64),
  detail TEXT,
  CONSTRAINT pk_fetch_event PRIMARY KEY (id),
  CONSTRAINT fk_fetch_event_run_id FOREIGN KEY(run_id) REFERENCES run (id),
  CONSTRAINT fk_fetch_event_site_id FOREIGN KEY(site_id) REFERENCES site (id),
  CONSTRAINT fk_fetch_event_page_id FOREIGN KEY(page_id) REFERENCES page (id)
)

CREATE INDEX ix_fetch_event_file_offset ON fetch_event (file, "offset")

CREATE INDEX ix_fetch_event_page_id ON fetch_event (page_id)

CREATE INDEX ix_fetch_event_run_id_outcome ON fetch_event (run_id, outcome)

CREATE INDEX ix_fetch_event_url_requested_at ON fetch_event (url, requested_at)

CREATE TABLE health (
  id BIGSERIAL NOT NULL,
  site_id BIGINT NOT NULL,
  run_id BIGINT,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  state TEXT NOT NULL,
  evidence JSONB NOT NULL,
  CONSTRAINT pk_health PRIMARY KEY (id),
  CONSTRAINT fk_health_site_id FOREIGN KEY(site_id) REFERENCES site (id),
  CONSTRAINT fk_health_run_id FOREIGN KEY(run_id) REFERENCES run (id)
)

CREATE INDEX ix_health_site_id ON health (site_id)

CREATE TABLE image (
  reading_id BIGINT NOT NULL,
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  caption TEXT NOT NULL,
  CONSTRAINT pk_image PRIMARY KEY (reading_id, position),
  CONSTRAINT fk_image_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE TABLE indexed_reading (
  article_id BIGINT NOT NULL,
  reading_id BIGINT NOT NULL,
  CONSTRAINT pk_indexed_reading PRIMARY KEY (article_id),
  CONSTRAINT fk_indexed_reading_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_indexed_reading_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE TABLE mention (
  reading_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  count INTEGER NOT NULL,
  gazetteer TEXT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_mention PRIMARY KEY (reading_id, kind, key, gazetteer),
  CONSTRAINT fk_mention_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE INDEX ix_mention_kind_key ON mention (kind, key)

CREATE TABLE story_copy_state (
  story_id VARCHAR(16) NOT NULL,
  article_id BIGINT NOT NULL,
  role TEXT NOT NULL,
  relation TEXT NOT NULL,
  evidence TEXT NOT NULL,
  jaccard FLOAT,
  containment FLOAT,
  CONSTRAINT pk_story_copy_state PRIMARY KEY (story_id, article_id),
  CONSTRAINT fk_story_copy_state_article_id FOREIGN KEY(article_id) REFERENCES article (id)
)

CREATE TABLE topic (
  reading_id BIGINT NOT NULL,
  lexicon TEXT NOT NULL,
  score FLOAT NOT NULL,
  terms JSONB NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_topic PRIMARY KEY (reading_id, lexicon),
  CONSTRAINT fk_topic_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE TABLE version (
  id BIGSERIAL NOT NULL,
  public_id VARCHAR(16) NOT NULL,
  article_id BIGINT NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  page_id BIGINT NOT NULL,
  chain VARCHAR(64) NOT NULL,
  CONSTRAINT pk_version PRIMARY KEY (id),
  CONSTRAINT uq_version_public_id UNIQUE (public_id),
  CONSTRAINT fk_version_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_version_page_id FOREIGN KEY(page_id) REFERENCES page (id)
)

CREATE INDEX ix_version_article_id ON version (article_id)

CREATE TABLE article_state (
  article_id BIGINT NOT NULL,
  head_version_id BIGINT,
  head_reading_id BIGINT,
  url TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  version_count INTEGER NOT NULL,
  looks INTEGER NOT NULL,
  first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  last_look_at TIMESTAMP WITH TIME ZONE NOT NULL,
  gone_at TIMESTAMP WITH TIME ZONE,
  topic_status TEXT,
  topic_score FLOAT,
  story_id VARCHAR(16),
  is_origin BOOLEAN NOT NULL,
  CONSTRAINT pk_article_state PRIMARY KEY (article_id),
  CONSTRAINT fk_article_state_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_article_state_head_version_id FOREIGN KEY(head_version_id) REFERENCES version (id),
  CONSTRAINT fk_article_state_head_reading_id FOREIGN KEY(head_reading_id) REFERENCES reading (id)
)

CREATE INDEX ix_article_state_story_id ON article_state (story_id)

CREATE TABLE copy_link (
  id BIGSERIAL NOT NULL,
  version_a BIGINT NOT NULL,
  version_b BIGINT NOT NULL,
  relation TEXT NOT NULL,
  jaccard FLOAT NOT NULL,
  containment FLOAT NOT NULL,
  number_overlap FLOAT NOT NULL,
  length_ratio FLOAT NOT NULL,
  evidence TEXT NOT NULL,
  origin TEXT,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_copy_link PRIMARY KEY (id),
  CONSTRAINT uq_copy_link_version_a_version_b UNIQUE (version_a, version_b),
  CONSTRAINT fk_copy_link_version_a FOREIGN KEY(version_a) REFERENCES version (id),
  CONSTRAINT fk_copy_link_version_b FOREIGN KEY(version_b) REFERENCES version (id)
)

CREATE INDEX ix_copy_link_version_b ON copy_link (version_b)

CREATE TABLE shingle (
  hash BIGINT NOT NULL,
  version_id BIGINT NOT NULL,
  CONSTRAINT pk_shingle PRIMARY KEY (hash, version_id),
  CONSTRAINT fk_shingle_version_id FOREIGN KEY(version_id) REFERENCES version (id)
)

CREATE INDEX ix_shingle_version_id ON shingle (version_id)

CREATE TABLE sighting (
  id BIGSERIAL NOT NULL,
  fetch_id BIGINT NOT NULL,
  article_id BIGINT,
  verdict TEXT NOT NULL,
  version_id BIGINT,
  reading_id BIGINT,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  reason TEXT,
  detail TEXT,
  CONSTRAINT pk_sighting PRIMARY KEY (id),
  CONSTRAINT uq_sighting_fetch_id UNIQUE (fetch_id),
  CONSTRAINT fk_sighting_fetch_id FOREIGN KEY(fetch_id) REFERENCES fetch_event (id),
  CONSTRAINT fk_sighting_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_sighting_version_id FOREIGN KEY(version_id) REFERENCES version (id),
  CONSTRAINT fk_sighting_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE INDEX ix_sighting_article_id ON sighting (article_id)

CREATE INDEX ix_sighting_version_id ON sighting (version_id)

CREATE TABLE version_reading (
  version_id BIGINT NOT NULL,
  reading_id BIGINT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_version_reading PRIMARY KEY (version_id, reading_id),
  CONSTRAINT fk_version_reading_version_id FOREIGN KEY(version_id) REFERENCES version (id),
  CONSTRAINT fk_version_reading_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE INDEX ix_version_reading_reading_id ON version_reading (reading_id)

CREATE TABLE version_state (
  version_id BIGINT NOT NULL,
  article_id BIGINT NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  changed_fields JSONB NOT NULL,
  reverted_to INTEGER,
  ratio FLOAT,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  reading_id BIGINT,
  CONSTRAINT pk_version_state PRIMARY KEY (version_id),
  CONSTRAINT fk_version_state_version_id FOREIGN KEY(version_id) REFERENCES version (id),
  CONSTRAINT fk_version_state_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_version_state_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE INDEX ix_version_state_article_id ON version_state (article_id)

CREATE TABLE reading_fts (
    article_id BIGINT PRIMARY KEY REFERENCES article (id),
    words TSVECTOR NOT NULL
)

CREATE INDEX ix_reading_fts_words ON reading_fts USING gin (words)

CREATE VIEW current_article AS
SELECT a.public_id AS article_id, s.name AS site, s.unit_code AS unit_code, st.url AS url,
  r.title AS title, r.lead AS lead, r.body AS body, r.author AS author, r.section AS section,
  r.published_at AS published_at, CAST(r.published_at AT TIME ZONE INTERVAL '+07:00' AS date) AS published_on,
  r.published_precision AS published_precision, st.first_seen_at AS first_seen_at,
  st.last_seen_at AS last_seen_at, st.gone_at AS gone_at, vs.number AS version_no,
  st.version_count AS version_count, st.topic_score AS topic_score,
  st.topic_status AS topic_status, st.story_id AS story_id, st.is_origin AS is_origin,
  r.source_name AS source_name, r.source_url AS source_url
FROM article_state st
JOIN article a ON a.id = st.article_id
JOIN site s ON s.id = a.site_id
JOIN version_state vs ON vs.version_id = st.head_version_id
JOIN reading r ON r.id = st.head_reading_id

CREATE VIEW article_version AS
SELECT a.public_id AS article_id, v.public_id AS version_id, s.name AS site, r.url AS url,
  vs.number AS version_no, vs.seen_at AS seen_at, vs.kind AS change,
  vs.changed_fields AS changed_fields, r.title AS title, r.lead AS lead, r.body AS body,
  r.digest AS digest, p.sha256 AS page_sha256
FROM version_state vs
JOIN version v ON v.id = vs.version_id
JOIN article a ON a.id = vs.article_id
JOIN site s ON s.id = a.site_id
JOIN reading r ON r.id = vs.reading_id
JOIN page p ON p.id = v.page_id

CREATE VIEW story_copy AS
SELECT c.story_id AS story_id, a.public_id AS article_id, s.name AS site, st.url AS url,
  r.published_at AS published_at, c.role AS role, c.relation AS relation,
  c.evidence AS evidence, c.jaccard AS jaccard, c.containment AS containment
FROM story_copy_state c
JOIN article a ON a.id = c.article_id
JOIN site s ON s.id = a.site_id
JOIN article_state st ON st.article_id = a.id
LEFT JOIN reading r ON r.id = st.head_reading_id

CREATE VIEW fetch_ledger AS
SELECT f.id AS fetch_id, f.run_id AS run_id, s.name AS site, f.url AS url,
  f.requested_at AS requested_at, f.status AS status,
  CASE WHEN g.verdict = 'refused' THEN g.reason ELSE f.outcome END AS outcome,
  a.public_id AS article_id, p.sha256 AS page_sha256
FROM fetch_event f
JOIN site s ON s.id = f.site_id
LEFT JOIN sighting g ON g.fetch_id = f.id
LEFT JOIN article a ON a.id = g.article_id
LEFT JOIN page p ON p.id = f.page_id

CREATE VIEW run_report AS
SELECT n.id AS run_id, s.name AS site, n."trigger" AS "trigger", n.started_at AS started_at,
  n.finished_at AS finished_at, n.outcome AS outcome, n.discovered AS discovered,
  n.fetched AS fetched, n.new_articles AS new_articles, n.new_versions AS new_versions,
  n.unchanged AS unchanged, n.gone AS gone, n.failed AS failed
FROM run n
JOIN site s ON s.id = n.site_id

CREATE VIEW article_mention AS
SELECT a.public_id AS article_id, vs.number AS version_no, m.kind AS kind, m."key" AS "key",
  m.label AS label, m.count AS count
FROM version_state vs
JOIN article a ON a.id = vs.article_id
JOIN mention m ON m.reading_id = vs.reading_id
WHERE m.gazetteer = (SELECT n.gazetteer FROM mention n WHERE n.reading_id = vs.reading_id
  ORDER BY n.recorded_at DESC, n.gazetteer DESC LIMIT 1)

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE what text := CASE TG_OP WHEN 'UPDATE' THEN 'updated'
  WHEN 'DELETE' THEN 'deleted from' ELSE 'truncated' END;
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'facts are insert-only: table ' || TG_TABLE_NAME || ' cannot be ' || what;
END $$

CREATE TRIGGER page_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON page
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER fetch_event_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON fetch_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER sighting_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON sighting
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER article_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON article
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER address_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON address
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER version_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON version
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER reading_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON reading
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER version_reading_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON version_reading
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER copy_link_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON copy_link
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER topic_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON topic
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER mention_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON mention
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER image_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON image
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER attachment_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON attachment
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER seal_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON seal
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
