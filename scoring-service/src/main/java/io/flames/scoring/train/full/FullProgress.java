package io.flames.scoring.train.full;

/** Whoever wants to know how far a training is. */
@FunctionalInterface
public interface FullProgress {
    /** Called in order, on the training's own thread: after every step, and after every validation. */
    void at(Progress progress);

    /** Tells this one, then the other. */
    default FullProgress and(FullProgress other) {
        return progress -> {
            at(progress);
            other.at(progress);
        };
    }
}
