package io.flames.scoring.registry.gate;

import io.flames.scoring.dataset.Item;
import io.flames.scoring.lane.LaneFullException;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.served.ServedScorers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Has two versions score items through their own queues, as one stream among the clients'. */
public final class BothVersions {
    private static final int WINDOW = 32;
    private static final int TRIES = 60;
    private static final long PAUSE_MS = 500;

    private final ServedScorers served;

    public BothVersions(ServedScorers served) {
        this.served = served;
    }

    /**
     * Blocks until all is scored.
     *
     * @param progress is told how many items both have scored
     * @throws ScorerUnavailableException when one of them cannot score, and still cannot after half a minute of tries
     */
    public List<Outcome> score(List<Item> items, UUID candidate, UUID current, IntConsumer progress)
            throws InterruptedException {
        var stream = new Object();
        Deque<Pair> under = new ArrayDeque<>();
        var outcomes = new ArrayList<Outcome>();
        for (Item item : items) {
            if (under.size() >= WINDOW) {
                outcomes.add(outcome(under.removeFirst(), stream));
                progress.accept(outcomes.size());
            }
            under.addLast(new Pair(
                    item,
                    new Asked(candidate, ask(candidate, item, stream)),
                    new Asked(current, ask(current, item, stream))));
        }
        while (!under.isEmpty()) {
            outcomes.add(outcome(under.removeFirst(), stream));
            progress.accept(outcomes.size());
        }
        return outcomes;
    }

    private Outcome outcome(Pair pair, Object stream) throws InterruptedException {
        return new Outcome(
                pair.item.dimension(),
                pair.item.score(),
                answer(pair.candidate, pair.item, stream),
                answer(pair.current, pair.item, stream));
    }

    private OptionalInt answer(Asked asked, Item item, Object stream) throws InterruptedException {
        var verdict = asked.verdict;
        for (int tries = 1; ; tries++) {
            try {
                return verdict.get() instanceof Scored scored ? OptionalInt.of(scored.score()) : OptionalInt.empty();
            } catch (ExecutionException fault) {
                boolean later = fault.getCause() instanceof LaneFullException
                        || fault.getCause() instanceof ScorerUnavailableException;
                if (!later || tries >= TRIES) {
                    throw fault.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(fault);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                verdict = ask(asked.version, item, stream);
            }
        }
    }

    private CompletableFuture<Verdict> ask(UUID version, Item item, Object stream) {
        return served.score(version, new ScoringInput(item.dimension(), item.prompt(), item.response()), stream);
    }

    private record Asked(UUID version, CompletableFuture<Verdict> verdict) {}

    private record Pair(Item item, Asked candidate, Asked current) {}
}
