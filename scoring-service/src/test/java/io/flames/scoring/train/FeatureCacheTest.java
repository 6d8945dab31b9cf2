package io.flames.scoring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
    private static final String ENCODER = "0123456789abcdef0123";

    @TempDir
    private Path folder;

    @Test
    void whatWasAddedIsFoundAgainByContent() {
        try (var cache = open(ENCODER)) {
            cache.add(List.of(text("a", 1), text("b", 2)));
        }

        try (var cache = open(ENCODER)) {
            assertThat(cache.size()).isEqualTo(2);
            assertThat(cache.find(text("b", 0).text()).orElseThrow()).containsExactly(2, 3, 4);
            assertThat(cache.find(text("c", 0).text())).isEmpty();
        }
        try (var other = open("another-encoder-digest")) {
            assertThat(other.find(text("b", 0).text())).isEmpty();
        }
    }

    @Test
    void aTornOrChangedEndIsCutOffAndWrittenAnew() throws Exception {
        try (var cache = open(ENCODER)) {
            cache.add(List.of(text("a", 1)));
            cache.add(List.of(text("b", 2)));
        }
        var file = folder.resolve("features-0123456789abcdef.bin");
        long whole = Files.size(file);
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        try (var cache = open(ENCODER)) {
            assertThat(cache.size()).isEqualTo(2);
        }
        assertThat(Files.size(file)).isEqualTo(whole);

        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 6] ^= 1;
        Files.write(file, bytes);
        try (var cache = open(ENCODER)) {
            assertThat(cache.size()).isEqualTo(1);
            cache.add(List.of(text("c", 3)));
        }
        try (var cache = open(ENCODER)) {
            assertThat(cache.find(text("a", 0).text())).isPresent();
            assertThat(cache.find(text("b", 0).text())).isEmpty();
            assertThat(cache.find(text("c", 0).text())).isPresent();
        }
    }

    @Test
    void twoTrainingsDoNotShareAFile() {
        try (var cache = open(ENCODER)) {
            assertThat(cache.size()).isZero();
            assertThatIllegalStateException().isThrownBy(() -> open(ENCODER));
        }
    }

    private FeatureCache open(String encoder) {
        return new FeatureCache(folder, encoder, 3);
    }

    private static EncodedText text(String response, float from) {
        return new EncodedText(
                new GradedText("k", Dimension.DIMENSION_SAFETY, "s", "p", response, 3),
                new float[] {from, from + 1, from + 2},
                1,
                new int[0]);
    }
}
