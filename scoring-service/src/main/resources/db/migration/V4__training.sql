-- Trainings that were heard of, the newest snapshot of each.
create table training (
    training_id uuid primary key,
    -- of the snapshot: an older one never replaces a newer one
    sequence bigint not null,
    name text not null,
    mode text not null,
    data_digest text not null,
    -- stopped, done or failed
    ended boolean not null,
    -- of the first process, where it was resumed
    started_at timestamptz not null,
    heard_at timestamptz not null default clock_timestamp(),
    -- JSON, see progress/Snapshot
    snapshot text not null
);
create index training_running on training (heard_at) where not ended;
