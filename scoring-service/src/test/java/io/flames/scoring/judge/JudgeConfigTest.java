package io.flames.scoring.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeConfigTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 2, -1, 4})
    void votesAreOdd(int votes) {
        assertThatThrownBy(() -> Judges.config("http://localhost/v1", Language.ZH, votes, new ApiKey.None()))
                .hasMessageContaining("odd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/v1",
                "host/v1",
                "https://user:pw@host/v1",
                "https://host/v1?key=1",
                "https://host/v1#a"
            })
    void anAddressHoldsNoKey(String address) {
        assertThatThrownBy(() -> new JudgeConfig.Endpoint(URI.create(address), "m", new ApiKey.None()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base-url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://host/v1", "https://host/v1/"})
    void theEndpointIsBelowTheBase(String base) {
        assertThat(new JudgeConfig.Endpoint(URI.create(base), "m", new ApiKey.None()).chatCompletions())
                .hasToString("https://host/v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "{\"temperature\":1}", "{\"messages\":[]}", "{\"n\":3}", "{\"stream\":true}"})
    void extraFieldsDoNotReplaceOurs(String extra) {
        assertThatThrownBy(() -> new JudgeConfig.Decoding(1, OptionalLong.empty(), ResponseFormat.NONE, extra))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("extra-body");
    }

    @Test
    void aKeyThatIsNotThereSaysWhere() {
        assertThatThrownBy(() -> new ApiKey.Environment("FLAMES_NO_SUCH_KEY").read())
                .hasMessageContaining("FLAMES_NO_SUCH_KEY");
        assertThat(new ApiKey.None().read()).isEmpty();
        assertThat(new ApiKey.Environment("HOME").read()).contains(System.getenv("HOME"));
    }

    @Test
    void wordsOfTheConfigurationAreChecked() {
        assertThat(Language.of("en")).isEqualTo(Language.EN);
        assertThatThrownBy(() -> Language.of("de")).hasMessageContaining("zh, en");
        assertThat(ResponseFormat.of("none")).isEqualTo(ResponseFormat.NONE);
        assertThatThrownBy(() -> ResponseFormat.of("xml")).hasMessageContaining("json_schema, json_object, none");
    }
}
