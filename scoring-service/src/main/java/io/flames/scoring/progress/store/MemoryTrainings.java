package io.flames.scoring.progress.store;

import io.flames.scoring.progress.Reception;
import io.flames.scoring.progress.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** In memory, for a service that stands alone: a restart forgets them. */
final class MemoryTrainings implements TrainingStore {
    private final int kept;
    private final Duration silentAfter;
    private final Clock clock;
    private final Map<UUID, Entry> entries = new HashMap<>();

    MemoryTrainings(int kept, Duration silentAfter, Clock clock) {
        this.kept = kept;
        this.silentAfter = silentAfter;
        this.clock = clock;
    }

    private record Entry(UUID id, Snapshot snapshot, Instant startedAt, Instant heardAt) {}

    @Override
    public synchronized Reception put(UUID id, Snapshot snapshot) {
        var known = Optional.ofNullable(entries.get(id));
        var reception = Reception.of(known.map(Entry::snapshot), snapshot);
        if (reception instanceof Reception.Taken) {
            if (known.isEmpty() && entries.size() >= kept && !forgotOne()) {
                return new Reception.Full(kept);
            }
            var startedAt = known.map(Entry::startedAt).orElse(snapshot.startedAt());
            entries.put(id, new Entry(id, snapshot, startedAt, clock.instant()));
        }
        return reception;
    }

    private boolean forgotOne() {
        var oldest = entries.values().stream()
                .map(this::heard)
                .filter(heard -> heard.snapshot().phase().ended() || heard.silent(silentAfter))
                .min(Comparator.comparing(Heard::heardAt));
        oldest.ifPresent(heard -> entries.remove(heard.id()));
        return oldest.isPresent();
    }

    @Override
    public synchronized Optional<Heard> find(UUID id) {
        return Optional.ofNullable(entries.get(id)).map(this::heard);
    }

    @Override
    public synchronized List<Heard> newest(int most) {
        return heard(heard -> true, Comparator.comparing(Heard::startedAt).reversed(), most);
    }

    @Override
    public synchronized List<Heard> running(Duration within, int most) {
        return heard(
                heard -> !heard.snapshot().phase().ended() && !heard.silent(within),
                Comparator.comparing(Heard::heardAt).reversed(),
                most);
    }

    private List<Heard> heard(Predicate<Heard> which, Comparator<Heard> order, int most) {
        return entries.values().stream()
                .map(this::heard)
                .filter(which)
                .sorted(order)
                .limit(most)
                .toList();
    }

    private Heard heard(Entry entry) {
        return new Heard(
                entry.id(),
                entry.snapshot(),
                entry.startedAt(),
                entry.heardAt(),
                Duration.between(entry.heardAt(), clock.instant()));
    }
}
