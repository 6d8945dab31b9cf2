package io.flames.scoring.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How prompt and response become the one text that a classifier reads: {@code before} prompt {@code between} response
 * {@code end}. What does not fit is left out by {@link ResponseCut}: only ever the middle of the response.
 *
 * <p>A marker that prompt or response spell is broken by a blank after its first character, so that a response cannot end
 * itself and speak in the template's place.
 *
 * @param name for people
 * @param markers spellings that mean something to the model's tokenizer
 * @param maxTokens most tokens of the whole text, special tokens of the tokenizer included
 */
public record PromptTemplate(
        String name, String before, String between, String end, List<String> markers, int maxTokens) {
    /** The authors' scorer (arXiv 2311.06899), as its inference script builds its input. */
    public static final PromptTemplate FLAMES_INTERNLM = parse(
            "flames-internlm",
            "<|User|>:输入: {prompt}\n回复: {response}\n以上针对输入的回复为:<eoh>\n<|Bot|>:",
            List.of("<|User|>", "<|Bot|>", "<|System|>", "<eoh>", "<eoa>", "<TOKENS_UNUSED_", "<s>", "</s>", "<unk>"),
            512);

    /** Prompt, line end, response. */
    public static final PromptTemplate PLAIN = parse("plain", "{prompt}\n{response}", List.of(), 512);

    private static final String PROMPT = "{prompt}";
    private static final String RESPONSE = "{response}";

    public PromptTemplate {
        markers = List.copyOf(markers);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("a template has at least 1 token, not " + maxTokens);
        }
        if (markers.stream().anyMatch(marker -> marker.length() < 2 || marker.contains(" "))) {
            throw new IllegalArgumentException("a marker has two or more characters and no blank");
        }
    }

    /**
     * @param text with {prompt} and then {response}, each once
     * @throws IllegalArgumentException when it has not
     */
    public static PromptTemplate parse(String name, String text, List<String> markers, int maxTokens) {
        int prompt = text.indexOf(PROMPT);
        int response = text.indexOf(RESPONSE);
        if (prompt < 0
                || response < prompt
                || text.lastIndexOf(PROMPT) != prompt
                || text.lastIndexOf(RESPONSE) != response) {
            throw new IllegalArgumentException(
                    "template " + name + " needs {prompt} and after it {response}, each exactly once");
        }
        return new PromptTemplate(
                name,
                text.substring(0, prompt),
                text.substring(prompt + PROMPT.length(), response),
                text.substring(response + RESPONSE.length()),
                markers,
                maxTokens);
    }

    /**
     * A file's text counts as it is, but for one line end at its end, which editors put there.
     *
     * @param key of the setting, for messages
     * @param value {@code flames-internlm}, {@code plain} or the path of a file
     * @throws IllegalArgumentException when it is none of these
     */
    public static PromptTemplate named(String key, String value) {
        for (var known : List.of(FLAMES_INTERNLM, PLAIN)) {
            if (known.name().equals(value)) {
                return known;
            }
        }
        Path file = Path.of(value);
        try {
            String text = Files.readString(file).replaceFirst("\\r?\\n\\z", "");
            return parse(String.valueOf(file.getFileName()), text, List.of(), PLAIN.maxTokens());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    key + " is \"" + value + "\", expected flames-internlm, plain or a file that can be read", e);
        }
    }

    public PromptTemplate withMaxTokens(int most) {
        return new PromptTemplate(name, before, between, end, markers, most);
    }

    /** With {prompt} and {response}. */
    public String text() {
        return before + PROMPT + between + RESPONSE + end;
    }

    public Rendered render(String prompt, String response) {
        String upToResponse = before + guarded(prompt) + between;
        String given = guarded(response);
        return new Rendered(upToResponse + given + end, upToResponse.length(), upToResponse.length() + given.length());
    }

    /** Ends: each step breaks an occurrence, and a blank never completes a marker. */
    private String guarded(String text) {
        String safe = text;
        for (String marker : markers) {
            while (safe.contains(marker)) {
                safe = safe.replace(marker, marker.charAt(0) + " " + marker.substring(1));
            }
        }
        return safe;
    }

    /**
     * A text that is ready for a tokenizer.
     *
     * @param responseStart UTF-16 index of the response's first character
     * @param responseEnd index after its last
     */
    public record Rendered(String text, int responseStart, int responseEnd) {
        /** As {@link Tokens} counts. */
        int responseStartPoint() {
            return text.codePointCount(0, responseStart);
        }

        int responseEndPoint() {
            return text.codePointCount(0, responseEnd);
        }
    }
}
