package io.flames.annotation.care;

import static io.flames.annotation.care.CareTest.LIMITS;
import static io.flames.annotation.care.CareTest.at;
import static io.flames.annotation.care.CareTest.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.flames.annotation.care.CareDecision.BreakUntil;
import io.flames.annotation.care.Seen.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CarePropertiesTest {
    private final Care care = new Care(LIMITS);

    /** Whatever one does: who waits until a break's end may go on, or is done for today. */
    @Property(tries = 500)
    void breaksEnd(
            @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 600) Integer> minutes,
            @ForAll @Size(min = 80, max = 80) List<Outcome> outcomes) {
        var history = new ArrayList<Seen>();
        int last = 0;
        for (int i = 0; i < minutes.size(); i++) {
            history.add(seen(minutes.get(i), outcomes.get(i)));
            last = Math.max(last, minutes.get(i));
        }
        var now = at(last);
        var decision = care.decide(history, now);
        if (decision instanceof BreakUntil due) {
            assertThat(due.end()).isAfter(now);
            assertThat(care.decide(history, due.end())).isNotInstanceOf(BreakUntil.class);
        }

        Collections.reverse(history);
        assertThat(care.decide(history, now)).isEqualTo(decision);
    }
}
