package io.flames.annotation.agreement;

/**
 * @param threshold of alpha under which a guideline is flagged, from -1 to 1
 * @param minItems items with two labels under which no flag is decided, at least 2
 */
public record AgreementSettings(Bootstrap bootstrap, double threshold, long minItems) {
    public AgreementSettings {
        if (!(threshold >= -1 && threshold <= 1) || minItems < 2) {
            throw new IllegalArgumentException("a threshold lies between -1 and 1 and needs at least 2 items");
        }
    }
}
