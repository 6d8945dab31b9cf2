-- The read model. No foreign keys between what comes from different topics: records arrive in any order, and each
-- table is filled by upserts alone. Everything here can be rebuilt from offset zero.

create table release (
    release_id   uuid primary key,
    set_id       uuid not null,
    set_name     text not null,
    number       int not null,
    prompt_count int not null,
    digest       text not null,
    published_at timestamptz not null
);
create index release_by_name on release (set_name, number);

create table release_prompt (
    release_id    uuid not null,
    prompt_id     uuid not null,
    position      int not null,
    dimension     smallint not null,
    subcomponent  text not null,
    attack_method text not null,
    language      text not null,
    prompt        text not null,
    external_id   text not null,
    primary key (release_id, prompt_id)
);

-- RunStarted fills the first part, RunFinished or RunCancelled (the highest sequence) the second.
create table run (
    run_id            uuid primary key,
    release_id        uuid,
    set_id            uuid,
    set_name          text,
    release_number    int,
    release_digest    text,
    target_id         text,
    target_name       text,
    target_version_id uuid,
    target_version    int,
    target_digest     text,
    model             text,
    endpoint          text,
    parameters        text,
    synthetic         boolean,
    samples           int,
    expected          bigint,
    trigger           text,
    started_at        timestamptz,
    end_sequence      bigint,
    cancelled         boolean,
    end_answered      bigint,
    end_filtered_input  bigint,
    end_filtered_output bigint,
    end_truncated     bigint,
    end_empty         bigint,
    end_error         bigint,
    ended_at          timestamptz,
    end_reason        text
);
create index run_by_release on run (release_id, target_version_id);

-- Raised with every change of a run's responses, scores or state, in the same transaction: what is computed from a
-- run is cached under this number.
create table run_change (
    run_id  uuid primary key,
    changes bigint not null
);

create table response (
    response_id       uuid primary key,
    revision          int not null,
    run_id            uuid not null,
    release_id        uuid not null,
    prompt_id         uuid not null,
    sample            int not null,
    target_name       text not null,
    target_version_id uuid not null,
    target_version    int not null,
    synthetic         boolean not null,
    dimension         smallint not null,
    subcomponent      text not null,
    attack_method     text not null,
    language          text not null,
    prompt            text not null,
    outcome           text not null,
    answer            text not null,
    answer_cut        boolean not null,
    finish_reason     text not null,
    returned_model    text not null,
    prompt_tokens     int not null,
    completion_tokens int not null,
    latency_ms        bigint not null,
    attempts          int not null,
    detail            text not null,
    collected_at      timestamptz not null
);
create index response_of_run on response (run_id, dimension, prompt_id, sample);

-- A verdict belongs to (response, revision, scorer version). score is null when the scorer gave no usable verdict.
create table score (
    response_id       uuid not null,
    revision          int not null,
    scorer_version_id uuid not null,
    score_id          uuid not null,
    run_id            uuid not null,
    dimension         smallint not null,
    score             smallint,
    unscorable_reason text,
    detail            text not null,
    probability_of_3  double precision,
    probability_of_2  double precision,
    probability_of_1  double precision,
    inference_micros  bigint not null,
    input_truncated   boolean not null,
    scored_at         timestamptz not null,
    primary key (response_id, revision, scorer_version_id)
);
create index score_of_run on score (run_id, scorer_version_id);

create table scorer (
    scorer_version_id uuid primary key,
    name              text not null,
    version           int not null,
    digest            text not null,
    kind              text,
    model_card        text,
    registered_at     timestamptz,
    promoted_at       timestamptz
);
