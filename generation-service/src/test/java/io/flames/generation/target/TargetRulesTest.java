package io.flames.generation.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.generation.problem.ProblemException;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> BLOCKED = List.of("169.254.0.0/16", "fe80::/10", "100.100.100.200/32");
    private final TargetRules rules = rules("*");

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8000, http://localhost:8000/v1/chat/completions",
        "http://localhost:8000/, http://localhost:8000/v1/chat/completions",
        "http://localhost:8000/v1, http://localhost:8000/v1/chat/completions",
        "http://localhost:8000/v1/chat/completions, http://localhost:8000/v1/chat/completions",
        "https://open.bigmodel.cn/api/paas/v4, https://open.bigmodel.cn/api/paas/v4/chat/completions",
        "https://dashscope.aliyuncs.com/compatible-mode/v1/, https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions",
        "HTTPS://API.Example.com:443/v1, https://api.example.com/v1/chat/completions",
        "http://[::1]:9/x, http://[::1]:9/x/v1/chat/completions"
    })
    void baseUrlsWithAndWithoutVersion(String given, String called) {
        var frozen = rules.frozen(request("{\"baseUrl\":\"%s\",\"model\":\"m\"}".formatted(given)), null);
        assertThat(EndpointRules.chatCompletions(frozen.baseUrl())).hasToString(called);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://host/v1",
                "localhost:8000",
                "http://user:secret@host/v1",
                "http://host/v1?key=1",
                "http://host/v1#x",
                "http://169.254.169.254/latest",
                "http://[fe80::1]/v1",
                "http://0.0.0.0/v1",
                "http://host:99999/v1",
                "http://ho st/v1",
                "file:///etc/passwd"
            })
    void baseUrlsThatAreRefused(String baseUrl) {
        var refused = refusal("{\"baseUrl\":\"%s\",\"model\":\"m\"}".formatted(baseUrl));
        assertThat(refused.problem().field()).isEqualTo("baseUrl");
        assertThat(refused.problem().status()).isEqualTo(422);
    }

    @Test
    void onlyEndpointsOnTheListAreAllowed() {
        var listed = rules("https://api.example.com", "http://127.0.0.1:8000/");
        listed.frozen(request("{\"baseUrl\":\"https://api.example.com/v1\",\"model\":\"m\"}"), null);
        listed.frozen(request("{\"baseUrl\":\"http://127.0.0.1:8000\",\"model\":\"m\"}"), null);
        for (var other :
                List.of("https://api.example.com.evil.org/v1", "http://127.0.0.1:8001", "http://api.example.com")) {
            var body = "{\"baseUrl\":\"%s\",\"model\":\"m\"}".formatted(other);
            var refused = catchThrowableOfType(ProblemException.class, () -> listed.frozen(request(body), null));
            assertThat(refused).hasMessageContaining("is not one of the allowed endpoints");
        }
    }

    @Test
    void addressesBehindNamesAreCheckedToo() throws Exception {
        var endpoints = new EndpointRules(List.of("*"), BLOCKED);
        assertThat(endpoints.isBlocked(InetAddress.getByName("169.254.169.254")))
                .isTrue();
        assertThat(endpoints.isBlocked(InetAddress.getByName("100.100.100.200")))
                .isTrue();
        assertThat(endpoints.isBlocked(InetAddress.getByName("fe80::1"))).isTrue();
        assertThat(endpoints.isBlocked(InetAddress.getByName("0.0.0.0"))).isTrue();
        assertThat(endpoints.isBlocked(InetAddress.getByName("127.0.0.1"))).isFalse();
        assertThat(endpoints.isBlocked(InetAddress.getByName("169.253.1.1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"temperature\":9} | temperature",
                "{\"topP\":0} | topP",
                "{\"maxTokens\":0} | maxTokens",
                "{\"model\":\" \"} | model",
                "{\"extraBody\":{\"model\":\"other\"}} | extraBody.model",
                "{\"extraBody\":{\"stream\":true}} | extraBody.stream",
                "{\"maxConcurrency\":0} | maxConcurrency",
                "{\"requestsPerMinute\":0} | requestsPerMinute",
                "{\"requestTimeoutSeconds\":99999} | requestTimeoutSeconds",
                "{\"samples\":101} | samples",
                "{\"budget\":{\"maxCalls\":0}} | budget.maxCalls",
                "{\"follows\":[\"a@b\"]} | follows",
                "{\"apiKeyEnv\":\"AWS_SECRET_ACCESS_KEY\"} | apiKeyEnv",
                "{\"apiKeyEnv\":\"FLAMES_API_KEY_UNSET\"} | apiKeyEnv"
            })
    void fieldsThatAreRefused(String body, String field) {
        assertThat(refusal(body).problem().field()).isEqualTo(field);
    }

    @Test
    void theMissingVariableIsNamedAndTheKeyIsNot() {
        assertThat(refusal("{\"apiKeyEnv\":\"FLAMES_API_KEY_UNSET\"}")).hasMessageContaining("FLAMES_API_KEY_UNSET");
        var settings = rules.settings(request("{\"apiKeyEnv\":\"FLAMES_API_KEY_SET\"}"), null);
        assertThat(settings.toString()).contains("FLAMES_API_KEY_SET").doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "A", "a b", "a/b", "a@1"})
    void namesThatAreRefused(String name) {
        assertThat(catchThrowableOfType(ProblemException.class, () -> TargetRules.name(name)))
                .isNotNull();
    }

    @Test
    void unsetFieldsAreInherited() {
        var first = rules.frozen(
                request(
                        "{\"baseUrl\":\"http://h\",\"model\":\"m\",\"temperature\":0.1,\"seed\":4,\"extraBody\":{\"b\":1,\"a\":2}}"),
                null);
        var second = rules.frozen(request("{\"temperature\":0.2}"), first);
        assertThat(second.decoding().temperature()).isEqualTo(0.2);
        assertThat(second.decoding().seed()).isEqualTo(4);
        assertThat(second.decoding().extraBody()).isEqualTo("{\"a\":2,\"b\":1}");
        assertThat(CanonicalDigest.of(second)).isNotEqualTo(CanonicalDigest.of(first));
        assertThat(CanonicalDigest.of(rules.frozen(request("{}"), first))).isEqualTo(CanonicalDigest.of(first));
    }

    @Test
    void theDigestDependsOnEachFrozenFieldAndNotOnTheOrderOfFields() {
        var base = "\"baseUrl\":\"http://h\",\"model\":\"m\"";
        var digests = List.of(
                        "{%s}",
                        "{%s,\"temperature\":0}",
                        "{%s,\"topP\":0.5}",
                        "{%s,\"maxTokens\":5}",
                        "{%s,\"seed\":0}",
                        "{%s,\"systemPrompt\":\"s\"}",
                        "{%s,\"extraBody\":{\"x\":{\"b\":1,\"a\":2}}}",
                        "{%s,\"synthetic\":true}")
                .stream()
                .map(body -> CanonicalDigest.of(rules.frozen(request(body.formatted(base)), null)))
                .toList();
        assertThat(digests).doesNotHaveDuplicates().allMatch(d -> d.matches("[0-9a-f]{64}"));
        var swapped = rules.frozen(request("{\"extraBody\":{\"x\":{\"a\":2,\"b\":1}},%s}".formatted(base)), null);
        assertThat(CanonicalDigest.of(swapped)).isEqualTo(digests.get(6));
    }

    private ProblemException refusal(String body) {
        var refused = catchThrowableOfType(ProblemException.class, () -> {
            var request = request(body);
            rules.frozen(request, request.baseUrl() == null ? base() : null);
            rules.settings(request, null);
        });
        assertThat(refused).isNotNull();
        return refused;
    }

    private FrozenTarget base() {
        return rules.frozen(request("{\"baseUrl\":\"http://h\",\"model\":\"m\"}"), null);
    }

    private static TargetRules rules(String... allowed) {
        return new TargetRules(new EndpointRules(List.of(allowed), BLOCKED), TargetRulesTest::environment);
    }

    private static @Nullable String environment(String name) {
        return name.equals("FLAMES_API_KEY_SET") ? "s3cret" : null;
    }

    private static TargetRequest request(String json) {
        try {
            return MAPPER.readValue(json, TargetRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
