package io.flames.annotation.label;

import io.flames.annotation.store.Transaction;
import io.flames.contracts.annotation.v1.LabelledItem;
import io.flames.contracts.annotation.v1.SamplingStratum;
import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;

/** An item with all that an event says of it. */
final class LabelledResponse {
    private static final String FIND =
            """
            SELECT i.id, i.campaign_id, c.name AS campaign_name, i.stratum, i.inclusion_probability, r.*
              FROM item i
              JOIN campaign c ON c.id = i.campaign_id
              JOIN response r ON r.response_id = i.response_id AND r.revision = i.revision
             WHERE i.id = $1""";

    private LabelledResponse() {}

    static LabelledItem of(Transaction transaction, UUID item) {
        return transaction.first(FIND, LabelledResponse::read, item).orElseThrow();
    }

    private static LabelledItem read(Row row) {
        return LabelledItem.newBuilder()
                .setLabelId(row.getUUID("id").toString())
                .setCampaignId(row.getUUID("campaign_id").toString())
                .setCampaignName(row.getString("campaign_name"))
                .setResponseId(row.getUUID("response_id").toString())
                .setRevision(row.getInteger("revision"))
                .setRunId(row.getUUID("run_id").toString())
                .setReleaseId(row.getUUID("release_id").toString())
                .setPromptId(row.getUUID("prompt_id").toString())
                .setTargetName(row.getString("target_name"))
                .setTargetVersionId(row.getUUID("target_version_id").toString())
                .setTargetVersion(row.getInteger("target_version"))
                .setSynthetic(row.getBoolean("synthetic"))
                .setDimensionValue(row.getInteger("dimension"))
                .setSubcomponent(row.getString("subcomponent"))
                .setAttackMethod(row.getString("attack_method"))
                .setPrompt(row.getString("prompt"))
                .setResponse(row.getString("text"))
                .setStratum(
                        row.getString("stratum").equals("TARGETED")
                                ? SamplingStratum.SAMPLING_STRATUM_TARGETED
                                : SamplingStratum.SAMPLING_STRATUM_RANDOM)
                .setInclusionProbability(row.getDouble("inclusion_probability"))
                .build();
    }
}
