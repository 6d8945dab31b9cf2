package io.flames.scoring;

import java.util.List;
import java.util.Optional;

/** {@code flames.scoring.scorers.NAME.kserve.*}. */
public interface KserveSettings {
    /** HOST:PORT of the inference servers, comma-separated; needed. */
    Optional<List<String>> endpoints();
}
