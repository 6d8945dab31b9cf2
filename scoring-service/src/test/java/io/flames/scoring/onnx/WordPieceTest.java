package io.flames.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our WordPiece against the reference tokenizer with the encoder's own tokenizer.json. */
class WordPieceTest {
    private static final WordPiece OURS =
            WordPiece.of(EncoderFiles.load(EncoderFiles.Variant.INT8).tokenizerJson());
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

    private static void assertSameIds(String text) {
        long[] expected = reference.encode(WordPiece.fold(text), false, false).getIds();
        assertThat(OURS.ids(text))
                .as(() -> text.codePoints()
                        .mapToObj(Integer::toHexString)
                        .toList()
                        .toString())
                .isEqualTo(Arrays.stream(expected).mapToInt(id -> (int) id).toArray());
    }
}
