package io.flames.annotation;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.UUID;

/** Items are adjudicated with their last label, and nobody is sent into a break. */
public class AtOnce implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "flames.annotation.labels.revision-window", "0s",
                "flames.annotation.campaigns.gold-rate", "0",
                "flames.annotation.leases.per-annotator", "20",
                "flames.annotation.care.items-a-session", "100000",
                "flames.annotation.care.items-a-day", "100000",
                "flames.annotation.care.harmful-run", "100000",
                "mp.messaging.incoming.responses.group.id", "labels-" + UUID.randomUUID(),
                "mp.messaging.incoming.scores.group.id", "labels-" + UUID.randomUUID());
    }
}
