package io.flames.generation.run;

import io.flames.contracts.Ids;
import io.flames.generation.release.Release;
import io.flames.generation.release.ReleaseSubscriber;
import io.flames.generation.release.Releases;
import io.flames.generation.target.Target;
import io.flames.generation.target.TargetChanged;
import io.flames.generation.target.TargetKind;
import io.flames.generation.target.TargetStore;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The runs that nobody has to ask for: a release is answered by each target that follows its set, and a target's latest
 * version answers the latest release of each set it follows. The id of such a run derives from release and target version,
 * so that a replayed event, two triggers, or two replicas meet on one run.
 */
@ApplicationScoped
public class AutomaticRuns implements ReleaseSubscriber {
    private static final Logger LOG = Logger.getLogger(AutomaticRuns.class);
    private final TargetStore targets;
    private final Releases releases;
    private final StartRun startRun;

    AutomaticRuns(TargetStore targets, Releases releases, StartRun startRun) {
        this.targets = targets;
        this.releases = releases;
        this.startRun = startRun;
    }

    @Override
    public Uni<Void> released(Release release) {
        return targets.all()
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all))
                .filter(target -> follows(target, release))
                .onItem()
                .transformToUniAndConcatenate(target -> start(target, release, RunTriggerName.RELEASE))
                .collect()
                .last()
                .replaceWithVoid();
    }

    void targetChanged(@Observes TargetChanged event) {
        targets.byName(event.name())
                .flatMap(found -> found.map(this::catchUp)
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .subscribe()
                .with(done -> {}, e -> LOG.warnf("automatic runs wait for the next sweep reason=%s", e.toString()));
    }

    /** Starts what a crash between a change and its runs left out. */
    @Scheduled(every = "30s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return targets.all()
                .flatMap(this::catchUpAll)
                .onFailure()
                .invoke(e -> LOG.warnf("automatic runs wait for the next sweep reason=%s", e.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> catchUpAll(List<Target> all) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(this::catchUp)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> catchUp(Target target) {
        if (target.kind() != TargetKind.OPENAI) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(target.settings().follows())
                .onItem()
                .transformToUniAndConcatenate(releases::latestOf)
                .onItem()
                .transformToUniAndConcatenate(found -> found.isPresent()
                        ? start(target, found.get(), RunTriggerName.TARGET_VERSION)
                        : Uni.createFrom().voidItem())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> start(Target target, Release release, RunTriggerName trigger) {
        var version = target.latest();
        var wish = new StartRun.Wish(
                Ids.automaticRunId(release.id(), version.id()),
                target,
                version,
                release,
                target.settings().samples(),
                trigger,
                null);
        return startRun.start(wish).replaceWithVoid();
    }

    private static boolean follows(Target target, Release release) {
        return target.kind() == TargetKind.OPENAI && target.settings().follows().contains(release.setName());
    }
}
