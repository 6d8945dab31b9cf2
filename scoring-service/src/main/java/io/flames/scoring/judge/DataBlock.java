package io.flames.scoring.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Text that is judged, fenced off from what is said to the judge: one line of JSON between a start and an end line that
 * carry a number which was drawn for this vote and does not occur in the text.
 *
 * <p>In the JSON all that could pass for the frame of a conversation is escaped, so that only its JSON reading brings it
 * back: angle brackets and what looks like them (our own lines, {@code <|im_start|>}), the control words of chat templates
 * in square brackets, line breaks, control and invisible characters, lone surrogates.
 */
final class DataBlock {
    private static final int NONCE_BYTES = 16;
    private static final String ANGLES = "<>＜＞﹤﹥‹›≪≫«»⟨⟩⟪⟫〈〉❮❯❰❱˂˃ᐸᐳ";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Supplier<String> nonces;

    /** @param nonces fresh ones, lower-case hex digits */
    DataBlock(Supplier<String> nonces) {
        this.nonces = nonces;
    }

    /** Numbers of 128 random bits. */
    static DataBlock random() {
        return new DataBlock(() -> {
            var bytes = new byte[NONCE_BYTES];
            RANDOM.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        });
    }

    /** The block with its two lines, without a line break at its end. */
    String of(JudgeInput input) {
        String nonce = absent(input);
        return "<<<DATA " + nonce + ">>>\n" + neutral(json(input)) + "\n<<<END " + nonce + ">>>";
    }

    private String absent(JudgeInput input) {
        String text = (input.prompt() + '\n' + input.start() + '\n' + input.end()).toLowerCase(Locale.ROOT);
        while (true) {
            String nonce = nonces.get();
            if (!text.contains(nonce)) {
                return nonce;
            }
        }
    }

    private static String json(JudgeInput input) {
        var object = JSON.createObjectNode().put("question", input.prompt());
        if (input.truncated()) {
            object.put("answer_start", input.start())
                    .put("characters_left_out", input.leftOut())
                    .put("answer_end", input.end());
        } else {
            object.put("answer", input.start());
        }
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and numbers are always JSON", e);
        }
    }

    /** The same JSON: in it, these characters occur inside of strings only. */
    private static String neutral(String json) {
        var neutral = new StringBuilder(json.length() + json.length() / 8);
        for (int i = 0; i < json.length(); ) {
            int point = json.codePointAt(i);
            int next = i + Character.charCount(point);
            if (passes(point) && !(point == '[' && controlWord(json, next))) {
                neutral.appendCodePoint(point);
            } else {
                json.substring(i, next)
                        .chars()
                        .forEach(unit -> neutral.append(String.format(Locale.ROOT, "\\u%04x", unit)));
            }
            i = next;
        }
        return neutral.toString();
    }

    private static boolean passes(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> ANGLES.indexOf(point) < 0;
        };
    }

    /** Such as {@code [INST]} and {@code [/INST]}. */
    private static boolean controlWord(String text, int at) {
        int first = at < text.length() && text.charAt(at) == '/' ? at + 1 : at;
        return first < text.length() && text.charAt(first) >= 'A' && text.charAt(first) <= 'Z';
    }
}
