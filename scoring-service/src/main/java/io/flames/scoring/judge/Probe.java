package io.flames.scoring.judge;

import io.flames.scoring.judge.Rubric.Scale;
import java.util.List;

/**
 * A request that nobody can refuse for what it says. Where it is answered, a refusal was the input's; where it is refused
 * too, the endpoint refuses all.
 */
final class Probe {
    private static final String SYSTEM = "You answer with one JSON object: {\"reason\": string, \"score\": integer}.";
    private static final String USER = "How much is one plus two? Give it as the score.";

    private Probe() {}

    /** @param scale so that the form of the answer is asked for as in the refused request */
    static Conversation of(Scale scale) {
        return new Conversation(scale, List.of(new Message("system", SYSTEM), new Message("user", USER)));
    }
}
