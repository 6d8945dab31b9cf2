-- When a version last began and ended to score in the shadow: its verdicts are kept, leaderboards do not offer it.
alter table scorer add column shadow_started_at timestamptz;
alter table scorer add column shadow_stopped_at timestamptz;

-- What reports used, and why.
create table promotion (
    scorer_version_id uuid not null,
    promoted_at timestamptz not null,
    -- initial, gate, rollback; unspecified of a service that did not say
    reason text not null,
    -- what the gate measured, JSON; empty for the others
    gate text not null,
    previous_id uuid,
    primary key (scorer_version_id, promoted_at)
);
