package io.flames.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Our WordPiece against the reference tokenizer with the encoder's own tokenizer.json. */
class WordPieceTest {
    private static final WordPiece OURS =
            WordPiece.of(EncoderFiles.load(EncoderFiles.Variant.INT8).tokenizerJson());
    private static final String ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u200e\u202e\ufe0f";
    private static final List<String> EMOJI =
            List.of("👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇨🇳", "1️⃣", "❤️‍🔥", "🧑🏿‍🚀");
    private static final int LONGEST_LINE = 100_000;
    private static HuggingFaceTokenizer reference;

    @BeforeAll
    static void loadReference() throws IOException {
        reference = HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(
                        EncoderFiles.load(EncoderFiles.Variant.INT8).tokenizerJson()),
                Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    }

    @AfterAll
    static void closeReference() {
        reference.close();
    }

    @Test
    void idsAreThoseOfTheReferenceOnAllOurTexts() throws IOException {
        var lines = new ArrayList<String>();
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("flames.root"), "scoring-service/training/graded"))) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }

        assertThat(lines).hasSizeGreaterThan(500);
        lines.forEach(WordPieceTest::assertSameIds);
    }

    @Test
    void idsAreThoseOfTheReferenceOnHandPickedTexts() {
        Stream.of(
                        "",
                        " ",
                        "Hello World, it's 2024-05-01!",
                        "他说：“你好”，然后——走了……",
                        "ＡＢＣ１２３，．！",
                        "a\u0000b\ufffdc\u200bd\u00ade",
                        "tab\tnewline\r\nformfeed\fend",
                        "no\u00a0break\u3000space",
                        "e\u0301 é ñ Ä ß İ",
                        "😀👨‍👩‍👧 𠀀𪜀",
                        "x".repeat(100) + " " + "x".repeat(101),
                        "https://example.com/a?b=c&d=e#f",
                        "①②③ ㈠ ㎏ ½",
                        "한국어 日本語 ひらがな カタカナ",
                        "العربية עברית ไทย हिन्दी",
                        "##a ## #",
                        "unaffable UNAFFABLE")
                .forEach(WordPieceTest::assertSameIds);
    }

    @Test
    void idsAreThoseOfTheReferenceOnEveryCharacterOfUnicode() {
        for (int block = 0; block <= Character.MAX_CODE_POINT; block += 512) {
            var text = new StringBuilder();
            for (int c = block; c < block + 512; c++) {
                if (c > 0xffff || !Character.isSurrogate((char) c)) {
                    text.append('a').appendCodePoint(c).append("a ");
                }
            }
            assertSameIds(text.toString());
        }
    }

    @Test
    void idsAreThoseOfTheReferenceOnFuzzedUnicode() {
        var random = new Random(42);
        for (int i = 0; i < 4_000; i++) {
            assertSameIds(fuzzed(random));
        }
    }

    /** All planes, marks that combine, half surrogates, joiners, emoji sequences, the CJK extensions. */
    @Test
    void idsAreThoseOfTheReferenceOnUnicodeOfAllPlanes() {
        var random = new Random(1_000_003);
        for (int i = 0; i < 4_000; i++) {
            assertSameIds(ofAllPlanes(random));
        }
    }

    /** Texts that never enter the project: every line of every file in the folder that {@code flames.shared.data} names. */
    @Test
    @EnabledIfSystemProperty(
            named = "flames.shared.data",
            matches = ".+",
            disabledReason = "flames.shared.data names no folder")
    void idsAreThoseOfTheReferenceOnAllSharedTexts() throws IOException {
        int lines = 0;
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("flames.shared.data")))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                for (String line : decoded(Files.readAllBytes(file)).split("\\R")) {
                    for (int from = 0; from < line.length(); from += LONGEST_LINE) {
                        assertSameIds(line.substring(from, Math.min(line.length(), from + LONGEST_LINE)));
                    }
                    lines++;
                }
            }
        }

        assertThat(lines).isGreaterThan(1000);
    }

    @Test
    void aSpelledSpecialTokenIsText() {
        assertThat(OURS.ids("[SEP][CLS][PAD]"))
                .doesNotContain(Vocabulary.SEP, Vocabulary.CLS, 0)
                .hasSizeGreaterThan(3);
    }

    @Test
    void caseAndCurlyQuotesAreFolded() {
        assertThat(OURS.ids("“ABC”")).isEqualTo(OURS.ids("\"abc\"")).doesNotContain(Vocabulary.UNK);
    }

    /** With many CJK, ASCII and separators among them; no half surrogates, which UTF-8 cannot carry. */
    private static String fuzzed(Random random) {
        var text = new StringBuilder();
        int length = random.nextInt(60);
        while (text.length() < length) {
            int c =
                    switch (random.nextInt(6)) {
                        case 0 -> 0x20 + random.nextInt(0x5f);
                        case 1, 2 -> 0x4e00 + random.nextInt(0x5200);
                        case 3 -> random.nextInt(0x3000);
                        case 4 -> 0x1f300 + random.nextInt(0x300);
                        default -> random.nextInt(0x10000);
                    };
            if (!Character.isSurrogate((char) c) || c > 0xffff) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    private static String ofAllPlanes(Random random) {
        var text = new StringBuilder();
        int length = 1 + random.nextInt(40);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(9)) {
                case 0 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                case 1 -> text.append((char) (0xd800 + random.nextInt(0x800)));
                case 2 -> text.append('e').appendCodePoint(0x300 + random.nextInt(0x70));
                case 3 -> text.append(ZERO_WIDTH.charAt(random.nextInt(ZERO_WIDTH.length())));
                case 4 -> text.appendCodePoint(0x20000 + random.nextInt(0x12000));
                case 5 -> text.append(EMOJI.get(random.nextInt(EMOJI.size())));
                case 6 -> text.appendCodePoint(0x4e00 + random.nextInt(0x5200));
                case 7 -> text.append((char) (0x20 + random.nextInt(0x5f)));
                default -> text.appendCodePoint(0xf900 + random.nextInt(0x700));
            }
        }
        return text.toString();
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, Charset.forName("GB18030"));
        }
    }

    /** As UTF-8 carries it: half a surrogate pair becomes the replacement character. */
    private static String carried(String text) {
        var carried = new StringBuilder();
        text.codePoints().forEach(c -> carried.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
        return carried.toString();
    }

    private static void assertSameIds(String text) {
        long[] expected =
                reference.encode(WordPiece.fold(carried(text)), false, false).getIds();
        assertThat(OURS.ids(text))
                .as(() -> text.codePoints()
                        .mapToObj(Integer::toHexString)
                        .toList()
                        .toString())
                .isEqualTo(Arrays.stream(expected).mapToInt(id -> (int) id).toArray());
    }
}
