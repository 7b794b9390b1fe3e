CREATE INDEX ix_health_run_id ON health (run_id)
