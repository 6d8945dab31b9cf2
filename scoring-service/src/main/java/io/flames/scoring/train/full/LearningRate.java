package io.flames.scoring.train.full;

/** Linear warm-up, then linear decay to 0 (Devlin et al. 2019, appendix A.2). */
final class LearningRate {
    private final long steps;
    private final long warmUp;

    /**
     * @param steps of the whole training
     * @param warmUp share of them over which the rate rises
     */
    LearningRate(long steps, double warmUp) {
        this.steps = steps;
        this.warmUp = Math.round(steps * warmUp);
    }

    /**
     * Share of the largest rate, above 0 and at most 1.
     *
     * @param step from 0
     */
    double at(long step) {
        if (step < warmUp) {
            return (step + 1.0) / warmUp;
        }
        return (double) (steps - step) / (steps - warmUp);
    }
}
