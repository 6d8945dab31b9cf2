package io.flames.annotation.page;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.UUID;

/** Labels settle at once, and nobody is sent on a break. */
public class NoPauses implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "flames.annotation.labels.revision-window",
                "0s",
                "flames.annotation.campaigns.gold-rate",
                "0",
                "mp.messaging.incoming.responses.group.id",
                "pages-" + UUID.randomUUID(),
                "mp.messaging.incoming.scores.group.id",
                "pages-" + UUID.randomUUID());
    }
}
