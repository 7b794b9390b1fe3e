DROP TRIGGER seal_refuses_insert

DROP TRIGGER seal_refuses_delete

DROP TRIGGER seal_refuses_update

DROP TRIGGER attachment_refuses_insert

DROP TRIGGER attachment_refuses_delete

DROP TRIGGER attachment_refuses_update

DROP TRIGGER image_refuses_insert

DROP TRIGGER image_refuses_delete

DROP TRIGGER image_refuses_update

DROP TRIGGER mention_refuses_insert

DROP TRIGGER mention_refuses_delete

DROP TRIGGER mention_refuses_update

DROP TRIGGER topic_refuses_insert

DROP TRIGGER topic_refuses_delete

DROP TRIGGER topic_refuses_update

DROP TRIGGER copy_link_refuses_insert

DROP TRIGGER copy_link_refuses_delete

DROP TRIGGER copy_link_refuses_update

DROP TRIGGER version_reading_refuses_insert

DROP TRIGGER version_reading_refuses_delete

DROP TRIGGER version_reading_refuses_update

DROP TRIGGER reading_refuses_insert

DROP TRIGGER reading_refuses_delete

DROP TRIGGER reading_refuses_update

DROP TRIGGER version_refuses_insert

DROP TRIGGER version_refuses_delete

DROP TRIGGER version_refuses_update

DROP TRIGGER address_refuses_insert

DROP TRIGGER address_refuses_delete

DROP TRIGGER address_refuses_update

DROP TRIGGER article_refuses_insert

DROP TRIGGER article_refuses_delete

DROP TRIGGER article_refuses_update

DROP TRIGGER sighting_refuses_insert

DROP TRIGGER sighting_refuses_delete

DROP TRIGGER sighting_refuses_update

DROP TRIGGER fetch_event_refuses_insert

DROP TRIGGER fetch_event_refuses_delete

DROP TRIGGER fetch_event_refuses_update

DROP TRIGGER page_refuses_insert

DROP TRIGGER page_refuses_delete

DROP TRIGGER page_refuses_update

DROP VIEW article_mention

DROP VIEW run_report

DROP VIEW fetch_ledger

DROP VIEW story_copy

DROP VIEW article_version

DROP VIEW current_article

CREATE TABLE seal_leaf (
  seal_id INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  rows INTEGER NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  marks TEXT NOT NULL,
  CONSTRAINT pk_seal_leaf PRIMARY KEY (seal_id, table_name),
  CONSTRAINT fk_seal_leaf_seal_id FOREIGN KEY(seal_id) REFERENCES seal (id)
)

CREATE TABLE indexed_past (
  reading_id INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  CONSTRAINT pk_indexed_past PRIMARY KEY (reading_id),
  CONSTRAINT fk_indexed_past_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id),
  CONSTRAINT fk_indexed_past_article_id FOREIGN KEY(article_id) REFERENCES article (id)
)

CREATE INDEX ix_indexed_past_article_id ON indexed_past (article_id)

CREATE INDEX ix_mention_newest ON mention (reading_id, recorded_at, gazetteer)

CREATE TABLE withheld (
  id INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  page_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  person TEXT NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  whole BOOLEAN NOT NULL,
  CONSTRAINT pk_withheld PRIMARY KEY (id),
  CONSTRAINT fk_withheld_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT uq_withheld_page_id UNIQUE (page_id),
  CONSTRAINT fk_withheld_page_id FOREIGN KEY(page_id) REFERENCES page (id)
)

CREATE INDEX ix_withheld_article_id ON withheld (article_id)

CREATE TABLE attached_file (
  id INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  url TEXT NOT NULL,
  fetch_id INTEGER NOT NULL,
  page_id INTEGER NOT NULL,
  seen_at VARCHAR(27) NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  version_id INTEGER,
  CONSTRAINT pk_attached_file PRIMARY KEY (id),
  CONSTRAINT fk_attached_file_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT uq_attached_file_fetch_id UNIQUE (fetch_id),
  CONSTRAINT fk_attached_file_fetch_id FOREIGN KEY(fetch_id) REFERENCES fetch_event (id),
  CONSTRAINT fk_attached_file_page_id FOREIGN KEY(page_id) REFERENCES page (id),
  CONSTRAINT fk_attached_file_version_id FOREIGN KEY(version_id) REFERENCES version (id)
)

CREATE INDEX ix_attached_file_article_id ON attached_file (article_id)

CREATE INDEX ix_sighting_gone ON sighting (article_id, seen_at) WHERE verdict = 'gone'

CREATE INDEX ix_version_state_seen_at ON version_state (seen_at)

CREATE TABLE withheld_record (
  id INTEGER NOT NULL,
  withheld_id INTEGER NOT NULL,
  file TEXT NOT NULL,
  "offset" INTEGER NOT NULL,
  length INTEGER NOT NULL,
  record_sha256 VARCHAR(64) NOT NULL,
  recorded_at VARCHAR(27) NOT NULL,
  CONSTRAINT pk_withheld_record PRIMARY KEY (id),
  CONSTRAINT fk_withheld_record_withheld_id FOREIGN KEY(withheld_id) REFERENCES withheld (id)
)

CREATE INDEX ix_withheld_record_withheld_id ON withheld_record (withheld_id)

CREATE TABLE withheld_row (
  id INTEGER NOT NULL,
  withheld_id INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  row_sha256 VARCHAR(64) NOT NULL,
  now_sha256 VARCHAR(64),
  recorded_at VARCHAR(27) NOT NULL,
  row_key INTEGER NOT NULL,
  CONSTRAINT pk_withheld_row PRIMARY KEY (id),
  CONSTRAINT fk_withheld_row_withheld_id FOREIGN KEY(withheld_id) REFERENCES withheld (id)
)

CREATE INDEX ix_withheld_row_withheld_id ON withheld_row (withheld_id)

CREATE TABLE held_state AS SELECT * FROM article_state

DROP TABLE article_state

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
  site_id INTEGER,
  published_at VARCHAR(27),
  CONSTRAINT pk_article_state PRIMARY KEY (article_id),
  CONSTRAINT fk_article_state_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_article_state_head_version_id FOREIGN KEY(head_version_id) REFERENCES version (id),
  CONSTRAINT fk_article_state_head_reading_id FOREIGN KEY(head_reading_id) REFERENCES reading (id),
  CONSTRAINT fk_article_state_site_id FOREIGN KEY(site_id) REFERENCES site (id)
)

CREATE INDEX ix_article_state_card ON article_state (article_id, site_id, published_at, topic_status, head_reading_id, is_origin, topic_score, gone_at)

CREATE INDEX ix_article_state_head ON article_state (head_reading_id)

CREATE INDEX ix_article_state_story_id ON article_state (story_id)

INSERT INTO article_state
SELECT s.*, a.site_id, r.published_at FROM held_state s
JOIN article a ON a.id = s.article_id
LEFT JOIN reading r ON r.id = s.head_reading_id

DROP TABLE held_state

CREATE VIEW past_fts_content AS
SELECT i.reading_id, r.title, r.lead, r.body,
    r.title AS title_marked, r.lead AS lead_marked, r.body AS body_marked
FROM indexed_past AS i JOIN reading AS r ON r.id = i.reading_id

CREATE VIRTUAL TABLE past_fts USING fts5(
    title, lead, body, title_marked, lead_marked, body_marked,
    content='past_fts_content', content_rowid='reading_id',
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
JOIN mention m ON m.reading_id = vs.reading_id AND m.count > 0
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
  AND NEW."recorded_at" IS OLD.recorded_at))
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
WHEN NOT (EXISTS (SELECT 1 FROM withheld w JOIN reading r ON r.page_id = w.page_id WHERE r.id = OLD.reading_id
  AND NEW."reading_id" IS OLD.reading_id
  AND NEW."lexicon" IS OLD.lexicon
  AND NEW."score" IS OLD.score
  AND NEW."terms" IS '{}'
  AND NEW."recorded_at" IS OLD.recorded_at))
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table topic cannot be updated'); END

CREATE TRIGGER topic_refuses_delete BEFORE DELETE ON topic
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table topic cannot be deleted from'); END

CREATE TRIGGER topic_refuses_insert BEFORE INSERT ON topic
WHEN EXISTS (SELECT 1 FROM topic WHERE "reading_id" = NEW."reading_id" AND "lexicon" = NEW."lexicon") OR EXISTS (SELECT 1 FROM topic WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table topic cannot be written twice'); END

CREATE TRIGGER mention_refuses_update BEFORE UPDATE ON mention
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table mention cannot be updated'); END

CREATE TRIGGER mention_refuses_delete BEFORE DELETE ON mention
WHEN NOT (EXISTS (SELECT 1 FROM withheld w JOIN reading r ON r.page_id = w.page_id WHERE r.id = OLD.reading_id))
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table mention cannot be deleted from'); END

CREATE TRIGGER mention_refuses_insert BEFORE INSERT ON mention
WHEN EXISTS (SELECT 1 FROM mention WHERE "reading_id" = NEW."reading_id" AND "kind" = NEW."kind" AND "key" = NEW."key" AND "gazetteer" = NEW."gazetteer") OR EXISTS (SELECT 1 FROM mention WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table mention cannot be written twice'); END

CREATE TRIGGER image_refuses_update BEFORE UPDATE ON image
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table image cannot be updated'); END

CREATE TRIGGER image_refuses_delete BEFORE DELETE ON image
WHEN NOT (EXISTS (SELECT 1 FROM withheld w JOIN reading r ON r.page_id = w.page_id WHERE r.id = OLD.reading_id))
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table image cannot be deleted from'); END

CREATE TRIGGER image_refuses_insert BEFORE INSERT ON image
WHEN EXISTS (SELECT 1 FROM image WHERE "reading_id" = NEW."reading_id" AND "position" = NEW."position") OR EXISTS (SELECT 1 FROM image WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table image cannot be written twice'); END

CREATE TRIGGER attachment_refuses_update BEFORE UPDATE ON attachment
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table attachment cannot be updated'); END

CREATE TRIGGER attachment_refuses_delete BEFORE DELETE ON attachment
WHEN NOT (EXISTS (SELECT 1 FROM withheld w JOIN reading r ON r.page_id = w.page_id WHERE r.id = OLD.reading_id))
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

CREATE TRIGGER seal_leaf_refuses_update BEFORE UPDATE ON seal_leaf
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table seal_leaf cannot be updated'); END

CREATE TRIGGER seal_leaf_refuses_delete BEFORE DELETE ON seal_leaf
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table seal_leaf cannot be deleted from'); END

CREATE TRIGGER seal_leaf_refuses_insert BEFORE INSERT ON seal_leaf
WHEN EXISTS (SELECT 1 FROM seal_leaf WHERE "seal_id" = NEW."seal_id" AND "table_name" = NEW."table_name") OR EXISTS (SELECT 1 FROM seal_leaf WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table seal_leaf cannot be written twice'); END

CREATE TRIGGER attached_file_refuses_update BEFORE UPDATE ON attached_file
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table attached_file cannot be updated'); END

CREATE TRIGGER attached_file_refuses_delete BEFORE DELETE ON attached_file
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table attached_file cannot be deleted from'); END

CREATE TRIGGER attached_file_refuses_insert BEFORE INSERT ON attached_file
WHEN EXISTS (SELECT 1 FROM attached_file WHERE "id" = NEW."id") OR EXISTS (SELECT 1 FROM attached_file WHERE "fetch_id" = NEW."fetch_id")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table attached_file cannot be written twice'); END

CREATE TRIGGER withheld_refuses_update BEFORE UPDATE ON withheld
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table withheld cannot be updated'); END

CREATE TRIGGER withheld_refuses_delete BEFORE DELETE ON withheld
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table withheld cannot be deleted from'); END

CREATE TRIGGER withheld_refuses_insert BEFORE INSERT ON withheld
WHEN EXISTS (SELECT 1 FROM withheld WHERE "id" = NEW."id") OR EXISTS (SELECT 1 FROM withheld WHERE "page_id" = NEW."page_id")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table withheld cannot be written twice'); END

CREATE TRIGGER withheld_row_refuses_update BEFORE UPDATE ON withheld_row
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table withheld_row cannot be updated'); END

CREATE TRIGGER withheld_row_refuses_delete BEFORE DELETE ON withheld_row
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table withheld_row cannot be deleted from'); END

CREATE TRIGGER withheld_row_refuses_insert BEFORE INSERT ON withheld_row
WHEN EXISTS (SELECT 1 FROM withheld_row WHERE "id" = NEW."id")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table withheld_row cannot be written twice'); END

CREATE TRIGGER withheld_record_refuses_update BEFORE UPDATE ON withheld_record
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table withheld_record cannot be updated'); END

CREATE TRIGGER withheld_record_refuses_delete BEFORE DELETE ON withheld_record
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table withheld_record cannot be deleted from'); END

CREATE TRIGGER withheld_record_refuses_insert BEFORE INSERT ON withheld_record
WHEN EXISTS (SELECT 1 FROM withheld_record WHERE "id" = NEW."id")
BEGIN SELECT RAISE(ABORT, 'facts are insert-only: table withheld_record cannot be written twice'); END
