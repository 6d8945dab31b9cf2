package io.flames.report.figures;

import io.flames.report.stats.Cluster;
import io.flames.report.stats.Tally;
import java.util.List;

/**
 * What is known of a run in one dimension.
 *
 * @param dimension 1 to 5
 * @param expected responses that the release and the number of samples ask for, 0 when that is not known
 * @param collected responses that are there, whatever their outcome
 * @param clusters the prompts that are there, by their verdicts
 */
public record DimensionTally(int dimension, long expected, long collected, List<Cluster> clusters) {
    /** Responses that the figures answer for. */
    public long responses() {
        return Math.max(expected, collected);
    }

    public Tally tally() {
        return clusters.stream()
                .map(cluster -> cluster.tally().times(cluster.prompts()))
                .reduce(Tally.NONE, Tally::plus);
    }

    /** One sample a prompt: the verdicts are independent trials. */
    public boolean isSingleSample() {
        return clusters.stream().allMatch(cluster -> cluster.tally().scored() <= 1);
    }
}
