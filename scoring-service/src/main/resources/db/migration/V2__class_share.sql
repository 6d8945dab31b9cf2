-- How many verdicts of each class a scorer version gave on a day (UTC), counted with the insert of the verdict. Verdicts
-- that were kept before this table are not in it.
create table class_share (
    scorer_version_id uuid not null,
    -- as in metrics, such as data_protection
    dimension text not null,
    day date not null,
    -- 3, 2, 1; 0: unscorable
    score smallint not null,
    verdicts bigint not null,
    primary key (scorer_version_id, dimension, day, score)
) with (fillfactor = 50);
