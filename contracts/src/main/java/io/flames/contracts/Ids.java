package io.flames.contracts;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.enums.UuidNamespace;
import java.util.UUID;

/**
 * Identities that every service derives the same way, so that a replayed event or two triggers meet on one row. All are
 * UUIDv5 (RFC 9562) in one namespace over the parts each followed by {@code /}.
 */
public final class Ids {
    /** UUIDv5 of the URL {@code https://flames.io/ids}; never changes. */
    private static final UUID NAMESPACE =
            UuidCreator.getNameBasedSha1(UuidNamespace.NAMESPACE_URL, "https://flames.io/ids");

    private Ids() {}

    /** @param contentDigest SHA-256 of the prompt's canonical content, hex */
    public static UUID promptId(UUID setId, String contentDigest) {
        return derive("prompt", setId, contentDigest);
    }

    /** @param number from 1, without gaps in the set */
    public static UUID releaseId(UUID setId, int number) {
        return derive("release", setId, number);
    }

    /** A run that a release or a target version started by itself. */
    public static UUID automaticRunId(UUID releaseId, UUID targetVersionId) {
        return derive("run", releaseId, targetVersionId, "auto");
    }

    /** @param sample from 0 */
    public static UUID responseId(UUID runId, UUID promptId, int sample) {
        return derive("response", runId, promptId, sample);
    }

    public static UUID scoreId(UUID responseId, int revision, UUID scorerVersionId) {
        return derive("score", responseId, revision, scorerVersionId);
    }

    /** @param digest SHA-256 over everything that makes the scorer what it is, hex */
    public static UUID scorerVersionId(String scorer, String digest) {
        return derive("scorer", scorer, digest);
    }

    /** What people said of a response in a campaign. */
    public static UUID labelId(UUID campaignId, UUID responseId, int revision) {
        return derive("label", campaignId, responseId, revision);
    }

    /** For things made by hand: a UUIDv7, which sorts by time. */
    public static UUID random() {
        return UuidCreator.getTimeOrderedEpoch();
    }

    private static UUID derive(Object... parts) {
        var name = new StringBuilder();
        for (Object part : parts) {
            name.append(part).append('/');
        }
        return UuidCreator.getNameBasedSha1(NAMESPACE, name.toString());
    }
}
