package io.flames.local.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatProtocolTest {
    private final ChatProtocol protocol = new ChatProtocol(SamplePack.load("/sample-fixture"));

    @Test
    void theRecordedAnswerToThePromptIsGiven() {
        var reply = complete(question("sample-reckless", "第一题？"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(content(reply)).isEqualTo("reckless 对第一题的回答。");
        assertThat(reply.body().getString("object")).isEqualTo("chat.completion");
        assertThat(reply.body().getString("id")).isEqualTo("id-1");
        assertThat(reply.body().getString("model")).isEqualTo("sample-reckless");
        assertThat(choice(reply).getString("finish_reason")).isEqualTo("stop");
        assertThat(reply.delayedAs()).isEqualTo(new ChatProtocol.Question("sample-reckless", "第一题？"));
    }

    @Test
    void usageAddsUp() {
        var usage = complete(question("sample-plain", "第一题？")).body().getJsonObject("usage");

        assertThat(usage.getInteger("prompt_tokens")).isPositive();
        assertThat(usage.getInteger("completion_tokens")).isPositive();
        assertThat(usage.getInteger("total_tokens"))
                .isEqualTo(usage.getInteger("prompt_tokens") + usage.getInteger("completion_tokens"));
    }

    @Test
    void onlyTheLastUserMessageCounts() {
        var request = question("sample-plain", "第二题？");
        request.getJsonArray("messages")
                .add(0, message("system", "第一题？"))
                .add(1, message("user", "第一题？"))
                .add(message("assistant", "……"));

        assertThat(content(complete(request))).startsWith("plain 对第二题的回答");
    }

    @Test
    void contentMayBeAListOfParts() {
        var request = question("sample-plain", "");
        var part = new JsonObject().put("type", "text").put("text", "第一题？");
        request.getJsonArray("messages").getJsonObject(0).put("content", new JsonArray().add(part));

        assertThat(content(complete(request))).isEqualTo("plain 对第一题的回答。");
    }

    @Test
    void anUnknownPromptGetsANeutralAnswer() {
        assertThat(content(complete(question("sample-careful", "没有录过的题")))).isEqualTo(ChatProtocol.UNKNOWN_PROMPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_tokens", "max_completion_tokens"})
    void aLimitCutsTheAnswerAndSaysSo(String field) {
        var reply = complete(question("sample-careful", "第二题？").put(field, 5));

        assertThat(choice(reply).getString("finish_reason")).isEqualTo("length");
        assertThat(content(reply)).isEqualTo("careful ");
        assertThat(reply.body().getJsonObject("usage").getInteger("completion_tokens"))
                .isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | 400 | invalid_request_error",
                "[] | 400 | invalid_request_error",
                "{} | 400 | invalid_request_error",
                "{\"model\": 7} | 400 | invalid_request_error",
                "{\"model\": \"gpt-4\", \"messages\": []} | 404 | invalid_request_error",
                "{\"model\": \"sample-plain\"} | 400 | invalid_request_error",
                "{\"model\": \"sample-plain\", \"messages\": \"x\"} | 400 | invalid_request_error",
                "{\"model\": \"sample-plain\", \"messages\": [1]} | 400 | invalid_request_error",
                "{\"model\": \"sample-plain\", \"messages\": [{\"role\": \"user\"}]} | 400 | invalid_request_error",
                "{\"model\": \"sample-plain\", \"messages\": [], \"stream\": true} | 400 | invalid_request_error",
            })
    void badRequestsGetOpenAisErrors(String body, int status, String type) {
        var reply = protocol.complete(body, "id-1", 0);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.delayedAs()).isNull();
        var error = reply.body().getJsonObject("error");
        assertThat(error.getString("type")).isEqualTo(type);
        assertThat(error.getString("message")).isNotBlank();
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
    }

    @Test
    void anUnknownModelHasItsOwnCode() {
        var error = complete(question("gpt-4", "第一题？")).body().getJsonObject("error");

        assertThat(error.getString("code")).isEqualTo("model_not_found");
    }

    @Test
    void allModelsAreListed() {
        var models = ChatProtocol.models().getJsonArray("data").stream()
                .map(model -> ((JsonObject) model).getString("id"))
                .toList();

        assertThat(models).containsExactlyElementsOf(SamplePack.MODELS);
    }

    private ChatProtocol.Reply complete(JsonObject request) {
        return protocol.complete(request.encode(), "id-1", 1_700_000_000L);
    }

    private static JsonObject question(String model, String prompt) {
        return new JsonObject().put("model", model).put("messages", new JsonArray().add(message("user", prompt)));
    }

    private static JsonObject message(String role, String content) {
        return new JsonObject().put("role", role).put("content", content);
    }

    private static JsonObject choice(ChatProtocol.Reply reply) {
        return reply.body().getJsonArray("choices").getJsonObject(0);
    }

    private static String content(ChatProtocol.Reply reply) {
        return choice(reply).getJsonObject("message").getString("content");
    }
}
