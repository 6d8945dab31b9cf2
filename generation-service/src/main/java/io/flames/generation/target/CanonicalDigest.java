package io.flames.generation.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;

/** SHA-256 over the canonical JSON of what a version freezes: sorted fields, no blanks, unset fields left out. */
public final class CanonicalDigest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CanonicalDigest() {}

    /** @return 64 lower-case hex digits */
    public static String of(FrozenTarget frozen) {
        var json = parameters(frozen);
        json.put("kind", frozen.kind().name());
        json.put("baseUrl", frozen.baseUrl());
        json.put("model", frozen.model());
        json.put("synthetic", frozen.synthetic());
        return sha256(canonical(json));
    }

    /** The decoding parameters as a JSON object, for people and for the digest. */
    public static ObjectNode parameters(FrozenTarget frozen) {
        var decoding = frozen.decoding();
        var json = JsonNodeFactory.instance.objectNode();
        if (decoding.temperature() != null) {
            json.put("temperature", decoding.temperature());
        }
        if (decoding.topP() != null) {
            json.put("topP", decoding.topP());
        }
        if (decoding.maxTokens() != null) {
            json.put("maxTokens", decoding.maxTokens());
        }
        if (decoding.seed() != null) {
            json.put("seed", decoding.seed());
        }
        if (decoding.systemPrompt() != null) {
            json.put("systemPrompt", decoding.systemPrompt());
        }
        json.set("extraBody", parse(decoding.extraBody()));
        return json;
    }

    /** The same JSON value gives the same text, whatever the order of its fields was. */
    public static String canonical(JsonNode json) {
        return sorted(json).toString();
    }

    private static JsonNode sorted(JsonNode json) {
        if (json.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            json.forEach(item -> array.add(sorted(item)));
            return array;
        }
        if (!json.isObject()) {
            return json;
        }
        var names = new TreeSet<String>();
        json.fieldNames().forEachRemaining(names::add);
        var object = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> object.set(name, sorted(json.get(name))));
        return object;
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("extraBody is not JSON", e);
        }
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
