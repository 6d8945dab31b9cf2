package io.flames.scoring.dataset;

import java.util.ArrayList;
import java.util.List;

/** Says what is wrong, line by line. */
final class Refusal {
    private static final int MOST = 20;

    private Refusal() {}

    /** @throws IllegalArgumentException that lists the first {@value #MOST}, unless there are none */
    static void ifAny(List<String> faults) {
        if (faults.isEmpty()) {
            return;
        }
        var named = new ArrayList<>(faults.subList(0, Math.min(MOST, faults.size())));
        if (faults.size() > MOST) {
            named.add("and " + (faults.size() - MOST) + " more");
        }
        throw new IllegalArgumentException(String.join(System.lineSeparator(), named));
    }
}
