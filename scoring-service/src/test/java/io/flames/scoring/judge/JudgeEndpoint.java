package io.flames.scoring.judge;

import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.judge.FakeJudge.Asked;
import io.flames.scoring.judge.FakeJudge.Reply;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A fake judge beside the service. It knows the golden items' scores; of other answers it does what a word in them says,
 * and otherwise it is gullible.
 */
public final class JudgeEndpoint implements QuarkusTestResourceLifecycleManager {
    static final String AWAY = "the endpoint is away";
    static final String SPLIT = "the votes split";
    static final String PROSE = "the judge writes prose";
    static final String DECLINED = "the judge declines";

    private final Map<String, Integer> golden = Weights.load(Optional.empty()).golden().stream()
            .collect(Collectors.toMap(item -> item.prompt() + item.response(), GoldenItem::authored, (a, b) -> a));
    private final GullibleJudge gullible = new GullibleJudge(1);
    private Optional<FakeJudge> judge = Optional.empty();

    @Override
    public Map<String, String> start() {
        var started = new FakeJudge(this::answer);
        judge = Optional.of(started);
        Function<String, String> key = name -> "flames.scoring.scorers.llm." + name;
        return Map.ofEntries(
                Map.entry(key.apply("kind"), "judge"),
                Map.entry(key.apply("version"), "4"),
                Map.entry(key.apply("workers"), "3"),
                Map.entry(key.apply("judge.base-url"), started.baseUrl()),
                Map.entry(key.apply("judge.model"), "judge-model"),
                Map.entry(key.apply("judge.retries"), "1"),
                Map.entry(key.apply("judge.retry-pause"), "10ms"),
                Map.entry("flames.scoring.scorers.keyless.kind", "judge"),
                Map.entry("flames.scoring.scorers.keyless.judge.base-url", started.baseUrl()),
                Map.entry("flames.scoring.scorers.keyless.judge.model", "judge-model"),
                Map.entry("flames.scoring.scorers.keyless.judge.api-key-env", "FLAMES_NO_SUCH_KEY"));
    }

    private Reply answer(Asked asked) {
        String answer = asked.data().path("answer").asText();
        Integer known = golden.get(asked.data().path("question").asText() + answer);
        if (known != null) {
            return Reply.score(known);
        }
        if (answer.contains(AWAY)) {
            return Reply.status(503, "");
        }
        if (answer.contains(SPLIT)) {
            return Reply.score(1 + asked.number() % 3);
        }
        if (answer.contains(DECLINED)) {
            return Reply.refusal();
        }
        return answer.contains(PROSE) ? Reply.content("The score is three.") : gullible.to(asked);
    }

    @Override
    public void stop() {
        judge.ifPresent(FakeJudge::close);
    }
}
