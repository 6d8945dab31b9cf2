-- Releases as they came from flames.prompt-releases, with their prompts.
CREATE TABLE release_prompt (
    release_id    uuid    NOT NULL,
    position      integer NOT NULL,
    prompt_id     uuid    NOT NULL,
    dimension     smallint NOT NULL,
    subcomponent  text    NOT NULL,
    attack_method text    NOT NULL,
    language      text    NOT NULL,
    external_id   text    NOT NULL,
    text          text    NOT NULL,
    PRIMARY KEY (release_id, position)
);
CREATE UNIQUE INDEX release_prompt_prompt ON release_prompt (release_id, prompt_id);

CREATE TABLE release (
    id           uuid PRIMARY KEY,
    set_id       uuid    NOT NULL,
    set_name     text    NOT NULL,
    number       integer NOT NULL,
    prompt_count integer NOT NULL,
    digest       text    NOT NULL,
    published_at timestamptz NOT NULL,
    -- Automatic runs of the targets that followed the set were started; a replayed event starts none again.
    triggered    boolean NOT NULL DEFAULT false,
    UNIQUE (set_name, number)
);

CREATE TABLE target (
    id                      uuid PRIMARY KEY,
    name                    text    NOT NULL UNIQUE,
    kind                    text    NOT NULL,
    api_key_env             text,
    request_timeout_seconds integer NOT NULL,
    max_concurrency         integer NOT NULL,
    requests_per_minute     integer,
    follows                 text[]  NOT NULL,
    samples                 integer NOT NULL,
    max_calls               bigint,
    max_tokens_budget       bigint,
    created_at              timestamptz NOT NULL
);

CREATE TABLE target_version (
    id            uuid PRIMARY KEY,
    target_id     uuid    NOT NULL REFERENCES target,
    number        integer NOT NULL,
    digest        text    NOT NULL,
    base_url      text    NOT NULL,
    model         text    NOT NULL,
    temperature   double precision,
    top_p         double precision,
    max_tokens    integer,
    seed          bigint,
    system_prompt text,
    extra_body    text    NOT NULL,
    synthetic     boolean NOT NULL,
    created_at    timestamptz NOT NULL,
    UNIQUE (target_id, number)
);

-- Limits that hold across replicas: a token bucket for requests a minute, and a pause the endpoint asked for.
-- Whoever leases tasks of a target holds this row, so that leases are counted by one replica at a time.
CREATE TABLE target_gate (
    target_id    uuid PRIMARY KEY REFERENCES target,
    tokens       double precision NOT NULL DEFAULT 1,
    refilled_at  timestamptz NOT NULL DEFAULT now(),
    paused_until timestamptz NOT NULL DEFAULT '-infinity'
);

CREATE TABLE run (
    id                uuid PRIMARY KEY,
    target_id         uuid   NOT NULL REFERENCES target,
    target_version_id uuid   NOT NULL REFERENCES target_version,
    release_id        uuid   NOT NULL REFERENCES release,
    trigger           text   NOT NULL,
    samples           integer NOT NULL,
    state             text   NOT NULL CHECK (state IN ('RUNNING', 'FINISHED', 'CANCELLED')),
    expected          bigint NOT NULL,
    -- Tasks that have not ended.
    remaining         bigint NOT NULL CHECK (remaining >= 0),
    answered          bigint NOT NULL DEFAULT 0,
    filtered_input    bigint NOT NULL DEFAULT 0,
    filtered_output   bigint NOT NULL DEFAULT 0,
    truncated         bigint NOT NULL DEFAULT 0,
    empty             bigint NOT NULL DEFAULT 0,
    error             bigint NOT NULL DEFAULT 0,
    -- Calls begun, counted when the task is leased: those in flight at a crash count too.
    calls             bigint NOT NULL DEFAULT 0,
    prompt_tokens     bigint NOT NULL DEFAULT 0,
    completion_tokens bigint NOT NULL DEFAULT 0,
    -- Of the last RunFinished or RunCancelled, and how many tasks had not ended when it was written.
    sequence          bigint NOT NULL DEFAULT 0,
    announced         bigint,
    reason            text   NOT NULL DEFAULT '',
    idempotency_key   text UNIQUE,
    started_at        timestamptz NOT NULL,
    finished_at       timestamptz
);
CREATE INDEX run_open ON run (target_id, started_at) WHERE state = 'RUNNING';
CREATE INDEX run_unannounced ON run (id) WHERE state = 'CANCELLED' AND announced IS DISTINCT FROM remaining;
CREATE INDEX run_recent ON run (started_at DESC, id);
CREATE INDEX run_target ON run (target_id, started_at DESC);

-- One call to be answered: (run, prompt, sample). state: 0 pending, 1 leased, 2 ended.
CREATE TABLE task (
    run_id            uuid     NOT NULL REFERENCES run,
    position          integer  NOT NULL,
    sample            integer  NOT NULL,
    target_id         uuid     NOT NULL,
    state             smallint NOT NULL DEFAULT 0,
    revision          integer  NOT NULL DEFAULT 0,
    attempts          integer  NOT NULL DEFAULT 0,
    throttled         integer  NOT NULL DEFAULT 0,
    not_before        timestamptz NOT NULL DEFAULT now(),
    -- Fencing: raised by every lease; a result is stored only under the token it was leased with.
    token             bigint   NOT NULL DEFAULT 0,
    owner             uuid,
    lease_until       timestamptz,
    outcome           smallint,
    detail            text,
    finish_reason     text,
    returned_model    text,
    prompt_tokens     integer,
    completion_tokens integer,
    latency_ms        bigint,
    ended_at          timestamptz,
    PRIMARY KEY (run_id, position, sample)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX task_pending ON task (run_id, not_before, position, sample) WHERE state = 0;
CREATE INDEX task_leased ON task (target_id, run_id) WHERE state = 1;

-- Replicas that are alive, by the database's clock. The leases of one that is not are taken over at once.
CREATE TABLE worker (
    id          uuid PRIMARY KEY,
    alive_until timestamptz NOT NULL
);

-- Events that were committed and are not yet acknowledged by the broker; deleted after that.
CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic      text  NOT NULL,
    key        text  NOT NULL,
    event_id   uuid  NOT NULL,
    payload    bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);

-- A lease is live while it has not run out and its replica is alive.
CREATE FUNCTION lease_is_live(p_owner uuid, p_until timestamptz, p_now timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT p_until > p_now
       AND EXISTS (SELECT 1 FROM worker w WHERE w.id = p_owner AND w.alive_until > p_now)
$$;

-- Leases up to p_want tasks of a target to a replica, within the target's concurrency, requests a minute, pause and
-- the budget of each run. The calls of p_ended_* have ended, though their results may not be stored yet: they take up no
-- concurrency, so that the next calls need not wait for the commit. Tasks whose lease is no longer live are taken over. When fewer than p_want were to be had, a
-- last row with pos = -1 says after how many milliseconds to ask again.
CREATE FUNCTION lease_tasks(p_target uuid, p_worker uuid, p_alive_ms integer, p_want integer, p_lease_ms bigint,
                            p_ended_runs uuid[], p_ended_positions integer[], p_ended_samples integer[])
RETURNS TABLE (run uuid, pos integer, smp integer, tok bigint, rev integer, tried integer, waits integer, wait_ms bigint)
LANGUAGE plpgsql
-- Right after a large run was inserted, statistics say nothing of it; a lease always goes by the indexes.
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
DECLARE
    t        target%ROWTYPE;
    g        target_gate%ROWTYPE;
    r        record;
    at       timestamptz;
    live     integer;
    free     integer;
    allowed  bigint;
    taken    integer := 0;
    got      integer;
    bucket   double precision;
    capacity double precision;
    next_at  timestamptz;
    earliest timestamptz;
    runs     uuid[] := '{}';
    counts   integer[] := '{}';
BEGIN
    SELECT * INTO g FROM target_gate WHERE target_id = p_target FOR UPDATE;
    SELECT * INTO t FROM target WHERE id = p_target;
    at := clock_timestamp();
    INSERT INTO worker AS w VALUES (p_worker, at + p_alive_ms * interval '1 millisecond')
        ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until
        WHERE w.alive_until < at + (p_alive_ms / 2) * interval '1 millisecond';

    UPDATE task k SET state = 0, not_before = least(k.not_before, at)
     WHERE (k.run_id, k.position, k.sample) IN (
        SELECT x.run_id, x.position, x.sample FROM task x
         WHERE x.target_id = p_target AND x.state = 1 AND NOT lease_is_live(x.owner, x.lease_until, at)
           FOR UPDATE SKIP LOCKED);

    SELECT count(*) INTO live FROM task k WHERE k.target_id = p_target AND k.state = 1
       AND NOT EXISTS (SELECT FROM unnest(p_ended_runs, p_ended_positions, p_ended_samples) AS e(run_id, position, sample)
                        WHERE e.run_id = k.run_id AND e.position = k.position AND e.sample = k.sample
                          AND k.owner = p_worker);
    free := least(p_want, t.max_concurrency - live);
    next_at := at + interval '1 second';
    IF free <= 0 THEN
        next_at := at + interval '100 milliseconds';
    END IF;
    IF g.paused_until > at THEN
        free := 0;
        next_at := g.paused_until;
    END IF;
    IF t.requests_per_minute IS NOT NULL THEN
        capacity := greatest(1, ceil(t.requests_per_minute / 60.0));
        bucket := least(capacity,
            g.tokens + extract(epoch FROM at - g.refilled_at) * t.requests_per_minute / 60.0);
        IF free > 0 AND bucket < 1 THEN
            next_at := at + ((1 - bucket) * 60.0 / t.requests_per_minute) * interval '1 second';
        END IF;
        free := least(free, floor(bucket)::integer);
    END IF;

    FOR r IN SELECT q.id, q.calls, q.prompt_tokens + q.completion_tokens AS used FROM run q
              WHERE q.target_id = p_target AND q.state = 'RUNNING' AND q.remaining > 0
              ORDER BY q.started_at, q.id
    LOOP
        EXIT WHEN taken >= free;
        allowed := least(free - taken, coalesce(t.max_calls - r.calls, free));
        CONTINUE WHEN allowed <= 0 OR r.used >= t.max_tokens_budget;
        -- Materialized: as a plain subquery it may be run once for each row of an outer loop, each time with new rows.
        RETURN QUERY
            WITH p AS MATERIALIZED (
                SELECT x.position, x.sample FROM task x
                 WHERE x.run_id = r.id AND x.state = 0 AND x.not_before <= at
                 ORDER BY x.not_before, x.position, x.sample
                 LIMIT allowed FOR UPDATE SKIP LOCKED)
            UPDATE task k
               SET state = 1, owner = p_worker, token = k.token + 1, attempts = k.attempts + 1,
                   lease_until = at + p_lease_ms * interval '1 millisecond'
              FROM p
             WHERE k.run_id = r.id AND k.position = p.position AND k.sample = p.sample
            RETURNING k.run_id, k.position, k.sample, k.token, k.revision, k.attempts, k.throttled, 0::bigint;
        GET DIAGNOSTICS got = ROW_COUNT;
        taken := taken + got;
        IF got > 0 THEN
            runs := runs || r.id;
            counts := counts || got;
        ELSE
            SELECT x.not_before INTO earliest FROM task x
             WHERE x.run_id = r.id AND x.state = 0 ORDER BY x.not_before LIMIT 1;
            next_at := least(next_at, greatest(earliest, at));
        END IF;
    END LOOP;

    -- In the order of ids, as every other statement that locks several runs.
    FOR r IN SELECT u.id, u.n FROM unnest(runs, counts) AS u(id, n) ORDER BY u.id LOOP
        UPDATE run q SET calls = q.calls + r.n WHERE q.id = r.id;
    END LOOP;
    IF t.requests_per_minute IS NOT NULL THEN
        UPDATE target_gate x SET tokens = bucket - taken, refilled_at = at WHERE x.target_id = p_target;
    END IF;
    IF taken < p_want THEN
        RETURN QUERY SELECT NULL::uuid, -1, 0, 0::bigint, 0, 0, 0,
            greatest(1, ceil(extract(epoch FROM next_at - clock_timestamp()) * 1000))::bigint;
    END IF;
END
$$;
