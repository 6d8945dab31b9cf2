package io.flames.scoring.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A way to make a scorer of a data set. A mode writes a folder that the {@code onnx} scorer can load, with model card and
 * golden items, and keeps what it needs to go on after a kill in the job's cache folder.
 */
public interface TrainingMode {
    /** As {@code --mode} has it. */
    String id();

    /** One line for the help. */
    String description();

    /** Where the id of a training that can be resumed lies, so that it is the same afterwards; empty for a mode that starts anew. */
    default Optional<Path> idFile(Path out) {
        return Optional.empty();
    }

    /**
     * Trains and writes {@link TrainingJob#out}.
     *
     * @throws IllegalArgumentException when the data or a setting does not allow it; the message says what and what would
     */
    void train(TrainingJob job, TrainingProgress progress) throws IOException;
}
