package io.flames.scoring.dataset;

import java.util.Locale;

/** What an item is for. */
public enum Part {
    /** Weights are fitted on it. */
    TRAIN,
    /** Settings, stopping and temperatures are chosen by it. */
    VALIDATION,
    /** It takes part in nothing and is judged by. */
    TEST;

    /** As in file names and the manifest. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
