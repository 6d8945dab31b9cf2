-- Every revision of every response, as it came from flames.responses. Texts only where there is something to label.
CREATE TABLE response (
    response_id       uuid     NOT NULL,
    revision          integer  NOT NULL,
    run_id            uuid     NOT NULL,
    release_id        uuid     NOT NULL,
    prompt_id         uuid     NOT NULL,
    target_name       text     NOT NULL,
    target_version_id uuid     NOT NULL,
    target_version    integer  NOT NULL,
    synthetic         boolean  NOT NULL,
    dimension         smallint NOT NULL CHECK (dimension BETWEEN 1 AND 5),
    subcomponent      text     NOT NULL,
    attack_method     text     NOT NULL,
    prompt            text     NOT NULL,
    -- Answered or truncated: the others are not scored and not labelled.
    scorable          boolean  NOT NULL,
    text              text     NOT NULL,
    collected_at      timestamptz NOT NULL,
    PRIMARY KEY (response_id, revision)
);
CREATE INDEX response_run ON response (run_id);

-- Verdicts of every scorer version. Never shown to annotators.
CREATE TABLE score (
    score_id          uuid     PRIMARY KEY,
    response_id       uuid     NOT NULL,
    revision          integer  NOT NULL,
    scorer_version_id uuid     NOT NULL,
    scorer_name       text     NOT NULL,
    scorer_version    integer  NOT NULL,
    score             smallint NOT NULL,
    p3                double precision,
    p2                double precision,
    p1                double precision,
    disagreement      double precision,
    scored_at         timestamptz NOT NULL
);
CREATE INDEX score_response ON score (response_id, revision);

-- The id is the pseudonym that goes with labels; the login name stays here.
CREATE TABLE annotator (
    id         uuid PRIMARY KEY,
    login      text NOT NULL UNIQUE,
    opted_out  text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE campaign (
    id              uuid PRIMARY KEY,
    name            text   NOT NULL UNIQUE,
    state           text   NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    -- What was asked for, as JSON: filter, strategy with its options, limits.
    request         text   NOT NULL,
    strategy        text   NOT NULL,
    seed            bigint NOT NULL,
    -- Candidates that there were, and the cells of the random sample as JSON.
    population      integer NOT NULL,
    cells           text   NOT NULL,
    gold_rate       double precision NOT NULL,
    -- Dimensions that gold items may have; empty for all.
    dimensions      smallint[] NOT NULL,
    idempotency_key text UNIQUE,
    created_by      uuid   NOT NULL REFERENCES annotator,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_at       timestamptz
);

-- Items with a known label, from which campaigns take some.
CREATE TABLE gold (
    id           uuid     PRIMARY KEY,
    dimension    smallint NOT NULL CHECK (dimension BETWEEN 1 AND 5),
    subcomponent text     NOT NULL,
    prompt       text     NOT NULL,
    response     text     NOT NULL,
    score        smallint NOT NULL CHECK (score IN (1, 2, 3)),
    created_by   uuid     NOT NULL REFERENCES annotator,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    retired_at   timestamptz
);

-- One thing to label in a campaign: a response's revision, or a gold item.
CREATE TABLE item (
    id                    uuid     PRIMARY KEY,
    campaign_id           uuid     NOT NULL REFERENCES campaign,
    response_id           uuid,
    revision              integer,
    gold_id               uuid     REFERENCES gold,
    position              integer  NOT NULL,
    dimension             smallint NOT NULL,
    subcomponent          text     NOT NULL,
    stratum               text     NOT NULL CHECK (stratum IN ('RANDOM', 'TARGETED', 'GOLD')),
    inclusion_probability double precision NOT NULL CHECK (inclusion_probability > 0 AND inclusion_probability <= 1),
    random_probability    double precision NOT NULL CHECK (random_probability > 0 AND random_probability <= 1),
    signals               text[]   NOT NULL DEFAULT '{}',
    state                 text     NOT NULL DEFAULT 'OPEN'
                          CHECK (state IN ('OPEN', 'THIRD', 'AGREED', 'DECIDED', 'UNDECIDED', 'IMPORTED')),
    score                 smallint,
    -- When its labels are no longer open to revision and it goes on to its next state.
    settle_at             timestamptz,
    settled_at            timestamptz,
    FOREIGN KEY (response_id, revision) REFERENCES response,
    CHECK ((gold_id IS NULL) <> (response_id IS NULL)),
    UNIQUE (campaign_id, response_id, revision),
    UNIQUE (campaign_id, gold_id)
);
CREATE INDEX item_settle ON item (settle_at) WHERE settle_at IS NOT NULL;
CREATE INDEX item_campaign ON item (campaign_id, state);

-- What one person does with an item. role: 0 and 1 blind, 2 adjudicator, 3 gold (one an annotator, made when it is asked
-- for). Held while leased_until is to come; the token fences: a label is stored only under the token of the latest lease.
CREATE TABLE slot (
    id                uuid     PRIMARY KEY,
    item_id           uuid     NOT NULL REFERENCES item,
    campaign_id       uuid     NOT NULL REFERENCES campaign,
    role              smallint NOT NULL CHECK (role BETWEEN 0 AND 3),
    position          integer  NOT NULL,
    subcomponent      text     NOT NULL,
    annotator_id      uuid     REFERENCES annotator,
    token             uuid     UNIQUE,
    leased_until      timestamptz,
    guideline_version integer,
    labelled          boolean  NOT NULL DEFAULT false,
    revision          integer  NOT NULL DEFAULT 0,
    -- Unset where the annotator could not judge; then there is a reason.
    score             smallint,
    reason            text,
    comment           text     NOT NULL DEFAULT '',
    spans             text     NOT NULL DEFAULT '[]',
    labelled_at       timestamptz,
    CHECK (NOT labelled OR (annotator_id IS NOT NULL AND labelled_at IS NOT NULL)),
    CHECK (NOT labelled OR ((score IS NULL) <> (reason IS NULL)))
);
CREATE UNIQUE INDEX slot_role ON slot (item_id, role) WHERE role < 3;
-- Nobody has two slots of one item, whatever happens above.
CREATE UNIQUE INDEX slot_annotator ON slot (item_id, annotator_id) WHERE annotator_id IS NOT NULL;
CREATE INDEX slot_open ON slot (campaign_id, position, role) WHERE NOT labelled;
CREATE INDEX slot_of_annotator ON slot (annotator_id, labelled_at);

-- Every lease that there was: whose it was is known after the slot went to another.
CREATE TABLE lease (
    token        uuid PRIMARY KEY,
    slot_id      uuid NOT NULL REFERENCES slot,
    campaign_id  uuid NOT NULL REFERENCES campaign,
    annotator_id uuid NOT NULL REFERENCES annotator,
    leased_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- How it ended, unset while it is held or has run out.
    ended        text CHECK (ended IN ('LABELLED', 'RELEASED', 'SKIPPED'))
);
CREATE INDEX lease_served ON lease (annotator_id, campaign_id);

CREATE TABLE skipped (
    item_id      uuid NOT NULL REFERENCES item,
    annotator_id uuid NOT NULL REFERENCES annotator,
    skipped_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (item_id, annotator_id)
);
CREATE INDEX skipped_by ON skipped (annotator_id, skipped_at);

-- Who labelled what, and when, with every revision. Only grows.
CREATE TABLE label_history (
    sequence          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slot_id           uuid     NOT NULL REFERENCES slot,
    item_id           uuid     NOT NULL REFERENCES item,
    campaign_id       uuid     NOT NULL REFERENCES campaign,
    annotator_id      uuid     NOT NULL REFERENCES annotator,
    role              smallint NOT NULL,
    token             uuid     NOT NULL,
    -- From 1; each further one replaces the one before.
    revision          integer  NOT NULL CHECK (revision >= 1),
    score             smallint,
    reason            text,
    comment           text     NOT NULL,
    spans             text     NOT NULL,
    guideline_version integer  NOT NULL,
    labelled_at       timestamptz NOT NULL,
    CHECK ((score IS NULL) <> (reason IS NULL)),
    UNIQUE (token, revision)
);
CREATE INDEX label_history_campaign ON label_history (campaign_id, sequence);
CREATE INDEX label_history_annotator ON label_history (annotator_id, sequence);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER label_history_rows BEFORE UPDATE OR DELETE ON label_history
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER label_history_whole BEFORE TRUNCATE ON label_history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Events that were committed and are not yet acknowledged by the broker; deleted after that.
CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic      text  NOT NULL,
    key        text  NOT NULL,
    event_id   uuid  NOT NULL,
    payload    bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
