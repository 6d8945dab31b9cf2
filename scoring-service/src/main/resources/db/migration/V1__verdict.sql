-- One row a score id (response, revision, scorer version), never changed: what was said once is said again.
create table verdict (
    score_id uuid primary key,
    -- protobuf bytes of flames.scoring.v1.ScoreEvent
    payload bytea not null,
    kept_at timestamptz not null default now()
);
