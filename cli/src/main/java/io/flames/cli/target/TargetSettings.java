package io.flames.cli.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.cli.console.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a target version that may stay unset. The service says what is allowed; here only their kind is checked. */
final class TargetSettings {
    @Option(
            names = "--api-key-env",
            paramLabel = "NAME",
            description = "The environment variable of generation-service that holds the key.")
    private @Nullable String apiKeyEnv;

    @Option(names = "--temperature", paramLabel = "X", description = "Decoding temperature.")
    private @Nullable BigDecimal temperature;

    @Option(names = "--top-p", paramLabel = "X", description = "Nucleus sampling.")
    private @Nullable BigDecimal topP;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Longest answer, in tokens.")
    private @Nullable Integer maxTokens;

    @Option(names = "--seed", paramLabel = "N", description = "Seed sent with each call.")
    private @Nullable Long seed;

    @Option(names = "--system-prompt", paramLabel = "TEXT", description = "Sent before each prompt.")
    private @Nullable String systemPrompt;

    @Option(names = "--extra-body", paramLabel = "JSON", description = "An object merged into each request.")
    private @Nullable String extraBody;

    @Option(names = "--request-timeout", paramLabel = "SECONDS", description = "Longest wait for an answer.")
    private @Nullable Integer requestTimeout;

    @Option(names = "--max-concurrency", paramLabel = "N", description = "Most calls at once.")
    private @Nullable Integer maxConcurrency;

    @Option(names = "--requests-per-minute", paramLabel = "N", description = "Most calls a minute.")
    private @Nullable Integer requestsPerMinute;

    @Option(names = "--follows", split = ",", paramLabel = "SET", description = "Sets whose releases start runs.")
    private List<String> follows = List.of();

    @Option(names = "--samples", paramLabel = "K", description = "Answers a prompt in runs that start by themselves.")
    private @Nullable Integer samples;

    @Option(names = "--budget-calls", paramLabel = "N", description = "Most calls of runs that start by themselves.")
    private @Nullable Long budgetCalls;

    @Option(names = "--budget-tokens", paramLabel = "N", description = "Most tokens of those runs.")
    private @Nullable Long budgetTokens;

    @Option(names = "--synthetic", description = "Its answers are made up: marked so in every report.")
    private boolean synthetic;

    /** @param usage makes the failure for an option of the wrong kind */
    void putInto(ObjectNode body, Function<String, ParameterException> usage) {
        put(body, "apiKeyEnv", apiKeyEnv);
        put(body, "temperature", temperature);
        put(body, "topP", topP);
        put(body, "maxTokens", maxTokens);
        put(body, "seed", seed);
        put(body, "systemPrompt", systemPrompt);
        if (extraBody != null) {
            body.set("extraBody", object(extraBody, usage));
        }
        put(body, "requestTimeoutSeconds", requestTimeout);
        put(body, "maxConcurrency", maxConcurrency);
        put(body, "requestsPerMinute", requestsPerMinute);
        if (!follows.isEmpty()) {
            var names = body.putArray("follows");
            follows.forEach(names::add);
        }
        put(body, "samples", samples);
        if (budgetCalls != null || budgetTokens != null) {
            var budget = body.putObject("budget");
            put(budget, "maxCalls", budgetCalls);
            put(budget, "maxTokens", budgetTokens);
        }
        if (synthetic) {
            body.put("synthetic", true);
        }
    }

    static void put(ObjectNode body, String field, @Nullable Object value) {
        if (value != null) {
            body.set(field, Json.value(value));
        }
    }

    private static ObjectNode object(String text, Function<String, ParameterException> usage) {
        try {
            if (Json.parse(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException notJson) {
            // Said below.
        }
        throw usage.apply("--extra-body: not a JSON object, expected one such as '{\"top_k\": 1}'");
    }
}
