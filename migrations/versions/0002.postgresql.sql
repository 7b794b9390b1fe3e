DROP TRIGGER seal_refuses_change ON seal

DROP TRIGGER attachment_refuses_change ON attachment

DROP TRIGGER image_refuses_change ON image

DROP TRIGGER mention_refuses_change ON mention

DROP TRIGGER topic_refuses_change ON topic

DROP TRIGGER copy_link_refuses_change ON copy_link

DROP TRIGGER version_reading_refuses_change ON version_reading

DROP TRIGGER reading_refuses_change ON reading

DROP TRIGGER version_refuses_change ON version

DROP TRIGGER address_refuses_change ON address

DROP TRIGGER article_refuses_change ON article

DROP TRIGGER sighting_refuses_change ON sighting

DROP TRIGGER fetch_event_refuses_change ON fetch_event

DROP TRIGGER page_refuses_change ON page

DROP VIEW article_mention

DROP VIEW run_report

DROP VIEW fetch_ledger

DROP VIEW story_copy

DROP VIEW article_version

DROP VIEW current_article

DROP FUNCTION refuse_change

CREATE TABLE seal_leaf (
  seal_id BIGINT NOT NULL,
  table_name TEXT NOT NULL,
  rows BIGINT NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  marks TEXT NOT NULL,
  CONSTRAINT pk_seal_leaf PRIMARY KEY (seal_id, table_name),
  CONSTRAINT fk_seal_leaf_seal_id FOREIGN KEY(seal_id) REFERENCES seal (id)
)

CREATE TABLE indexed_past (
  reading_id BIGINT NOT NULL,
  article_id BIGINT NOT NULL,
  CONSTRAINT pk_indexed_past PRIMARY KEY (reading_id),
  CONSTRAINT fk_indexed_past_reading_id FOREIGN KEY(reading_id) REFERENCES reading (id),
  CONSTRAINT fk_indexed_past_article_id FOREIGN KEY(article_id) REFERENCES article (id)
)

CREATE INDEX ix_indexed_past_article_id ON indexed_past (article_id)

CREATE INDEX ix_mention_newest ON mention (reading_id, recorded_at, gazetteer)

CREATE TABLE withheld (
  id BIGSERIAL NOT NULL,
  article_id BIGINT NOT NULL,
  page_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  person TEXT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  whole BOOLEAN NOT NULL,
  CONSTRAINT pk_withheld PRIMARY KEY (id),
  CONSTRAINT fk_withheld_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT uq_withheld_page_id UNIQUE (page_id),
  CONSTRAINT fk_withheld_page_id FOREIGN KEY(page_id) REFERENCES page (id)
)

CREATE INDEX ix_withheld_article_id ON withheld (article_id)

CREATE TABLE attached_file (
  id BIGSERIAL NOT NULL,
  article_id BIGINT NOT NULL,
  url TEXT NOT NULL,
  fetch_id BIGINT NOT NULL,
  page_id BIGINT NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  version_id BIGINT,
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
  id BIGSERIAL NOT NULL,
  withheld_id BIGINT NOT NULL,
  file TEXT NOT NULL,
  "offset" BIGINT NOT NULL,
  length BIGINT NOT NULL,
  record_sha256 VARCHAR(64) NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_withheld_record PRIMARY KEY (id),
  CONSTRAINT fk_withheld_record_withheld_id FOREIGN KEY(withheld_id) REFERENCES withheld (id)
)

CREATE INDEX ix_withheld_record_withheld_id ON withheld_record (withheld_id)

CREATE TABLE withheld_row (
  id BIGSERIAL NOT NULL,
  withheld_id BIGINT NOT NULL,
  table_name TEXT NOT NULL,
  row_sha256 VARCHAR(64) NOT NULL,
  now_sha256 VARCHAR(64),
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  row_key BIGINT NOT NULL,
  CONSTRAINT pk_withheld_row PRIMARY KEY (id),
  CONSTRAINT fk_withheld_row_withheld_id FOREIGN KEY(withheld_id) REFERENCES withheld (id)
)

CREATE INDEX ix_withheld_row_withheld_id ON withheld_row (withheld_id)

CREATE TABLE held_state AS SELECT * FROM article_state

DROP TABLE article_state

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
  site_id BIGINT,
  published_at TIMESTAMP WITH TIME ZONE,
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

CREATE TABLE past_fts (
    reading_id BIGINT PRIMARY KEY REFERENCES reading (id),
    words TSVECTOR NOT NULL
)

CREATE INDEX ix_past_fts_words ON past_fts USING gin (words)

CREATE INDEX ix_reading_fts_title ON reading_fts USING gin (ts_filter(words, '{a}'))

CREATE INDEX ix_reading_fts_head ON reading_fts USING gin (ts_filter(words, '{a,b}'))

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
JOIN mention m ON m.reading_id = vs.reading_id AND m.count > 0
WHERE m.gazetteer = (SELECT n.gazetteer FROM mention n WHERE n.reading_id = vs.reading_id
  ORDER BY n.recorded_at DESC, n.gazetteer DESC LIMIT 1)

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE what text := CASE TG_OP WHEN 'UPDATE' THEN 'updated'
  WHEN 'DELETE' THEN 'deleted from' ELSE 'truncated' END;
BEGIN
  IF TG_OP <> 'TRUNCATE' AND TG_TABLE_NAME IN ('reading', 'image', 'attachment', 'mention', 'topic')
    AND current_setting('egov.withholding', true) = 'on' THEN RETURN NULL;
  END IF;
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

CREATE TRIGGER seal_leaf_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON seal_leaf
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER attached_file_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON attached_file
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER withheld_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON withheld
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER withheld_row_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON withheld_row
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER withheld_record_refuses_change
BEFORE UPDATE OR DELETE OR TRUNCATE ON withheld_record
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE FUNCTION reading_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted reading;
BEGIN
  IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM withheld w WHERE w.page_id = OLD.page_id) THEN
    wanted := OLD;
    SELECT 'withheld (' || w.reason || ', ' || to_char(w.recorded_at AT TIME ZONE INTERVAL '+07:00', 'YYYY-MM-DD') || ')' INTO wanted.title
      FROM withheld w WHERE w.page_id = OLD.page_id;
    wanted.lead := '';
    wanted.body := '';
    wanted.author := NULL;
    wanted.published_raw := NULL;
    wanted.section := NULL;
    wanted.source_name := NULL;
    wanted.source_url := NULL;
    wanted.dateline := NULL;
    wanted.canonical_url := NULL;
    wanted.blocks := '[]';
    wanted.tags := '[]';
    wanted.links := '[]';
    IF NEW IS NOT DISTINCT FROM wanted THEN RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION USING MESSAGE = 'facts are insert-only: table reading cannot be '
    || CASE TG_OP WHEN 'UPDATE' THEN 'updated' ELSE 'deleted from' END;
END $$

CREATE TRIGGER reading_allows_redaction
BEFORE UPDATE OR DELETE ON reading
FOR EACH ROW EXECUTE FUNCTION reading_redaction()

CREATE FUNCTION image_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted image;
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM withheld w JOIN reading r ON r.page_id = w.page_id WHERE r.id = OLD.reading_id) THEN RETURN OLD;
  END IF;
  RAISE EXCEPTION USING MESSAGE = 'facts are insert-only: table image cannot be '
    || CASE TG_OP WHEN 'UPDATE' THEN 'updated' ELSE 'deleted from' END;
END $$

CREATE TRIGGER image_allows_redaction
BEFORE UPDATE OR DELETE ON image
FOR EACH ROW EXECUTE FUNCTION image_redaction()

CREATE FUNCTION attachment_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted attachment;
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM withheld w JOIN reading r ON r.page_id = w.page_id WHERE r.id = OLD.reading_id) THEN RETURN OLD;
  END IF;
  RAISE EXCEPTION USING MESSAGE = 'facts are insert-only: table attachment cannot be '
    || CASE TG_OP WHEN 'UPDATE' THEN 'updated' ELSE 'deleted from' END;
END $$

CREATE TRIGGER attachment_allows_redaction
BEFORE UPDATE OR DELETE ON attachment
FOR EACH ROW EXECUTE FUNCTION attachment_redaction()

CREATE FUNCTION mention_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted mention;
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM withheld w JOIN reading r ON r.page_id = w.page_id WHERE r.id = OLD.reading_id) THEN RETURN OLD;
  END IF;
  RAISE EXCEPTION USING MESSAGE = 'facts are insert-only: table mention cannot be '
    || CASE TG_OP WHEN 'UPDATE' THEN 'updated' ELSE 'deleted from' END;
END $$

CREATE TRIGGER mention_allows_redaction
BEFORE UPDATE OR DELETE ON mention
FOR EACH ROW EXECUTE FUNCTION mention_redaction()

CREATE FUNCTION topic_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted topic;
BEGIN
  IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM withheld w JOIN reading r ON r.page_id = w.page_id WHERE r.id = OLD.reading_id) THEN
    wanted := OLD;
    wanted.terms := '{}';
    IF NEW IS NOT DISTINCT FROM wanted THEN RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION USING MESSAGE = 'facts are insert-only: table topic cannot be '
    || CASE TG_OP WHEN 'UPDATE' THEN 'updated' ELSE 'deleted from' END;
END $$

CREATE TRIGGER topic_allows_redaction
BEFORE UPDATE OR DELETE ON topic
FOR EACH ROW EXECUTE FUNCTION topic_redaction()
