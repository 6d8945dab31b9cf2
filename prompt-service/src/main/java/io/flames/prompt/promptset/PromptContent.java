package io.flames.prompt.promptset;

import io.flames.prompt.taxonomy.Subcomponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;

/**
 * What makes a prompt the prompt it is. Two lines with the same canonical content are one prompt.
 *
 * @param attackMethod empty when not given
 * @param language BCP 47 tag
 * @param text as it was written; {@link #canonicalJson()} normalises a copy
 */
public record PromptContent(Subcomponent subcomponent, String attackMethod, String language, String text) {

    /**
     * The compact JSON array {@code [dimension, subcomponent, attack method, language, text]}: strings escaped as in RFC
     * 8785 (JCS), nothing between the tokens, the text in Unicode NFC without white space at its ends.
     */
    public String canonicalJson() {
        var json = new StringBuilder(text.length() + 96).append('[');
        append(json, subcomponent.dimensionName()).append(',');
        append(json, subcomponent.label()).append(',');
        append(json, attackMethod).append(',');
        append(json, language).append(',');
        append(json, Normalizer.normalize(text, Normalizer.Form.NFC).strip());
        return json.append(']').toString();
    }

    /** SHA-256 of {@link #canonicalJson()} in UTF-8, 32 bytes. */
    public byte[] digest() {
        return sha256().digest(canonicalJson().getBytes(StandardCharsets.UTF_8));
    }

    /** A fresh SHA-256, which every JDK has. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static StringBuilder append(StringBuilder json, String value) {
        json.append('"');
        escape(value, json);
        return json.append('"');
    }

    /** RFC 8785, section 3.2.2.2: short escapes where JSON has them, lower-case hex for other controls, the rest as is. */
    private static void escape(String value, StringBuilder json) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
    }
}
