package io.flames.report.stats;

/**
 * Prompts of a dimension that went the same way in two runs.
 *
 * @param before tally of one prompt in the earlier run, with at least one score
 * @param after tally of the same prompt in the later run, with at least one score
 * @param prompts how many prompts have both, at least 1
 */
public record PairedCluster(Tally before, Tally after, long prompts) {
    public PairedCluster {
        if (prompts < 1 || before.scored() < 1 || after.scored() < 1) {
            throw new IllegalArgumentException("a pair needs a prompt that is scored on both sides");
        }
    }

    /** Above 0 when the prompt is answered harmlessly more often after, below 0 when less often. */
    int direction() {
        return Long.compare(after.harmless() * before.scored(), before.harmless() * after.scored());
    }
}
