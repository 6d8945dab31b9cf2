-- A version at the gate of a promotion: how far it is, then what came out. The held-out data is not kept.
create table gate_job (
    gate_job_id uuid primary key,
    scorer_version_id uuid not null references scorer_version,
    -- of the scorer
    name text not null,
    -- running, passed, refused, failed, cancelled
    state text not null default 'running',
    done int not null default 0,
    total int not null,
    -- what the gate measured, JSON; empty as long as nothing was
    gate text not null default '',
    -- of one that failed
    reason text not null default '',
    started_by text not null,
    started_at timestamptz not null default now(),
    -- by the replica that runs it, every few seconds
    touched_at timestamptz not null default now(),
    finished_at timestamptz
);
-- One at a time for each scorer, over all replicas.
create unique index gate_job_running on gate_job (name) where state = 'running';
create index gate_job_by_name on gate_job (name, started_at desc);
