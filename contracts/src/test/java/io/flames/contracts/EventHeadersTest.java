package io.flames.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.prompt.v1.PromptReleaseEvent;
import io.flames.contracts.prompt.v1.ReleasePublished;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventHeadersTest {
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-00000000000a");

    @Test
    void headersAreCloudEventsInBinaryMode() {
        var event = PromptReleaseEvent.newBuilder()
                .setReleasePublished(ReleasePublished.getDefaultInstance())
                .build();

        var headers = EventHeaders.of(event, ID, "prompt-service", Instant.EPOCH);

        assertThat(headers.keySet())
                .containsExactly("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "content-type");
        assertThat(text(headers.get("ce_type"))).isEqualTo("flames.prompt.v1.ReleasePublished");
        assertThat(text(headers.get("ce_id"))).isEqualTo(ID.toString());
        assertThat(text(headers.get("ce_source"))).isEqualTo("/prompt-service");
        assertThat(text(headers.get("ce_time"))).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void anEmptyEnvelopeIsNotSent() {
        var empty = PromptReleaseEvent.getDefaultInstance();
        assertThatThrownBy(() -> EventHeaders.of(empty, ID, "prompt-service", Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no event set");
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
