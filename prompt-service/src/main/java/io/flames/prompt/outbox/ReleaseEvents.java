package io.flames.prompt.outbox;

import com.github.f4b6a3.uuid.UuidCreator;
import com.google.protobuf.Timestamp;
import io.flames.contracts.Dimensions;
import io.flames.contracts.prompt.v1.PromptIncluded;
import io.flames.contracts.prompt.v1.PromptReleaseEvent;
import io.flames.contracts.prompt.v1.ReleasePublished;
import java.time.Instant;
import java.util.UUID;

/** A release as its events. Pure: the same release always gives the same events with the same ids. */
final class ReleaseEvents {
    private ReleaseEvents() {}

    /** @param id the same each time the event is sent */
    record Event(UUID id, PromptReleaseEvent envelope) {}

    /** What the close says. */
    record Close(
            UUID releaseId,
            UUID setId,
            String setName,
            int number,
            int promptCount,
            String digest,
            Instant publishedAt) {}

    /** @param attackMethod and {@code externalId}: empty when not given */
    record Prompt(
            int position,
            UUID promptId,
            String dimension,
            String subcomponent,
            String attackMethod,
            String language,
            String text,
            String externalId) {}

    static Event included(UUID releaseId, Prompt prompt) {
        var dimension = Dimensions.byName(prompt.dimension())
                .orElseThrow(() -> new IllegalStateException("the database holds an unknown dimension"));
        var included = PromptIncluded.newBuilder()
                .setReleaseId(releaseId.toString())
                .setPromptId(prompt.promptId().toString())
                .setPosition(prompt.position())
                .setDimension(dimension)
                .setSubcomponent(prompt.subcomponent())
                .setAttackMethod(prompt.attackMethod())
                .setLanguage(prompt.language())
                .setText(prompt.text())
                .setExternalId(prompt.externalId());
        return new Event(
                UuidCreator.getNameBasedSha1(releaseId, prompt.promptId().toString()),
                PromptReleaseEvent.newBuilder().setPromptIncluded(included).build());
    }

    static Event published(Close close) {
        Instant at = close.publishedAt();
        var published = ReleasePublished.newBuilder()
                .setReleaseId(close.releaseId().toString())
                .setSetId(close.setId().toString())
                .setSetName(close.setName())
                .setNumber(close.number())
                .setPromptCount(close.promptCount())
                .setDigest(close.digest())
                .setPublishedAt(
                        Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()));
        return new Event(
                UuidCreator.getNameBasedSha1(close.releaseId(), "published"),
                PromptReleaseEvent.newBuilder().setReleasePublished(published).build());
    }
}
