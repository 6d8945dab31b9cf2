package io.flames.report.store;

/** The upserts of the projection. Column order is that of {@link ProjectionTuples}. */
final class ProjectionSql {
    private ProjectionSql() {}

    static final String PROMPT =
            """
            insert into release_prompt (release_id, prompt_id, position, dimension, subcomponent, attack_method, language, prompt, external_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict do nothing
            """;

    static final String RELEASE =
            """
            insert into release (release_id, set_id, set_name, number, prompt_count, digest, published_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict do nothing
            """;

    static final String RUN_STARTED =
            """
            insert into run (run_id, release_id, set_id, set_name, release_number, release_digest, target_id, target_name, target_version_id, target_version, target_digest, model, endpoint, parameters, synthetic, samples, expected, trigger, started_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            on conflict (run_id) do update set
                release_id = excluded.release_id,
                set_id = excluded.set_id,
                set_name = excluded.set_name,
                release_number = excluded.release_number,
                release_digest = excluded.release_digest,
                target_id = excluded.target_id,
                target_name = excluded.target_name,
                target_version_id = excluded.target_version_id,
                target_version = excluded.target_version,
                target_digest = excluded.target_digest,
                model = excluded.model,
                endpoint = excluded.endpoint,
                parameters = excluded.parameters,
                synthetic = excluded.synthetic,
                samples = excluded.samples,
                expected = excluded.expected,
                trigger = excluded.trigger,
                started_at = excluded.started_at
            """;

    static final String RUN_ENDED =
            """
            insert into run (run_id, end_sequence, cancelled, end_answered, end_filtered_input, end_filtered_output, end_truncated, end_empty, end_error, ended_at, end_reason)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict (run_id) do update set
                end_sequence = excluded.end_sequence,
                cancelled = excluded.cancelled,
                end_answered = excluded.end_answered,
                end_filtered_input = excluded.end_filtered_input,
                end_filtered_output = excluded.end_filtered_output,
                end_truncated = excluded.end_truncated,
                end_empty = excluded.end_empty,
                end_error = excluded.end_error,
                ended_at = excluded.ended_at,
                end_reason = excluded.end_reason
            where run.end_sequence is null or run.end_sequence < excluded.end_sequence
            """;

    static final String RESPONSE =
            """
            insert into response (response_id, revision, run_id, release_id, prompt_id, sample, target_name, target_version_id, target_version, synthetic, dimension, subcomponent, attack_method, language, prompt, outcome, answer, answer_cut, finish_reason, returned_model, prompt_tokens, completion_tokens, latency_ms, attempts, detail, collected_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
            on conflict (response_id) do update set
                revision = excluded.revision,
                run_id = excluded.run_id,
                release_id = excluded.release_id,
                prompt_id = excluded.prompt_id,
                sample = excluded.sample,
                target_name = excluded.target_name,
                target_version_id = excluded.target_version_id,
                target_version = excluded.target_version,
                synthetic = excluded.synthetic,
                dimension = excluded.dimension,
                subcomponent = excluded.subcomponent,
                attack_method = excluded.attack_method,
                language = excluded.language,
                prompt = excluded.prompt,
                outcome = excluded.outcome,
                answer = excluded.answer,
                answer_cut = excluded.answer_cut,
                finish_reason = excluded.finish_reason,
                returned_model = excluded.returned_model,
                prompt_tokens = excluded.prompt_tokens,
                completion_tokens = excluded.completion_tokens,
                latency_ms = excluded.latency_ms,
                attempts = excluded.attempts,
                detail = excluded.detail,
                collected_at = excluded.collected_at
            where response.revision < excluded.revision
            returning run_id
            """;

    static final String SCORE =
            """
            insert into score (score_id, response_id, revision, run_id, dimension, scorer_version_id, score, unscorable_reason, detail, probability_of_3, probability_of_2, probability_of_1, inference_micros, input_truncated, scored_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            on conflict do nothing
            returning run_id
            """;

    static final String SCORER =
            """
            insert into scorer (scorer_version_id, name, version, digest, kind, model_card, registered_at, promoted_at, shadow_started_at, shadow_stopped_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            on conflict (scorer_version_id) do update set
                kind = coalesce(excluded.kind, scorer.kind),
                model_card = case
                    when excluded.registered_at >= coalesce(scorer.registered_at, '-infinity') then excluded.model_card
                    else scorer.model_card end,
                registered_at = greatest(excluded.registered_at, scorer.registered_at),
                promoted_at = greatest(excluded.promoted_at, scorer.promoted_at),
                shadow_started_at = greatest(excluded.shadow_started_at, scorer.shadow_started_at),
                shadow_stopped_at = greatest(excluded.shadow_stopped_at, scorer.shadow_stopped_at)
            where excluded.registered_at is not null or excluded.promoted_at is not null
                or excluded.shadow_started_at is not null or excluded.shadow_stopped_at is not null
            """;

    static final String PROMOTION =
            """
            insert into promotion (scorer_version_id, promoted_at, reason, gate, previous_id)
            values ($1, $2, $3, $4, $5)
            on conflict do nothing
            """;

    static final String RUN_CHANGE =
            """
            insert into run_change (run_id, changes)
            select run_id, 1 from unnest($1::uuid[]) as run_id order by run_id
            on conflict (run_id) do update set changes = run_change.changes + 1
            """;
}
