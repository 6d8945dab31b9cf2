package io.flames.scoring.train;

import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.Snapshot.CurvePoint;
import java.util.ArrayList;
import java.util.List;

/** The training loss over the epochs, in a bounded number of points that are spread over all of them. */
final class LossCurve {
    private final List<CurvePoint> points = new ArrayList<>();
    private long offered;
    /** One of so many points that are offered is taken. */
    private long stride = 1;

    /**
     * @param epoch how many are done; one that was there already, as after a resumption, replaces what came after it
     * @param loss one that is no number is passed over
     */
    void add(double epoch, double loss) {
        if (!Double.isFinite(epoch) || !Double.isFinite(loss)) {
            return;
        }
        points.removeIf(point -> point.epoch() >= epoch);
        if (offered++ % stride == 0) {
            points.add(new CurvePoint(epoch, loss));
        }
        if (points.size() >= Snapshot.MOST_POINTS) {
            halve();
        }
    }

    private void halve() {
        for (int i = points.size() - 1; i > 0; i -= 2) {
            points.remove(i);
        }
        stride *= 2;
    }

    List<CurvePoint> points() {
        return List.copyOf(points);
    }
}
