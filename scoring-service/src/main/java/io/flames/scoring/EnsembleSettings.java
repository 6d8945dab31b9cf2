package io.flames.scoring;

import java.util.List;
import java.util.Optional;

/** {@code flames.scoring.scorers.NAME.ensemble.*}. */
public interface EnsembleSettings {
    /** Names of the members, comma-separated, two or more; needed. */
    Optional<List<String>> members();
}
