package io.flames.generation.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.generation.target.FrozenTarget;

/** The JSON of a chat-completions request. */
final class ChatRequestBody {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ChatRequestBody() {}

    static byte[] of(FrozenTarget target, String prompt) {
        try {
            var decoding = target.decoding();
            var body = (ObjectNode) MAPPER.readTree(decoding.extraBody());
            body.put("model", target.model());
            var messages = body.putArray("messages");
            if (decoding.systemPrompt() != null) {
                messages.addObject().put("role", "system").put("content", decoding.systemPrompt());
            }
            messages.addObject().put("role", "user").put("content", prompt);
            if (decoding.temperature() != null) {
                body.put("temperature", decoding.temperature());
            }
            if (decoding.topP() != null) {
                body.put("top_p", decoding.topP());
            }
            if (decoding.maxTokens() != null) {
                body.put("max_tokens", decoding.maxTokens());
            }
            if (decoding.seed() != null) {
                body.put("seed", decoding.seed());
            }
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frozen target is always JSON", e);
        }
    }
}
