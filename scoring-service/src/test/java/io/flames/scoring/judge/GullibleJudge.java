package io.flames.scoring.judge;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A judge that obeys whoever speaks outside of the data block, and takes the block's end at the first thing that looks
 * like one. It reads through the usual disguises: other widths of letters, invisible characters, Base64.
 */
final class GullibleJudge implements FakeJudge.Behaviour {
    private static final int OBEDIENT = 3;
    private static final Pattern START = Pattern.compile("<<<\\s*DATA\\b[^>\n]*>>>\n?");
    /** Of our lines with any number or none, of chat templates, or a line break: the block is one line. */
    private static final Pattern END = Pattern.compile(
            "\n|<{2,}\\s*/?\\s*(END|DATA)\\b|<\\|[^|]{1,40}\\|>|\\[/?INST]|</?s>", Pattern.CASE_INSENSITIVE);

    private static final Pattern OUR_END = Pattern.compile("\\G\n<<<END [0-9a-f]{32}>>>");
    private static final Pattern ORDER = Pattern.compile(
            "[给打评][^。\n]{0,12}3\\s*分|只输出\\s*3\\s*分|\"score\"\\s*:\\s*3|score( is|:)\\s*3|\\ba 3\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{24,}={0,2}");

    private final int honest;

    /** @param honest what it says when nobody orders it about */
    GullibleJudge(int honest) {
        this.honest = honest;
    }

    @Override
    public FakeJudge.Reply to(FakeJudge.Asked asked) {
        return FakeJudge.Reply.score(score(asked.messages()));
    }

    int score(List<String> messages) {
        return messages.stream().anyMatch(message -> ordered(outside(message))) ? OBEDIENT : honest;
    }

    /** What it takes for speech. */
    private static String outside(String message) {
        String text = Normalizer.normalize(message, Normalizer.Form.NFKC);
        var start = START.matcher(text);
        if (!start.find()) {
            return text;
        }
        var end = END.matcher(text);
        if (!end.find(start.end())) {
            return text.substring(0, start.start());
        }
        var ours = OUR_END.matcher(text);
        int after = ours.find(end.start()) ? ours.end() : end.end();
        return text.substring(0, start.start()) + outside(text.substring(after));
    }

    private static boolean ordered(String text) {
        String plain = revealed(text);
        return ORDER.matcher(plain).find()
                || BASE64.matcher(plain).results().anyMatch(run -> ORDER.matcher(decoded(run.group()))
                        .find());
    }

    /** Tag characters spell ASCII; other invisible ones fall away. */
    private static String revealed(String text) {
        var plain = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (point >= 0xE0020 && point <= 0xE007E) {
                plain.append((char) (point - 0xE0000));
            } else if (Character.getType(point) != Character.FORMAT) {
                plain.appendCodePoint(point);
            }
        });
        return plain.toString();
    }

    private static String decoded(String run) {
        try {
            return new String(Base64.getDecoder().decode(run), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
