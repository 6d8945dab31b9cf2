package io.flames.annotation.who;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.annotation.who.OriginGuard.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OriginGuardTest {
    private static final String HOST = "flames.example:8080";
    private static final List<String> PUBLIC = List.of("https://labels.example");

    @Test
    void aPageOfThisSiteMayChangeThings() {
        assertThat(refused("POST", "http://" + HOST, "same-origin", true)).isFalse();
        assertThat(refused("POST", "http://FLAMES.example:8080", null, true)).isFalse();
        assertThat(refused("POST", null, "same-origin", true)).isFalse();
        assertThat(refused("DELETE", "https://labels.example", "same-origin", true))
                .isFalse();
    }

    @Test
    void aPageOfAnotherSiteMayNot() {
        for (var method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            for (var origin : List.of("http://evil.example", "null", "http://flames.example", "http://[", "")) {
                assertThat(refused(method, origin, null, true)).as(origin).isTrue();
            }
            for (var site : List.of("cross-site", "same-site", "none", "")) {
                assertThat(refused(method, null, site, true)).as(site).isTrue();
            }
        }
    }

    @Test
    void aProgramWithoutCookiesMay() {
        assertThat(refused("POST", null, null, false)).isFalse();
        assertThat(refused("POST", null, null, true)).isTrue();
    }

    @Test
    void whateverComesFromMayRead() {
        assertThat(refused("GET", "http://evil.example", "cross-site", true)).isFalse();
    }

    private static boolean refused(String method, @Nullable String origin, @Nullable String site, boolean cookies) {
        return OriginGuard.refusal(new Request(method, HOST, origin, site, cookies), PUBLIC)
                .isPresent();
    }
}
