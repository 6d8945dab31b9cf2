package io.flames.prompt.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseRefTest {
    @Test
    void knowsIdNumberAndLatest() {
        UUID id = UUID.randomUUID();
        assertThat(ReleaseRef.parse(id.toString())).contains(new ReleaseRef.ById(id));
        assertThat(ReleaseRef.parse("flames-sample@12")).contains(new ReleaseRef.ByNumber("flames-sample", 12));
        assertThat(ReleaseRef.parse("flames-sample")).contains(new ReleaseRef.Latest("flames-sample"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@1", "a@", "a@0", "a@01", "a@-1", "a@1x", "a@9999999999", "a b", "a@b@1", "汉"})
    void refusesTheRest(String text) {
        assertThat(ReleaseRef.parse(text)).isEmpty();
    }
}
