-- Scorer versions that are known: from the configuration of a replica, or registered with their files.
create table scorer_version (
    scorer_version_id uuid primary key,
    name text not null,
    version int not null,
    digest text not null,
    -- as the contract has it, such as onnx
    kind text not null,
    -- empty where there is none
    model_card text not null,
    -- true: a replica's configuration has it, and no files are here
    configured boolean not null,
    registered_by text not null,
    registered_at timestamptz not null default now()
);
create unique index scorer_version_by_number on scorer_version (name, version) where not configured;

-- A version's files; what is in them is kept once a digest.
create table scorer_version_file (
    scorer_version_id uuid not null references scorer_version,
    name text not null,
    sha256 text not null,
    bytes bigint not null,
    primary key (scorer_version_id, name)
);

-- 1 MiB each, but for the last.
create table scorer_file_chunk (
    sha256 text not null,
    number int not null,
    content bytea not null,
    primary key (sha256, number)
);
alter table scorer_file_chunk alter column content set storage external;

-- What happened to versions: only ever added to. Also the outbox of flames.scorers.
create table scorer_history (
    sequence bigint generated always as identity primary key,
    scorer_version_id uuid not null references scorer_version,
    -- registered, shadow_started, shadow_stopped, promoted
    what text not null,
    -- of a promotion: INITIAL, GATE, ROLLBACK
    reason text not null default '',
    -- of a shadow: what was collected before, too
    history boolean not null default false,
    -- of a promotion: that which was promoted before
    previous_id uuid,
    -- of a promotion through the gate, and of one that the gate refused (what: gate_refused)
    gate text not null default '',
    done_by text not null default '',
    happened_at timestamptz not null default now(),
    published boolean not null default false
);
create index scorer_history_unpublished on scorer_history (sequence) where not published;
