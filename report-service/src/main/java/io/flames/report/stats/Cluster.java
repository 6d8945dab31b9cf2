package io.flames.report.stats;

/**
 * Prompts that are alike for the bootstrap: each of them has this tally over its samples. Prompts, not responses, are
 * what is drawn, because samples of one prompt are not independent.
 *
 * @param tally of one prompt; may be empty
 * @param prompts how many prompts have it, at least 1
 */
public record Cluster(Tally tally, long prompts) {
    public Cluster {
        if (prompts < 1) {
            throw new IllegalArgumentException("a cluster has at least one prompt");
        }
    }
}
