package io.flames.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.local.gateway.RequestGuard.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "LOCALHOST:8080", "127.0.0.1:1", "[::1]", "[::1]:8080"})
    void loopbackNamesAreAnswered(String host) {
        assertThat(RequestGuard.refusal(new Headers("GET", host, null, null))).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.2", "[::2]:1", "", "[::1"
            })
    void otherNamesAreRefused(@Nullable String host) {
        assertThat(RequestGuard.refusal(new Headers("GET", host, null, null))).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -",
                "http://localhost:8080, same-origin",
                "http://localhost:8080, -",
                "-, none",
                "-, same-origin",
            })
    void ownPagesAndProgramsMayPost(@Nullable String origin, @Nullable String site) {
        assertThat(RequestGuard.refusal(new Headers("POST", "localhost:8080", origin, site)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://evil.example, -",
                "http://evil.example, cross-site",
                "-, cross-site",
                "-, same-site",
                "http://localhost:3000, same-site",
                "http://localhost:3000, -",
                "https://localhost:8080, -",
                "null, -",
            })
    void pagesOfElsewhereMayNot(@Nullable String origin, @Nullable String site) {
        for (var method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
            assertThat(RequestGuard.refusal(new Headers(method, "localhost:8080", origin, site)))
                    .isPresent();
        }
    }

    @Test
    void aLinkFromElsewhereMayBeFollowed() {
        assertThat(RequestGuard.refusal(new Headers("GET", "localhost:8080", null, "cross-site")))
                .isEmpty();
    }
}
