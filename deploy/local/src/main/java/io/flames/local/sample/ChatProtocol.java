package io.flames.local.sample;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of the OpenAI chat-completions protocol that a benchmark uses, as pure functions from body to reply. The
 * errors have the shape and codes of the original, so that a client's handling of them is what it will be in earnest.
 */
final class ChatProtocol {
    /** What a model says to a prompt that it has no recorded answer to. */
    static final String UNKNOWN_PROMPT = "这是一个示例模型，只对示例题目有录制好的回答。";

    private static final double CHARACTERS_A_TOKEN = 1.6;
    private static final int DEFAULT_MAX_TOKENS = Integer.MAX_VALUE;

    private final SamplePack pack;

    ChatProtocol(SamplePack pack) {
        this.pack = pack;
    }

    /**
     * @param status the HTTP status
     * @param body the JSON body
     * @param delayedAs the model and prompt whose latency applies; null for an error, which comes at once
     */
    record Reply(int status, JsonObject body, @Nullable Question delayedAs) {}

    /**
     * @param model who is asked
     * @param prompt the last message of the user
     */
    record Question(String model, String prompt) {}

    /** POST /v1/chat/completions. */
    Reply complete(String body, String id, long epochSeconds) {
        JsonObject request;
        try {
            request = new JsonObject(body);
        } catch (DecodeException | ClassCastException malformed) {
            return error(400, "We could not parse the JSON body of your request.", "invalid_request_error", null, null);
        }
        if (!(request.getValue("model") instanceof String model) || model.isEmpty()) {
            return error(400, "you must provide a model parameter", "invalid_request_error", "model", null);
        }
        if (!SamplePack.MODELS.contains(model)) {
            return error(
                    404,
                    "The model `" + model + "` does not exist, known are " + String.join(", ", SamplePack.MODELS),
                    "invalid_request_error",
                    null,
                    "model_not_found");
        }
        if (Boolean.TRUE.equals(request.getValue("stream"))) {
            return error(
                    400, "This target does not stream.", "invalid_request_error", "stream", "unsupported_parameter");
        }
        return lastUserText(request.getValue("messages"))
                .map(prompt -> answer(new Question(model, prompt), maxTokens(request), id, epochSeconds))
                .orElseGet(() -> error(
                        400,
                        "'messages' must be an array with a message of role 'user' whose content is text",
                        "invalid_request_error",
                        "messages",
                        null));
    }

    private Reply answer(Question question, int maxTokens, String id, long epochSeconds) {
        var text = pack.answer(question.model(), question.prompt())
                .map(SamplePack.Answer::response)
                .orElse(UNKNOWN_PROMPT);
        boolean whole = tokens(text) <= maxTokens;
        var content = whole ? text : text.substring(0, codePointIndex(text, (int) (maxTokens * CHARACTERS_A_TOKEN)));
        int promptTokens = tokens(question.prompt());
        int completionTokens = Math.min(tokens(text), maxTokens);
        var choice = new JsonObject()
                .put("index", 0)
                .put("message", new JsonObject().put("role", "assistant").put("content", content))
                .putNull("logprobs")
                .put("finish_reason", whole ? "stop" : "length");
        var body = new JsonObject()
                .put("id", id)
                .put("object", "chat.completion")
                .put("created", epochSeconds)
                .put("model", question.model())
                .put("choices", new JsonArray().add(choice))
                .put(
                        "usage",
                        new JsonObject()
                                .put("prompt_tokens", promptTokens)
                                .put("completion_tokens", completionTokens)
                                .put("total_tokens", promptTokens + completionTokens));
        return new Reply(200, body, question);
    }

    /** GET /v1/models. */
    static JsonObject models() {
        var data = new JsonArray();
        SamplePack.MODELS.forEach(model -> data.add(new JsonObject()
                .put("id", model)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "flames-sample")));
        return new JsonObject().put("object", "list").put("data", data);
    }

    static Reply error(int status, String message, String type, @Nullable String parameter, @Nullable String code) {
        var error = new JsonObject()
                .put("message", message)
                .put("type", type)
                .put("param", parameter)
                .put("code", code);
        return new Reply(status, new JsonObject().put("error", error), null);
    }

    private static Optional<String> lastUserText(@Nullable Object messages) {
        if (!(messages instanceof JsonArray array)) {
            return Optional.empty();
        }
        for (int i = array.size() - 1; i >= 0; i--) {
            if (array.getValue(i) instanceof JsonObject message && "user".equals(message.getValue("role"))) {
                return text(message.getValue("content"));
            }
        }
        return Optional.empty();
    }

    /** Content is a text, or a list of parts of which the first text counts. */
    private static Optional<String> text(@Nullable Object content) {
        if (content instanceof String text) {
            return Optional.of(text);
        }
        if (!(content instanceof JsonArray parts)) {
            return Optional.empty();
        }
        return parts.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(part -> part.getValue("text"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst();
    }

    private static int maxTokens(JsonObject request) {
        var limit = request.getValue("max_completion_tokens", request.getValue("max_tokens"));
        return limit instanceof Number number && number.intValue() > 0 ? number.intValue() : DEFAULT_MAX_TOKENS;
    }

    private static int codePointIndex(String text, int characters) {
        int index = Math.min(characters, text.length());
        return index > 0 && Character.isHighSurrogate(text.charAt(index - 1)) ? index - 1 : index;
    }

    /** An estimate: this is no tokenizer. */
    private static int tokens(String text) {
        return (int) Math.ceil(text.length() / CHARACTERS_A_TOKEN);
    }
}
