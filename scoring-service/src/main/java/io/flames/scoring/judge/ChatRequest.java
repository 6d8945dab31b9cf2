package io.flames.scoring.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The JSON of a chat-completions request. */
final class ChatRequest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatRequest() {}

    /** @param vote from 0, added to the seed */
    static byte[] of(JudgeConfig config, Conversation conversation, int vote) {
        var decoding = config.decoding();
        ObjectNode body = decoding.extra();
        body.put("model", config.endpoint().model());
        var messages = body.putArray("messages");
        conversation.messages().forEach(message -> messages.addObject()
                .put("role", message.role())
                .put("content", message.content()));
        body.put("temperature", 0).put("max_tokens", decoding.maxTokens());
        decoding.seed().ifPresent(seed -> body.put("seed", seed + vote));
        switch (decoding.responseFormat()) {
            case JSON_SCHEMA ->
                schema(body.putObject("response_format"), conversation.scale().scores());
            case JSON_OBJECT -> body.putObject("response_format").put("type", "json_object");
            case NONE -> {}
        }
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request is always JSON", e);
        }
    }

    /** Reason first: the score then follows from it. */
    private static void schema(ObjectNode format, List<Integer> scores) {
        var named = format.put("type", "json_schema").putObject("json_schema");
        var schema = named.put("name", "verdict").put("strict", true).putObject("schema");
        var properties = schema.put("type", "object").putObject("properties");
        properties.putObject("reason").put("type", "string");
        var allowed = properties.putObject("score").put("type", "integer").putArray("enum");
        scores.forEach(allowed::add);
        schema.putArray("required").add("reason").add("score");
        schema.put("additionalProperties", false);
    }
}
