package io.flames.scoring.served;

import io.flames.scoring.judge.JudgeListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** A judge's calls and tokens, tagged with its scorer's name. */
final class JudgeMetrics implements JudgeListener {
    private final Map<Outcome, Counter> calls = new EnumMap<>(Outcome.class);
    private final Counter prompt;
    private final Counter completion;

    JudgeMetrics(MeterRegistry registry, String scorer) {
        for (Outcome outcome : Outcome.values()) {
            calls.put(
                    outcome,
                    registry.counter(
                            "flames.scoring.judge.calls",
                            "scorer",
                            scorer,
                            "outcome",
                            outcome.name().toLowerCase(Locale.ROOT)));
        }
        prompt = registry.counter("flames.scoring.judge.tokens", "scorer", scorer, "kind", "prompt");
        completion = registry.counter("flames.scoring.judge.tokens", "scorer", scorer, "kind", "completion");
    }

    @Override
    public void called(Outcome outcome) {
        calls.get(outcome).increment();
    }

    @Override
    public void tokens(long prompt, long completion) {
        this.prompt.increment(prompt);
        this.completion.increment(completion);
    }
}
