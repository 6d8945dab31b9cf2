package io.flames.scoring.kserve;

import io.flames.scoring.proto.inference.ModelInferResponse;
import io.flames.scoring.proto.inference.ModelMetadataResponse;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The version of the model whose answers count: the configured one; else the one that the metadata name at load; where they
 * name several, that of the first answer. Answers that do not say their version are not compared.
 */
final class PinnedVersion {
    private static final int LONGEST_SHOWN = 60;

    private final AtomicReference<String> version;

    private PinnedVersion(String version) {
        this.version = new AtomicReference<>(version);
    }

    static PinnedVersion of(KserveOptions options, ModelMetadataResponse metadata) {
        boolean one = options.modelVersion().isEmpty() && metadata.getVersionsCount() == 1;
        return new PinnedVersion(one ? metadata.getVersions(0) : options.modelVersion());
    }

    /**
     * @param response that is an output of the model
     * @throws IllegalArgumentException when another version gave it
     */
    void check(ModelInferResponse response) {
        String answered = response.getModelVersion();
        if (answered.isEmpty() || version.compareAndSet("", answered)) {
            return;
        }
        String expected = version.get();
        if (!answered.equals(expected)) {
            throw new IllegalArgumentException(
                    "version " + bounded(answered) + " of the model answered, expected " + bounded(expected));
        }
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }
}
