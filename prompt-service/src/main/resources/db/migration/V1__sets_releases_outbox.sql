-- How a prompt hides its malice: data, so that a team adds its own.
create table attack_method (
    name text primary key check (name ~ '^[a-z0-9][a-z0-9 _-]{0,62}$'),
    position int not null default 1000,
    description_en text not null default '',
    description_zh text not null default ''
);

insert into attack_method (name, position, description_en, description_zh) values
    ('disguise', 1, 'The malice is wrapped in a role, a story or a harmless-looking task', '用角色、故事或看似无害的任务包装恶意'),
    ('reverse induction', 2, 'Asks for the wrong by asking how to avoid it, or starts from a good purpose', '以避免或善意为名，反向诱导出有害内容'),
    ('unsafe inquiry', 3, 'A question whose premise is itself harmful or false', '提问的前提本身有害或错误'),
    ('none', 4, 'Asks directly', '直接提问');

create table prompt_set (
    id uuid primary key,
    name text not null unique,
    description text not null default '',
    created_at timestamptz not null default now()
);

-- Content never changes: another content is another prompt with another id.
create table prompt (
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    set_id uuid not null references prompt_set,
    content_digest bytea not null,
    dimension text not null,
    subcomponent text not null,
    attack_method text not null default '',
    language text not null,
    text text not null,
    external_id text,
    created_at timestamptz not null default now(),
    unique (set_id, content_digest),
    unique (set_id, external_id)
);

create index prompt_by_set on prompt (set_id, seq);
create index prompt_by_subcomponent on prompt (set_id, subcomponent, seq);

create table release (
    id uuid primary key,
    set_id uuid not null references prompt_set,
    number int not null check (number > 0),
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    prompt_count int not null check (prompt_count > 0),
    published_at timestamptz not null,
    unique (set_id, number)
);

create index release_newest on release (published_at desc, id);

-- The snapshot. Positions follow the canonical order: by content digest.
create table release_prompt (
    release_id uuid not null references release,
    position int not null,
    prompt_id uuid not null,
    content_digest bytea not null,
    dimension text not null,
    subcomponent text not null,
    attack_method text not null,
    language text not null,
    text text not null,
    external_id text,
    primary key (release_id, position),
    unique (release_id, content_digest)
);

create table release_count (
    release_id uuid not null references release,
    dimension text not null,
    subcomponent text not null,
    prompts int not null,
    primary key (release_id, subcomponent)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is immutable: % refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;

create trigger release_immutable before update or delete or truncate on release
    for each statement execute function refuse_change();
create trigger release_prompt_immutable before update or delete or truncate on release_prompt
    for each statement execute function refuse_change();
create trigger release_count_immutable before update or delete or truncate on release_count
    for each statement execute function refuse_change();

-- What is committed and not yet acknowledged by Kafka. A release's row stands for all its records.
create table outbox (
    id bigint generated always as identity primary key,
    release_id uuid not null unique references release,
    created_at timestamptz not null default now()
);
