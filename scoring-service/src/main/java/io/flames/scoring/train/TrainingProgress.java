package io.flames.scoring.train;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Is told how far a training is. */
@FunctionalInterface
public interface TrainingProgress {
    /**
     * @param phase what is being done, such as {@code features} or {@code epoch 2}
     * @param done steps of the phase, from 0 to total
     * @param figures what is known by now, such as {@code loss} and {@code accuracy}; may be empty
     */
    void show(String phase, long done, long total, Map<String, Double> figures);

    default void show(String phase, long done, long total) {
        show(phase, done, total, Map.of());
    }

    /** Told by modes that train in epochs, beside {@link #show}: after each step and each validation. */
    default void stands(Standing standing) {}

    /** Told by a resumed training, once and first. What stood before is only read by those who want it, and may be unreadable. */
    default void resumed(Supplier<List<Standing>> before) {}

    /** Tells this one, then the other. */
    default TrainingProgress and(TrainingProgress other) {
        var first = this;
        return new TrainingProgress() {
            @Override
            public void show(String phase, long done, long total, Map<String, Double> figures) {
                first.show(phase, done, total, figures);
                other.show(phase, done, total, figures);
            }

            @Override
            public void stands(Standing standing) {
                first.stands(standing);
                other.stands(standing);
            }

            @Override
            public void resumed(Supplier<List<Standing>> before) {
                first.resumed(before);
                other.resumed(before);
            }
        };
    }
}
