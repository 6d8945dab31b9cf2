package io.flames.generation.release;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.flames.contracts.prompt.v1.PromptIncluded;
import io.flames.contracts.prompt.v1.PromptReleaseEvent;
import io.flames.contracts.prompt.v1.ReleasePublished;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the records of {@code flames.prompt-releases}. Pure. */
final class ReleaseEvents {
    private ReleaseEvents() {}

    /** What a record of the topic says. */
    sealed interface Event {
        record Included(ReleasePrompt prompt) implements Event {}

        record Published(Release release) implements Event {}
    }

    /** @throws MalformedRecordException when the record does not parse or makes no sense */
    static Event parse(byte @Nullable [] value) {
        if (value == null) {
            throw new MalformedRecordException("the record has no value");
        }
        try {
            var envelope = PromptReleaseEvent.parseFrom(value);
            return switch (envelope.getEventCase()) {
                case PROMPT_INCLUDED -> new Event.Included(included(envelope.getPromptIncluded()));
                case RELEASE_PUBLISHED -> new Event.Published(published(envelope.getReleasePublished()));
                case EVENT_NOT_SET -> throw new MalformedRecordException("the envelope has no event that is known");
            };
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedRecordException("the value is not a PromptReleaseEvent");
        }
    }

    private static ReleasePrompt included(PromptIncluded event) {
        if (event.getDimension() == Dimension.DIMENSION_UNSPECIFIED || event.getDimension() == Dimension.UNRECOGNIZED) {
            throw new MalformedRecordException("dimension is not known");
        }
        if (event.getText().isBlank() || event.getText().indexOf('\0') >= 0) {
            throw new MalformedRecordException("text is blank or has a NUL character");
        }
        if (event.getPosition() < 0) {
            throw new MalformedRecordException("position is negative");
        }
        return new ReleasePrompt(
                uuid("release_id", event.getReleaseId()),
                event.getPosition(),
                uuid("prompt_id", event.getPromptId()),
                event.getDimensionValue(),
                label("subcomponent", event.getSubcomponent()),
                label("attack_method", event.getAttackMethod()),
                label("language", event.getLanguage()),
                label("external_id", event.getExternalId()),
                event.getText());
    }

    private static Release published(ReleasePublished event) {
        if (event.getSetName().isBlank() || event.getNumber() < 1 || event.getPromptCount() < 1) {
            throw new MalformedRecordException("set_name, number and prompt_count are needed");
        }
        if (!event.getDigest().matches("[0-9a-f]{64}")) {
            throw new MalformedRecordException("digest is not 64 lower-case hex digits");
        }
        return new Release(
                uuid("release_id", event.getReleaseId()),
                uuid("set_id", event.getSetId()),
                label("set_name", event.getSetName()),
                event.getNumber(),
                event.getPromptCount(),
                event.getDigest(),
                instant(event.getPublishedAt()));
    }

    private static Instant instant(Timestamp time) {
        try {
            return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
        } catch (DateTimeException e) {
            throw new MalformedRecordException("published_at is not a time");
        }
    }

    private static String label(String field, String value) {
        if (value.length() > 1000 || value.indexOf('\0') >= 0) {
            throw new MalformedRecordException(field + " is too long or has a NUL character");
        }
        return value;
    }

    private static UUID uuid(String field, String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException(field + " is not a UUID");
        }
    }
}
