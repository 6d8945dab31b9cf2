package io.flames.prompt.release;

import io.flames.contracts.Ids;
import io.flames.prompt.problem.Problems;
import io.flames.prompt.promptset.PromptContent;
import io.flames.prompt.promptset.PromptSets;
import io.flames.prompt.store.ReleaseStore;
import io.flames.prompt.store.StoredPrompt;
import io.flames.prompt.store.StoredRelease;
import io.flames.prompt.store.StoredSet;
import io.flames.prompt.taxonomy.Subcomponent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Publishes a set: one transaction locks the set, computes the digest of its content, and, unless the latest release has
 * that digest already, writes the release, its snapshot and its outbox row. Two publishers at once meet on one release.
 */
@Startup
@ApplicationScoped
public class PublishRelease {
    private static final Logger LOG = Logger.getLogger(PublishRelease.class);
    private static final int CHUNK = 1000;

    private final PromptSets sets;
    private final ReleaseStore store;
    private final Event<ReleaseRecorded> recorded;
    private final Counter published;

    public PublishRelease(PromptSets sets, ReleaseStore store, Event<ReleaseRecorded> recorded, MeterRegistry metrics) {
        this.sets = sets;
        this.store = store;
        this.recorded = recorded;
        this.published = Counter.builder("flames.prompt.releases")
                .description("Releases published")
                .register(metrics);
    }

    /** @param created false when the latest release has the same content and was left as it is */
    public record Published(StoredRelease release, boolean created) {}

    /**
     * @param set name or id
     * @return fails with 404 for an unknown set and 422 for an empty one
     */
    public Uni<Published> publish(String set) {
        return sets.find(set)
                .flatMap(found -> store.inTransaction(session -> publishLocked(session, found)))
                .invoke(this::tell);
    }

    private Uni<Published> publishLocked(Mutiny.Session session, StoredSet set) {
        var digest = new ReleaseDigest();
        return store.lockSet(session, set.id())
                .chain(() -> digestFrom(session, set, digest, new byte[0]))
                .chain(() -> store.latest(session, set.id()))
                .chain(latest -> decide(session, set, digest, latest));
    }

    /** One chunk after the other, so that a set of any size needs the memory of one chunk. */
    private Uni<Void> digestFrom(Mutiny.Session session, StoredSet set, ReleaseDigest digest, byte[] after) {
        return store.content(session, set.id(), after, CHUNK).chain(prompts -> {
            prompts.forEach(prompt -> digest.add(content(prompt)));
            if (prompts.size() < CHUNK) {
                return Uni.createFrom().voidItem();
            }
            return digestFrom(session, set, digest, last(prompts).contentDigest());
        });
    }

    private Uni<Published> decide(
            Mutiny.Session session, StoredSet set, ReleaseDigest digest, Optional<StoredRelease> latest) {
        int count = digest.count();
        if (count == 0) {
            throw Problems.unprocessable("set " + set.name() + " has no prompts, import some before publishing");
        }
        String hex = digest.hex();
        if (latest.isPresent() && latest.get().digest().equals(hex)) {
            return Uni.createFrom().item(new Published(latest.get(), false));
        }
        int number = latest.map(StoredRelease::number).orElse(0) + 1;
        var release = new StoredRelease(
                Ids.releaseId(set.id(), number),
                set.id(),
                set.name(),
                number,
                hex,
                count,
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        return store.insert(session, release).map(written -> new Published(written, true));
    }

    private void tell(Published result) {
        if (!result.created()) {
            return;
        }
        published.increment();
        StoredRelease release = result.release();
        LOG.infof(
                "Release published releaseId=%s set=%s number=%d prompts=%d digest=%s",
                release.id(), release.setName(), release.number(), release.promptCount(), release.digest());
        recorded.fire(new ReleaseRecorded(release.id()));
    }

    private static PromptContent content(StoredPrompt prompt) {
        Subcomponent subcomponent = Subcomponent.byName(prompt.subcomponent())
                .orElseThrow(() -> new IllegalStateException("the database holds an unknown subcomponent"));
        return new PromptContent(subcomponent, prompt.attackMethod(), prompt.language(), prompt.text());
    }

    private static StoredPrompt last(List<StoredPrompt> prompts) {
        return prompts.get(prompts.size() - 1);
    }
}
