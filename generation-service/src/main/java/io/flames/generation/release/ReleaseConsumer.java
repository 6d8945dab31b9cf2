package io.flames.generation.release;

import io.flames.generation.outbox.DeadLetters;
import io.flames.generation.release.ReleaseEvents.Event;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Consumes {@code flames.prompt-releases} in batches. A batch is committed after everything in it is stored, its closes
 * have started their runs, and what was malformed has arrived in the dead-letter topic. A database or broker that is away
 * is waited for without end.
 */
@ApplicationScoped
public class ReleaseConsumer {
    private static final Logger LOG = Logger.getLogger(ReleaseConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Releases releases;
    private final ReleaseSubscriber subscriber;
    private final DeadLetters deadLetters;

    ReleaseConsumer(Releases releases, ReleaseSubscriber subscriber, DeadLetters deadLetters) {
        this.releases = releases;
        this.subscriber = subscriber;
        this.deadLetters = deadLetters;
    }

    /**
     * A commit that fails (the group is rebalancing, the broker is away) must not end the channel: what was not committed
     * comes again and changes nothing.
     */
    @Incoming("prompt-releases")
    Uni<Void> consume(IncomingKafkaRecordBatch<String, byte[]> batch) {
        return takeIn(recordsOf(batch))
                .chain(() -> Uni.createFrom().completionStage(batch.ack()))
                .onFailure()
                .invoke(e -> LOG.warnf("offset not committed, goes with the next reason=%s", e.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** The class literal of the metadata can't carry the types that the channel's deserializers give. */
    @SuppressWarnings("unchecked")
    private static ConsumerRecords<String, byte[]> recordsOf(IncomingKafkaRecordBatch<String, byte[]> batch) {
        return batch.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow()
                .getRecords();
    }

    private Uni<Void> takeIn(ConsumerRecords<String, byte[]> records) {
        var prompts = new ArrayList<ReleasePrompt>(records.count());
        var closes = new ArrayList<Close>();
        var refused = new ArrayList<Refused>();
        for (var record : records) {
            try {
                var event = ReleaseEvents.parse(record.value());
                if (event instanceof Event.Included included) {
                    prompts.add(included.prompt());
                } else if (event instanceof Event.Published published) {
                    closes.add(new Close(record, published.release()));
                }
            } catch (MalformedRecordException e) {
                refused.add(new Refused(record, e.getMessage()));
            }
        }
        return patiently(releases.store(prompts)).chain(() -> closeAll(closes)).chain(() -> refuseAll(refused));
    }

    private Uni<Void> closeAll(List<Close> closes) {
        return Multi.createFrom()
                .iterable(closes)
                .onItem()
                .transformToUniAndConcatenate(this::close)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> close(Close close) {
        var closed = releases.close(close.release())
                .chain(open -> open ? start(close.release()) : Uni.createFrom().voidItem());
        return patiently(closed)
                .onFailure(MalformedRecordException.class)
                .recoverWithUni(e -> refuse(new Refused(close.record(), e.getMessage())));
    }

    private Uni<Void> start(Release release) {
        LOG.infof(
                "release complete releaseId=%s release=%s prompts=%d",
                release.id(), release.name(), release.promptCount());
        return subscriber.released(release).chain(() -> releases.triggered(release.id()));
    }

    private Uni<Void> refuseAll(List<Refused> refused) {
        return Multi.createFrom()
                .iterable(refused)
                .onItem()
                .transformToUniAndConcatenate(this::refuse)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> refuse(Refused refused) {
        return patiently(Uni.createFrom().completionStage(() -> deadLetters.send(refused.record(), refused.reason())));
    }

    private static <T> Uni<T> patiently(Uni<T> work) {
        return work.onFailure(e -> !(e instanceof MalformedRecordException))
                .invoke(e -> LOG.warnf("release waits for database or broker, tries again reason=%s", e.toString()))
                .onFailure(e -> !(e instanceof MalformedRecordException))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private record Close(ConsumerRecord<String, byte[]> record, Release release) {}

    private record Refused(ConsumerRecord<String, byte[]> record, String reason) {}
}
