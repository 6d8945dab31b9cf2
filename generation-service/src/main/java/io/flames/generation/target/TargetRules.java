package io.flames.generation.target;

import static io.flames.generation.problem.ProblemException.invalid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a target may be. Pure; each refusal names the field and what is allowed. */
public final class TargetRules {
    static final int MAX_EXTRA_BODY_BYTES = 16 * 1024;
    static final int MAX_SYSTEM_PROMPT_BYTES = 64 * 1024;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern SET_NAME = Pattern.compile("[^@/\\s\\p{Cntrl}]{1,100}");
    private static final Pattern KEY_ENV = Pattern.compile("FLAMES_API_KEY_[A-Z0-9_]{1,100}");
    private static final Set<String> OWN_FIELDS = Set.of("model", "messages", "stream");

    private final EndpointRules endpoints;
    private final Function<String, @Nullable String> environment;

    /** @param environment value of an environment variable, or null */
    public TargetRules(EndpointRules endpoints, Function<String, @Nullable String> environment) {
        this.endpoints = endpoints;
        this.environment = environment;
    }

    /** @return the name, when it is one */
    public static String name(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw invalid(
                    "name",
                    "a target's name has 1 to 63 lower-case letters, digits, dots, dashes or underscores and starts with a letter or digit");
        }
        return name;
    }

    /** @param base what unset fields are inherited from, or null for a new target */
    public FrozenTarget frozen(TargetRequest request, @Nullable FrozenTarget base) {
        var before = base == null ? null : base.decoding();
        var decoding = new Decoding(
                inherit(request.temperature(), before == null ? null : before.temperature()),
                inherit(request.topP(), before == null ? null : before.topP()),
                inherit(request.maxTokens(), before == null ? null : before.maxTokens()),
                inherit(request.seed(), before == null ? null : before.seed()),
                inherit(request.systemPrompt(), before == null ? null : before.systemPrompt()),
                extraBody(request.extraBody(), before == null ? "{}" : before.extraBody()));
        check(decoding);
        return new FrozenTarget(
                TargetKind.OPENAI,
                endpoints.check(inherit(request.baseUrl(), base == null ? null : base.baseUrl())),
                model(inherit(request.model(), base == null ? null : base.model())),
                decoding,
                Objects.requireNonNullElse(request.synthetic(), base != null && base.synthetic()));
    }

    /** @param base what unset fields are inherited from, or null for a new target */
    public TargetSettings settings(TargetRequest request, @Nullable TargetSettings base) {
        var budget = request.budget();
        var key = inherit(request.apiKeyEnv(), base == null ? null : base.apiKeyEnv());
        var settings = new TargetSettings(
                key == null || key.isEmpty() ? null : key,
                or(request.requestTimeoutSeconds(), base == null ? 60 : base.requestTimeoutSeconds()),
                or(request.maxConcurrency(), base == null ? 8 : base.maxConcurrency()),
                inherit(request.requestsPerMinute(), base == null ? null : base.requestsPerMinute()),
                follows(request.follows(), base == null ? List.of() : base.follows()),
                or(request.samples(), base == null ? 1 : base.samples()),
                budget == null ? (base == null ? null : base.maxCalls()) : budget.maxCalls(),
                budget == null ? (base == null ? null : base.maxTokensBudget()) : budget.maxTokens());
        check(settings);
        return settings;
    }

    private void check(TargetSettings settings) {
        apiKey(settings.apiKeyEnv());
        within("requestTimeoutSeconds", settings.requestTimeoutSeconds(), 1, 3600);
        within("maxConcurrency", settings.maxConcurrency(), 1, 1024);
        within("requestsPerMinute", settings.requestsPerMinute(), 1, 1_000_000);
        within("samples", settings.samples(), 1, 100);
        within("budget.maxCalls", settings.maxCalls(), 1, 1_000_000_000_000L);
        within("budget.maxTokens", settings.maxTokensBudget(), 1, 1_000_000_000_000_000L);
    }

    private static void check(Decoding decoding) {
        if (decoding.temperature() != null && !(decoding.temperature() >= 0 && decoding.temperature() <= 5)) {
            throw invalid("temperature", "temperature is a number from 0 to 5");
        }
        if (decoding.topP() != null && !(decoding.topP() > 0 && decoding.topP() <= 1)) {
            throw invalid("topP", "topP is a number over 0, up to 1");
        }
        within("maxTokens", decoding.maxTokens(), 1, 1_000_000);
        if (decoding.systemPrompt() != null && bytes(decoding.systemPrompt()) > MAX_SYSTEM_PROMPT_BYTES) {
            throw invalid("systemPrompt", "a system prompt has at most %d bytes".formatted(MAX_SYSTEM_PROMPT_BYTES));
        }
        if (decoding.systemPrompt() != null && decoding.systemPrompt().indexOf('\0') >= 0) {
            throw invalid("systemPrompt", "a system prompt has no NUL characters");
        }
    }

    private void apiKey(@Nullable String variable) {
        if (variable == null) {
            return;
        }
        if (!KEY_ENV.matcher(variable).matches()) {
            throw invalid(
                    "apiKeyEnv",
                    "apiKeyEnv names an environment variable that matches FLAMES_API_KEY_[A-Z0-9_]+, not the key itself");
        }
        var value = environment.apply(variable);
        if (value == null || value.isBlank()) {
            throw invalid(
                    "apiKeyEnv",
                    "the environment variable %s is not set in generation-service; set it and start the service again"
                            .formatted(variable));
        }
    }

    private static String model(@Nullable String model) {
        if (model == null || model.isBlank() || model.length() > 200 || model.indexOf('\0') >= 0) {
            throw invalid("model", "model is the id that the endpoint knows, of 1 to 200 characters");
        }
        return model;
    }

    private static String extraBody(@Nullable ObjectNode extra, String base) {
        if (extra == null) {
            return base;
        }
        for (var own : OWN_FIELDS) {
            if (extra.has(own)) {
                throw invalid("extraBody." + own, "extraBody may not set %s: Flames sets it itself".formatted(own));
            }
        }
        var canonical = CanonicalDigest.canonical(extra);
        if (bytes(canonical) > MAX_EXTRA_BODY_BYTES) {
            throw invalid("extraBody", "extraBody has at most %d bytes".formatted(MAX_EXTRA_BODY_BYTES));
        }
        if (canonical.contains("\\u0000")) {
            throw invalid("extraBody", "extraBody has no NUL characters");
        }
        return canonical;
    }

    private static List<String> follows(@Nullable List<@Nullable String> follows, List<String> base) {
        if (follows == null) {
            return base;
        }
        if (follows.size() > 100) {
            throw invalid("follows", "a target follows at most 100 sets");
        }
        for (var set : follows) {
            if (set == null || !SET_NAME.matcher(set).matches()) {
                throw invalid("follows", "follows is a list of set names, without blanks, @ or /");
            }
        }
        return follows.stream().map(Objects::requireNonNull).distinct().toList();
    }

    private static void within(String field, @Nullable Number value, long least, long most) {
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            throw invalid(field, "%s is a whole number from %d to %d".formatted(field, least, most));
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int or(@Nullable Integer value, int fallback) {
        return value == null ? fallback : value;
    }

    private static <T> @Nullable T inherit(@Nullable T value, @Nullable T base) {
        return value == null ? base : value;
    }
}
