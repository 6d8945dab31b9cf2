package io.flames.scoring.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.scoring.golden.GoldenSet;
import io.flames.scoring.scorer.ScorerUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key: sent to the endpoint, shown to nobody. */
class JudgeKeyTest extends Judging {
    @Test
    void theKeyGoesToTheEndpointAndNowhereElse(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, "s3cret-1\n");
        var config = Judges.config(judge.baseUrl(), Language.ZH, 1, new ApiKey.File(file));
        var loaded = JudgeScorers.load("judge", 1, config, 2, new GoldenSet(List.of(), 0, 0.6), counts);
        loaded.scorer().score(Judges.input());
        Files.writeString(file, "s3cret-2");
        loaded.scorer().score(Judges.input());

        assertThat(judge.asked())
                .extracting(request -> request.headers().get("Authorization"))
                .containsExactly(List.of("Bearer s3cret-1"), List.of("Bearer s3cret-2"));
        assertThat(loaded + config.toString()).doesNotContain("s3cret");

        Files.delete(file);
        assertThatThrownBy(() -> loaded.scorer().score(Judges.input()))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessageContaining("key file");
    }

    @Test
    void aKeyFileWithAByteOrderMarkIsRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, "\uFEFFs3cret-1\r\n");

        Judges.scorer(Judges.config(judge.baseUrl(), Language.ZH, 1, new ApiKey.File(file)))
                .score(Judges.input());

        assertThat(judge.asked().get(0).headers().get("Authorization")).containsExactly("Bearer s3cret-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret\nsecond",
                "s3cret\r\nx-more: 1",
                "s3cret \uFEFF",
                "s3cret\u00e9",
                "s3 cret",
                "s3cret\u007f"
            })
    void aKeyThatNoHeaderTakesIsNotShown(String key, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, key);
        var keyed = Judges.scorer(Judges.config(judge.baseUrl(), Language.ZH, 1, new ApiKey.File(file)));

        assertThatThrownBy(() -> keyed.score(Judges.input()))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessageStartingWith("the key file " + file + " holds more than a key")
                .hasNoCause()
                .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                .doesNotContain("cret", "second");
        assertThat(judge.asked()).isEmpty();
    }
}
