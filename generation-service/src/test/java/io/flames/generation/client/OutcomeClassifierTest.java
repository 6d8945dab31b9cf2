package io.flames.generation.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.generation.client.CallResult.Answer;
import io.flames.generation.client.CallResult.Fault;
import io.flames.generation.client.CallResult.FaultKind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeClassifierTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
    private final OutcomeClassifier classifier = new OutcomeClassifier(1024, CLOCK);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        # OpenAI, plain answers
        200 | {"model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":"你好"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2}} | ANSWERED
        200 | {"choices":[{"message":{"content":"很长"},"finish_reason":"length"}]} | TRUNCATED
        200 | {"choices":[{"message":{"content":null,"refusal":"I can't help with that."},"finish_reason":"stop"}]} | ANSWERED
        200 | {"choices":[{"message":{"content":[{"type":"text","text":"甲"},{"type":"text","text":"乙"}]},"finish_reason":"stop"}]} | ANSWERED
        200 | {"choices":[{"message":{"content":"  \\n"},"finish_reason":"stop"}]} | EMPTY
        200 | {"choices":[{"message":{"content":null,"reasoning_content":"想"},"finish_reason":"length"}]} | EMPTY
        200 | {"choices":[{"message":{"content":null,"tool_calls":[]},"finish_reason":"tool_calls"}]} | EMPTY
        # filters of the answer
        200 | {"choices":[{"message":{"content":"前半"},"finish_reason":"content_filter"}]} | FILTERED_OUTPUT
        200 | {"choices":[{"message":{"content":""},"finish_reason":"sensitive"}]} | FILTERED_OUTPUT
        # Azure
        400 | {"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}} | FILTERED_INPUT
        # DashScope, native and compatible
        400 | {"code":"DataInspectionFailed","message":"Input data may contain inappropriate content.","request_id":"x"} | FILTERED_INPUT
        400 | {"error":{"code":"data_inspection_failed","param":null,"message":"Output data may contain inappropriate content.","type":"data_inspection_failed"}} | FILTERED_OUTPUT
        # Zhipu
        400 | {"contentFilter":[{"level":1,"role":"user"}],"error":{"code":"1301","message":"系统检测到输入或生成内容可能包含不安全或敏感内容"}} | FILTERED_INPUT
        400 | {"contentFilter":[{"level":1,"role":"assistant"}],"error":{"code":"1301","message":"系统检测到"}} | FILTERED_OUTPUT
        # MiniMax
        200 | {"base_resp":{"status_code":1026,"status_msg":"input new_sensitive"},"choices":null} | FILTERED_INPUT
        200 | {"base_resp":{"status_code":1027,"status_msg":"output new_sensitive"},"choices":null} | FILTERED_OUTPUT
        # Volcano Ark, DeepSeek, StepFun
        400 | {"error":{"code":"InputTextSensitiveContentDetected","message":"The request failed because the input text may contain sensitive information.","type":"BadRequest"}} | FILTERED_INPUT
        400 | {"error":{"code":"OutputTextSensitiveContentDetected","message":"The request failed because the output text may contain sensitive information.","type":"BadRequest"}} | FILTERED_OUTPUT
        400 | {"error":{"message":"Content Exists Risk","type":"invalid_request_error","param":null,"code":"invalid_request_error"}} | FILTERED_INPUT
        451 | {"error":{"message":"The content you provided or machine outputted is blocked.","type":"censorship_blocked"}} | FILTERED_INPUT
        """)
    void outcomes(int status, String body, Outcome expected) {
        assertThat(classifier.classify(reply(status, body)))
                .isInstanceOfSatisfying(
                        Answer.class, answer -> assertThat(answer.outcome()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        429 | {"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}} | THROTTLED | HTTP 429 rate_limit_exceeded
        429 | {"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}} | PERMANENT | HTTP 429 insufficient_quota
        500 | oops | TRANSIENT | HTTP 500
        503 | {} | TRANSIENT | HTTP 503
        408 | {} | TRANSIENT | HTTP 408
        409 | {} | TRANSIENT | HTTP 409
        425 | {} | TRANSIENT | HTTP 425
        400 | {"error":{"message":"max_tokens is too large","type":"invalid_request_error"}} | PERMANENT | HTTP 400 invalid_request_error
        401 | {"error":{"code":"invalid_api_key"}} | PERMANENT | HTTP 401 invalid_api_key
        400 | {"error":{"message":"one-word-of-the-endpoint"}} | PERMANENT | HTTP 400
        403 | <html> | PERMANENT | HTTP 403
        404 | {"error":{"code":"model_not_found"}} | PERMANENT | HTTP 404 model_not_found
        302 | {} | PERMANENT | HTTP 302, redirects are not followed
        200 | <html>login</html> | TRANSIENT | the reply is not a JSON object
        200 | {} | TRANSIENT | the reply has no choices[0].message
        200 | {"error":{"code":502,"message":"Provider returned error"}} | TRANSIENT | HTTP 200 with error 502
        200 | {"error":{"code":429,"message":"slow down"}} | THROTTLED | HTTP 200 with error 429
        200 | {"base_resp":{"status_code":1002,"status_msg":"rate limit"}} | THROTTLED | base_resp 1002
        200 | {"base_resp":{"status_code":1004,"status_msg":"not authorized"}} | PERMANENT | base_resp 1004
        """)
    void faults(int status, String body, FaultKind kind, String detail) {
        assertThat(classifier.classify(reply(status, body))).isEqualTo(new Fault(kind, detail, null));
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after, 3, 3000",
        "retry-after, 0.5, 500",
        "retry-after-ms, 1250, 1250",
        "retry-after, 'Sun, 01 Mar 2026 10:00:30 GMT', 30000",
        "retry-after, 'Sun, 01 Mar 2026 09:00:00 GMT', 0",
        "retry-after, soon, "
    })
    void whatTheEndpointAsksFor(String header, String value, @Nullable Long millis) {
        var reply = new HttpReply(429, Map.of(header, value), new byte[0]);
        assertThat(classifier.classify(reply))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.retryAfter())
                        .isEqualTo(millis == null ? null : Duration.ofMillis(millis)));
    }

    @Test
    void usageModelAndRefusalAreKept() {
        var body =
                """
                {"model":"m-1","choices":[{"message":{"content":null,"refusal":"不行"},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":11,"completion_tokens":3}}""";
        assertThat(classifier.classify(reply(200, body)))
                .isEqualTo(new Answer(Outcome.ANSWERED, "不行", false, "stop", "m-1", 11, 3, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        200 | {"model":"%s","choices":[{"message":{"content":"好"},"finish_reason":"%s"}]}
        400 | {"model":"%s","error":{"code":"content_filter","message":"%s"}}
        """)
    void whatAnEndpointCallsItselfIsFitToBeKept(int status, String body) {
        var odd = "m\\u0000\\ud800" + "x".repeat(2_000_000);
        assertThat(classifier.classify(reply(status, body.formatted(odd, odd))))
                .isInstanceOfSatisfying(Answer.class, answer -> {
                    assertThat(answer.returnedModel()).startsWith("m\uFFFDxx").hasSizeLessThanOrEqualTo(200);
                    assertThat(answer.finishReason()).doesNotContain("\0").hasSizeLessThanOrEqualTo(200);
                });
    }

    @Test
    void textIsCutAtACodePointAndHasNoNul() {
        assertThat(AnswerText.of("a\0好😀", 100)).isEqualTo(new AnswerText("a好😀", false));
        assertThat(AnswerText.of("好😀", 6)).isEqualTo(new AnswerText("好", true));
        assertThat(AnswerText.of("a\uD83D", 10)).isEqualTo(new AnswerText("a\uFFFD", false));
    }

    private static HttpReply reply(int status, String body) {
        return new HttpReply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}
