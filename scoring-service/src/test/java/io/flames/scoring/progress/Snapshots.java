package io.flames.scoring.progress;

import io.flames.scoring.progress.Snapshot.CurvePoint;
import io.flames.scoring.progress.Snapshot.Validation;
import java.time.Instant;
import java.util.List;

/** Snapshots for tests. */
public final class Snapshots {
    public static final String DATA = "0123456789abcdef".repeat(4);

    private Snapshots() {}

    /** In its second of five epochs. */
    public static Snapshot training(String name, long sequence) {
        return of(name, sequence, Phase.TRAINING, "");
    }

    public static Snapshot of(String name, long sequence, Phase phase, String reason) {
        return new Snapshot(
                sequence,
                name,
                3,
                "full",
                DATA,
                "gpu-1",
                Instant.parse("2026-01-31T10:00:00Z"),
                phase,
                reason,
                2,
                5,
                150,
                500,
                0.52,
                41.5,
                270.0,
                List.of(new Validation(0, null, 1.1, 0.41), new Validation(1, 0.9, 0.8, 0.62)),
                List.of(new CurvePoint(0.5, 1.0), new CurvePoint(1.0, 0.8), new CurvePoint(1.5, 0.52)),
                null);
    }
}
