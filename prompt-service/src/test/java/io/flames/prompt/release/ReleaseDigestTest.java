package io.flames.prompt.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.prompt.promptset.PromptContent;
import io.flames.prompt.taxonomy.Subcomponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReleaseDigestTest {

    private static PromptContent prompt(String text) {
        return new PromptContent(Subcomponent.TOXIC_LANGUAGE, "none", "zh", text);
    }

    @Test
    void canonicalFormIsAsDocumented() {
        assertThat(prompt(" \"a\\b\"\n\u0001汉/ ").canonicalJson())
                .isEqualTo("[\"Fairness\",\"Toxic language\",\"none\",\"zh\",\"\\\"a\\\\b\\\"\\n\\u0001汉/\"]");
    }

    @Test
    void aKnownContentHasAKnownDigest() throws NoSuchAlgorithmException {
        String lines = "[\"Fairness\",\"Toxic language\",\"none\",\"zh\",\"你好\"]\n";
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));

        assertThat(ReleaseDigest.of(List.of(prompt("你好"))))
                .isEqualTo(HexFormat.of().formatHex(expected));
        assertThat(ReleaseDigest.of(List.of()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void normalFormAndOuterBlanksDoNotCount() {
        assertThat(prompt("cafe\u0301 ").digest()).isEqualTo(prompt("caf\u00e9").digest());
    }

    @Test
    void wrongOrderAndRepetitionAreRefused() {
        var digest = new ReleaseDigest();
        digest.add(prompt("a"));
        assertThatThrownBy(() -> digest.add(prompt("a"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 200)
    void dependsOnTheContentsAndNotOnTheirOrder(
            @ForAll("contents") Set<PromptContent> contents, @ForAll Random random) {
        var shuffled = new ArrayList<>(contents);
        Collections.shuffle(shuffled, random);

        assertThat(ReleaseDigest.of(shuffled)).isEqualTo(ReleaseDigest.of(contents));
    }

    @Property(tries = 200)
    void anotherContentHasAnotherDigest(
            @ForAll("contents") Set<PromptContent> contents, @ForAll("content") PromptContent more) {
        var larger = new HashSet<>(contents);
        boolean added = larger.add(more);

        assertThat(ReleaseDigest.of(larger).equals(ReleaseDigest.of(contents))).isEqualTo(!added);
    }

    @Provide
    Arbitrary<Set<PromptContent>> contents() {
        return content().set().ofMaxSize(20);
    }

    @Provide
    Arbitrary<PromptContent> content() {
        // Letters that NFC and strip leave as they are, so that equal records and equal digests are the same thing.
        Arbitrary<String> texts = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('一', '十')
                .withChars('"', '\\', ',', '[')
                .ofMinLength(1)
                .ofMaxLength(12);
        return Combinators.combine(
                        Arbitraries.of(Subcomponent.values()),
                        Arbitraries.of("", "none", "disguise"),
                        Arbitraries.of("zh", "en"),
                        texts)
                .as(PromptContent::new);
    }
}
