CREATE TABLE page (
  id INTEGER NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  size INTEGER NOT NULL,
  content_type TEXT,
  file TEXT NOT NULL,
  "offset" INTEGER NOT NULL,
  length INTEGER NOT NULL,
  record_sha256 VARCHAR(64) NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_page PRIMARY KEY (id),
  CONSTRAINT uq_page_sha256 UNIQUE (sha256)
)

CREATE TABLE schedule (
  id INTEGER NOT NULL,
  job TEXT NOT NULL,
  due_at VARCHAR(27) NOT NULL,
  started_at VARCHAR(27),
  finished_at VARCHAR(27),
  outcome TEXT,
  "trigger" TEXT NOT NULL,
  detail TEXT,
  CONSTRAINT pk_schedule PRIMARY KEY (id)
)

CREATE INDEX ix_schedule_job_due_at ON schedule (job, due_at)

CREATE TABLE seal (
  id INTEGER NOT NULL,
  sealed_at VARCHAR(27) NOT NULL,
  articles INTEGER NOT NULL,
  versions INTEGER NOT NULL,
  root VARCHAR(64) NOT NULL,
  CONSTRAINT pk_seal PRIMARY KEY (id)
)

CREATE TABLE shingle_stop (
  hash BIGINT NOT NULL,
  refreshed_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_shingle_stop PRIMARY KEY (hash)
)

CREATE TABLE site (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  unit_code TEXT,
  successor_id INTEGER,
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
  id INTEGER NOT NULL,
  public_id VARCHAR(16) NOT NULL,
  site_id INTEGER NOT NULL,
  id_space TEXT NOT NULL,
  native_id TEXT,
  path TEXT,
  "key" TEXT NOT NULL,
  serial INTEGER NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_article PRIMARY KEY (id),
  CONSTRAINT uq_article_site_id_id_space_key_serial UNIQUE (site_id, id_space, "key", serial),
  CONSTRAINT uq_article_public_id UNIQUE (public_id),
  CONSTRAINT fk_article_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE TABLE furniture (
  id INTEGER NOT NULL,
  site_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  text_hash VARCHAR(64) NOT NULL,
  evidence JSON NOT NULL,
  added_at VARCHAR(27) NOT NULL,
  removed_at VARCHAR(27),
  CONSTRAINT pk_furniture PRIMARY KEY (id),
  CONSTRAINT fk_furniture_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE INDEX ix_furniture_site_id ON furniture (site_id)

CREATE TABLE host (
  id INTEGER NOT NULL,
  host TEXT NOT NULL,
  site_id INTEGER NOT NULL,
  valid_from DATE,
  valid_to DATE,
  CONSTRAINT pk_host PRIMARY KEY (id),
  CONSTRAINT fk_host_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE INDEX ix_host_host ON host (host)

CREATE TABLE known_address (
  url TEXT NOT NULL,
  site_id INTEGER NOT NULL,
  listing TEXT NOT NULL,
  title TEXT NOT NULL,
  published_at VARCHAR(27),
  found_at VARCHAR(27) NOT NULL,
  why TEXT NOT NULL,
  CONSTRAINT pk_known_address PRIMARY KEY (url),
  CONSTRAINT fk_known_address_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE INDEX ix_known_address_site_id ON known_address (site_id)

CREATE TABLE reading (
  id INTEGER NOT NULL,
  page_id INTEGER NOT NULL,
  url TEXT NOT NULL,
  reader TEXT NOT NULL,
  layout TEXT NOT NULL,
  title TEXT NOT NULL,
  lead TEXT NOT NULL,
  body TEXT NOT NULL,
  blocks JSON NOT NULL,
  author TEXT,
  published_at VARCHAR(27),
  published_precision TEXT,
  published_raw TEXT,
  published_from TEXT,
  modified_at VARCHAR(27),
  section TEXT,
  tags JSON NOT NULL,
  source_name TEXT,
  source_url TEXT,
  dateline TEXT,
  canonical_url TEXT,
  links JSON NOT NULL,
  doubts JSON NOT NULL,
  robots TEXT,
  digest VARCHAR(64) NOT NULL,
  digest_title VARCHAR(64) NOT NULL,
  digest_text VARCHAR(64) NOT NULL,
  digest_folded VARCHAR(64) NOT NULL,
  digest_media VARCHAR(64) NOT NULL,
  digest_metadata VARCHAR(64) NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_reading PRIMARY KEY (id),
  CONSTRAINT uq_reading_page_id_url_reader_layout UNIQUE (page_id, url, reader, layout),
  CONSTRAINT fk_reading_page_id FOREIGN KEY(page_id) REFERENCES page (id)
)

CREATE TABLE run (
  id INTEGER NOT NULL,
  site_id INTEGER NOT NULL,
  "trigger" TEXT NOT NULL,
  started_at VARCHAR(27) NOT NULL,
  finished_at VARCHAR(27),
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
  notes JSON NOT NULL,
  CONSTRAINT pk_run PRIMARY KEY (id),
  CONSTRAINT fk_run_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE INDEX ix_run_site_id ON run (site_id)

CREATE TABLE site_state (
  site_id INTEGER NOT NULL,
  subject TEXT NOT NULL,
  evidence TEXT NOT NULL,
  first_matched_at VARCHAR(27) NOT NULL,
  confirmed_at VARCHAR(27),
  CONSTRAINT pk_site_state PRIMARY KEY (site_id, subject),
  CONSTRAINT fk_site_state_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE TABLE address (
  id INTEGER NOT NULL,
  url TEXT NOT NULL,
  article_id INTEGER NOT NULL,
  since VARCHAR(27) NOT NULL,
  via TEXT NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_address PRIMARY KEY (id),
  CONSTRAINT uq_address_url_article_id UNIQUE (url, article_id),
  CONSTRAINT fk_address_article_id FOREIGN KEY(article_id) REFERENCES article (id)
)

CREATE INDEX ix_address_article_id ON address (article_id)

CREATE TABLE attachment (
  reading_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  label TEXT NOT NULL,
  CONSTRAINT pk_attachment PRIMARY KEY (reading_id, position),
  CONSTRAINT fk_attachment_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE TABLE fetch_event (
  id INTEGER NOT NULL,
  run_id INTEGER,
  site_id INTEGER NOT NULL,
  url TEXT NOT NULL,
  kind TEXT NOT NULL,
  requested_at VARCHAR(27) NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  status INTEGER,
  outcome TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  location TEXT,
  conditional BOOLEAN NOT NULL,
  page_id INTEGER,
  file TEXT,
  "offset" INTEGER,
  length INTEGER,
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
  id INTEGER NOT NULL,
  site_id INTEGER NOT NULL,
  run_id INTEGER,
  at VARCHAR(27) NOT NULL,
  state TEXT NOT NULL,
  evidence JSON NOT NULL,
  CONSTRAINT pk_health PRIMARY KEY (id),
  CONSTRAINT fk_health_site_id FOREIGN KEY(site_id) REFERENCES site (id),
  CONSTRAINT fk_health_run_id FOREIGN KEY(run_id) REFERENCES run (id)
)

CREATE INDEX ix_health_site_id ON health (site_id)

CREATE TABLE image (
  reading_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  caption TEXT NOT NULL,
  CONSTRAINT pk_image PRIMARY KEY (reading_id, position),
  CONSTRAINT fk_image_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE TABLE indexed_reading (
  article_id INTEGER NOT NULL,
  reading_id INTEGER NOT NULL,
  CONSTRAINT pk_indexed_reading PRIMARY KEY (article_id),
  CONSTRAINT fk_indexed_reading_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_indexed_reading_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE TABLE mention (
  reading_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  "key" TEXT NOT NULL,
  label TEXT NOT NULL,
  count INTEGER NOT NULL,
  gazetteer TEXT NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_mention PRIMARY KEY (reading_id, kind, "key", gazetteer),
  CONSTRAINT fk_mention_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE INDEX ix_mention_kind_key ON mention (kind, "key")

CREATE TABLE story_copy_state (
  story_id VARCHAR(16) NOT NULL,
  article_id INTEGER NOT NULL,
  role TEXT NOT NULL,
  relation TEXT NOT NULL,
  evidence TEXT NOT NULL,
  jaccard FLOAT,
  containment FLOAT,
  CONSTRAINT pk_story_copy_state PRIMARY KEY (story_id, article_id),
  CONSTRAINT fk_story_copy_state_article_id FOREIGN KEY(article_id) REFERENCES article (id)
)

CREATE TABLE topic (
  reading_id INTEGER NOT NULL,
  lexicon TEXT NOT NULL,
  score FLOAT NOT NULL,
  terms JSON NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_topic PRIMARY KEY (reading_id, lexicon),
  CONSTRAINT fk_topic_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE TABLE version (
  id INTEGER NOT NULL,
  public_id VARCHAR(16) NOT NULL,
  article_id INTEGER NOT NULL,
  seen_at VARCHAR(27) NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  page_id INTEGER NOT NULL,
  chain VARCHAR(64) NOT NULL,
  CONSTRAINT pk_version PRIMARY KEY (id),
  CONSTRAINT uq_version_public_id UNIQUE (public_id),
  CONSTRAINT fk_version_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_version_page_id FOREIGN KEY(page_id) REFERENCES page (id)
)

CREATE INDEX ix_version_article_id ON version (article_id)

CREATE TABLE article_state (
  article_id INTEGER NOT NULL,
  head_version_id INTEGER,
  head_reading_id INTEGER,
  url TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  version_count INTEGER NOT NULL,
  looks INTEGER NOT NULL,
  first_seen_at VARCHAR(27) NOT NULL,
  last_seen_at VARCHAR(27) NOT NULL,
  last_look_at VARCHAR(27) NOT NULL,
  gone_at VARCHAR(27),
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
  id INTEGER NOT NULL,
  version_a INTEGER NOT NULL,
  version_b INTEGER NOT NULL,
  relation TEXT NOT NULL,
  jaccard FLOAT NOT NULL,
  containment FLOAT NOT NULL,
  number_overlap FLOAT NOT NULL,
  length_ratio FLOAT NOT NULL,
  evidence TEXT NOT NULL,
  origin TEXT,
  recorded_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_copy_link PRIMARY KEY (id),
  CONSTRAINT uq_copy_link_version_a_version_b UNIQUE (version_a, version_b),
  CONSTRAINT fk_copy_link_version_a FOREIGN KEY(version_a) REFERENCES version (id),
  CONSTRAINT fk_copy_link_version_b FOREIGN KEY(version_b) REFERENCES version (id)
)

CREATE INDEX ix_copy_link_version_b ON copy_link (version_b)

CREATE TABLE shingle (
  hash BIGINT NOT NULL,
  version_id INTEGER NOT NULL,
  CONSTRAINT pk_shingle PRIMARY KEY (hash, version_id),
  CONSTRAINT fk_shingle_version_id FOREIGN KEY(version_id) REFERENCES version (id)
)
 WITHOUT ROWID

CREATE INDEX ix_shingle_version_id ON shingle (version_id)

CREATE TABLE sighting (
  id INTEGER NOT NULL,
  fetch_id INTEGER NOT NULL,
  article_id INTEGER,
  verdict TEXT NOT NULL,
  version_id INTEGER,
  reading_id INTEGER,
  seen_at VARCHAR(27) NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
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
  version_id INTEGER NOT NULL,
  reading_id INTEGER NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_version_reading PRIMARY KEY (version_id, reading_id),
  CONSTRAINT fk_version_reading_version_id FOREIGN KEY(version_id) REFERENCES version (id),
  CONSTRAINT fk_version_reading_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE INDEX ix_version_reading_reading_id ON version_reading (reading_id)

CREATE TABLE version_state (
  version_id INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  changed_fields JSON NOT NULL,
  reverted_to INTEGER,
  ratio FLOAT,
  seen_at VARCHAR(27) NOT NULL,
  reading_id INTEGER,
  CONSTRAINT pk_version_state PRIMARY KEY (version_id),
  CONSTRAINT fk_version_state_version_id FOREIGN KEY(version_id) REFERENCES version (id),
  CONSTRAINT fk_version_state_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_version_state_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id)
)

CREATE INDEX ix_version_state_article_id ON version_state (article_id)

CREATE VIEW reading_fts_content AS
SELECT i.article_id, r.title, r.lead, r.body,
    r.title AS title_marked, r.lead AS lead_marked, r.body AS body_marked
FROM indexed_reading AS i JOIN reading AS r ON r.id = i.reading_id

CREATE VIRTUAL TABLE reading_fts USING fts5(
    title, lead, body, title_marked, lead_marked, body_marked,
    content='reading_fts_content', content_rowid='article_id',
    tokenize='unicode61 remove_diacritics 0'
)

CREATE VIEW current_article AS
SELECT a.public_id AS article_id, s.name AS site, s.unit_code AS unit_code, st.url AS url,
  r.title AS title, r.lead AS lead, r.body AS body, r.author AS author, r.section AS section,
  r.published_at AS published_at, date(r.published_at, '+7 hours') AS published_on,
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

CREATE TRIGGER page_refuses_update BEFORE UPDATE ON page
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table page cannot be updated'); END

CREATE TRIGGER page_refuses_delete BEFORE DELETE ON page
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table page cannot be deleted from'); END

CREATE TRIGGER page_refuses_insert BEFORE INSERT ON page
WHEN EXISTS (SELECT 1 FROM page WHERE "id" = NEW."id") OR EXISTS (SELECT 1 FROM page WHERE "sha256" = NEW."sha256")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table page cannot be written twice'); END

CREATE TRIGGER fetch_event_refuses_update BEFORE UPDATE ON fetch_event
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table fetch_event cannot be updated'); END

CREATE TRIGGER fetch_event_refuses_delete BEFORE DELETE ON fetch_event
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table fetch_event cannot be deleted from'); END

CREATE TRIGGER fetch_event_refuses_insert BEFORE INSERT ON fetch_event
WHEN EXISTS (SELECT 1 FROM fetch_event WHERE "id" = NEW."id")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table fetch_event cannot be written twice'); END

CREATE TRIGGER sighting_refuses_update BEFORE UPDATE ON sighting
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table sighting cannot be updated'); END

CREATE TRIGGER sighting_refuses_delete BEFORE DELETE ON sighting
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table sighting cannot be deleted from'); END

CREATE TRIGGER sighting_refuses_insert BEFORE INSERT ON sighting
WHEN EXISTS (SELECT 1 FROM sighting WHERE "id" = NEW."id") OR EXISTS (SELECT 1 FROM sighting WHERE "fetch_id" = NEW."fetch_id")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table sighting cannot be written twice'); END

CREATE TRIGGER article_refuses_update BEFORE UPDATE ON article
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table article cannot be updated'); END

CREATE TRIGGER article_refuses_delete BEFORE DELETE ON article
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table article cannot be deleted from'); END

CREATE TRIGGER article_refuses_insert BEFORE INSERT ON article
WHEN EXISTS (SELECT 1 FROM article WHERE "id" = NEW."id") OR EXISTS (SELECT 1 FROM article WHERE "public_id" = NEW."public_id") OR EXISTS (SELECT 1 FROM article WHERE "site_id" = NEW."site_id" AND "id_space" = NEW."id_space" AND "key" = NEW."key" AND "serial" = NEW."serial")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table article cannot be written twice'); END

CREATE TRIGGER address_refuses_update BEFORE UPDATE ON address
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table address cannot be updated'); END

CREATE TRIGGER address_refuses_delete BEFORE DELETE ON address
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table address cannot be deleted from'); END

CREATE TRIGGER address_refuses_insert BEFORE INSERT ON address
WHEN EXISTS (SELECT 1 FROM address WHERE "id" = NEW."id") OR EXISTS (SELECT 1 FROM address WHERE "url" = NEW."url" AND "article_id" = NEW."article_id")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table address cannot be written twice'); END

CREATE TRIGGER version_refuses_update BEFORE UPDATE ON version
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table version cannot be updated'); END

CREATE TRIGGER version_refuses_delete BEFORE DELETE ON version
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table version cannot be deleted from'); END

CREATE TRIGGER version_refuses_insert BEFORE INSERT ON version
WHEN EXISTS (SELECT 1 FROM version WHERE "id" = NEW."id") OR EXISTS (SELECT 1 FROM version WHERE "public_id" = NEW."public_id")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table version cannot be written twice'); END

CREATE TRIGGER reading_refuses_update BEFORE UPDATE ON reading
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table reading cannot be updated'); END

CREATE TRIGGER reading_refuses_delete BEFORE DELETE ON reading
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table reading cannot be deleted from'); END

CREATE TRIGGER reading_refuses_insert BEFORE INSERT ON reading
WHEN EXISTS (SELECT 1 FROM reading WHERE "id" = NEW."id") OR EXISTS (SELECT 1 FROM reading WHERE "page_id" = NEW."page_id" AND "url" = NEW."url" AND "reader" = NEW."reader" AND "layout" = NEW."layout")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table reading cannot be written twice'); END

CREATE TRIGGER version_reading_refuses_update BEFORE UPDATE ON version_reading
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table version_reading cannot be updated'); END

CREATE TRIGGER version_reading_refuses_delete BEFORE DELETE ON version_reading
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table version_reading cannot be deleted from'); END

CREATE TRIGGER version_reading_refuses_insert BEFORE INSERT ON version_reading
WHEN EXISTS (SELECT 1 FROM version_reading WHERE "version_id" = NEW."version_id" AND "reading_id" = NEW."reading_id") OR EXISTS (SELECT 1 FROM version_reading WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table version_reading cannot be written twice'); END

CREATE TRIGGER copy_link_refuses_update BEFORE UPDATE ON copy_link
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table copy_link cannot be updated'); END

CREATE TRIGGER copy_link_refuses_delete BEFORE DELETE ON copy_link
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table copy_link cannot be deleted from'); END

CREATE TRIGGER copy_link_refuses_insert BEFORE INSERT ON copy_link
WHEN EXISTS (SELECT 1 FROM copy_link WHERE "id" = NEW."id") OR EXISTS (SELECT 1 FROM copy_link WHERE "version_a" = NEW."version_a" AND "version_b" = NEW."version_b")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table copy_link cannot be written twice'); END

CREATE TRIGGER topic_refuses_update BEFORE UPDATE ON topic
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table topic cannot be updated'); END

CREATE TRIGGER topic_refuses_delete BEFORE DELETE ON topic
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table topic cannot be deleted from'); END

CREATE TRIGGER topic_refuses_insert BEFORE INSERT ON topic
WHEN EXISTS (SELECT 1 FROM topic WHERE "reading_id" = NEW."reading_id" AND "lexicon" = NEW."lexicon") OR EXISTS (SELECT 1 FROM topic WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table topic cannot be written twice'); END

CREATE TRIGGER mention_refuses_update BEFORE UPDATE ON mention
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table mention cannot be updated'); END

CREATE TRIGGER mention_refuses_delete BEFORE DELETE ON mention
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table mention cannot be deleted from'); END

CREATE TRIGGER mention_refuses_insert BEFORE INSERT ON mention
WHEN EXISTS (SELECT 1 FROM mention WHERE "reading_id" = NEW."reading_id" AND "kind" = NEW."kind" AND "key" = NEW."key" AND "gazetteer" = NEW."gazetteer") OR EXISTS (SELECT 1 FROM mention WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table mention cannot be written twice'); END

CREATE TRIGGER image_refuses_update BEFORE UPDATE ON image
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table image cannot be updated'); END

CREATE TRIGGER image_refuses_delete BEFORE DELETE ON image
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table image cannot be deleted from'); END

CREATE TRIGGER image_refuses_insert BEFORE INSERT ON image
WHEN EXISTS (SELECT 1 FROM image WHERE "reading_id" = NEW."reading_id" AND "position" = NEW."position") OR EXISTS (SELECT 1 FROM image WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table image cannot be written twice'); END

CREATE TRIGGER attachment_refuses_update BEFORE UPDATE ON attachment
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table attachment cannot be updated'); END

CREATE TRIGGER attachment_refuses_delete BEFORE DELETE ON attachment
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table attachment cannot be deleted from'); END

CREATE TRIGGER attachment_refuses_insert BEFORE INSERT ON attachment
WHEN EXISTS (SELECT 1 FROM attachment WHERE "reading_id" = NEW."reading_id" AND "position" = NEW."position") OR EXISTS (SELECT 1 FROM attachment WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table attachment cannot be written twice'); END

CREATE TRIGGER seal_refuses_update BEFORE UPDATE ON seal
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table seal cannot be updated'); END

CREATE TRIGGER seal_refuses_delete BEFORE DELETE ON seal
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table seal cannot be deleted from'); END

CREATE TRIGGER seal_refuses_insert BEFORE INSERT ON seal
WHEN EXISTS (SELECT 1 FROM seal WHERE "id" = NEW."id")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table seal cannot be written twice'); END
