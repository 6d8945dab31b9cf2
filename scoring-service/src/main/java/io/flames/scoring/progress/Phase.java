package io.flames.scoring.progress;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a training does now, or how it ended. */
public enum Phase {
    /** Texts and weights are being read. */
    STARTING,
    /** The frozen encoder's vectors are being computed; steps are texts. */
    FEATURES,
    /** Weights are being fitted. */
    TRAINING,
    /** An epoch's weights were tried on the validation part. */
    VALIDATED,
    /** Fitted; what remains are figures and files. */
    WRITING,
    /** Ended early, because the validation did not get better any more; the scorer is written. */
    STOPPED,
    /** Ended; the scorer is written. */
    DONE,
    /** Ended without a scorer; the reason says why. It may be resumed. */
    FAILED;

    /** In lower case, as snapshots have it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Nothing more is expected. */
    public boolean ended() {
        return this == STOPPED || this == DONE || this == FAILED;
    }

    static Phase of(String word) {
        return Arrays.stream(values())
                .filter(phase -> phase.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("phase: expected one of "
                        + Arrays.stream(values()).map(Phase::word).collect(Collectors.joining(", "))));
    }
}
