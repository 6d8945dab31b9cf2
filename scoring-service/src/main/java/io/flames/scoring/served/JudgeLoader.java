package io.flames.scoring.served;

import io.flames.scoring.JudgeSettings;
import io.flames.scoring.ScorerSettings;
import io.flames.scoring.golden.ClassGolden;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.judge.ApiKey;
import io.flames.scoring.judge.JudgeConfig;
import io.flames.scoring.judge.JudgeScorers;
import io.flames.scoring.judge.Language;
import io.flames.scoring.judge.ResponseFormat;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** From configuration to judges. */
final class JudgeLoader {
    private static final int WORKERS = 4;
    private static final double AGREEMENT = 0.6;

    private JudgeLoader() {}

    /** @throws IllegalArgumentException when the configuration is wrong */
    static LoadedScorer load(String name, ScorerSettings settings, MeterRegistry metrics) {
        return JudgeScorers.load(
                name,
                settings.version(),
                config(name, settings.judge()),
                settings.workers().orElse(WORKERS),
                ClassGolden.load(
                        settings.golden().map(Path::of),
                        settings.goldenAgreement().orElse(AGREEMENT)),
                new JudgeMetrics(metrics, name));
    }

    private static JudgeConfig config(String name, JudgeSettings judge) {
        var endpoint = new JudgeConfig.Endpoint(
                URI.create(needed(name, "base-url", judge.baseUrl())),
                needed(name, "model", judge.model()),
                key(judge));
        return new JudgeConfig(
                endpoint,
                new JudgeConfig.Decoding(
                        judge.maxTokens(), judge.seed(), ResponseFormat.of(judge.responseFormat()), judge.extraBody()),
                new JudgeConfig.Patience(
                        judge.requestTimeout(), judge.retries(), judge.retryPause(), judge.requestsAMinute()),
                Language.of(judge.language()),
                judge.rubricVersion(),
                judge.votes(),
                new JudgeConfig.Bounds(judge.promptChars(), judge.responseChars()));
    }

    private static String needed(String name, String key, Optional<String> value) {
        return value.orElseThrow(() ->
                new IllegalArgumentException("flames.scoring.scorers.\"" + name + "\".judge." + key + " is not set"));
    }

    private static ApiKey key(JudgeSettings judge) {
        if (judge.apiKeyEnv().isPresent() && judge.apiKeyFile().isPresent()) {
            throw new IllegalArgumentException("api-key-env and api-key-file are both set");
        }
        return judge.apiKeyEnv()
                .<ApiKey>map(ApiKey.Environment::new)
                .or(() -> judge.apiKeyFile().map(file -> new ApiKey.File(Path.of(file))))
                .orElseGet(ApiKey.None::new);
    }
}
