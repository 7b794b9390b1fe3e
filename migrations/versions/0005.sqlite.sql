CREATE INDEX ix_known_address_site_id_found_at ON known_address (site_id, found_at)

CREATE INDEX ix_run_site_id_id ON run (site_id, id)

CREATE INDEX ix_fetch_event_site_id_kind_outcome ON fetch_event (site_id, kind, outcome)

CREATE INDEX ix_health_run_id ON health (run_id)

CREATE INDEX ix_article_state_site_id_first_seen_at ON article_state (site_id, first_seen_at)
