package io.flames.cli.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.Captured;
import io.flames.cli.FlamesCommand;
import io.flames.cli.RestPeer;
import io.flames.cli.console.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScorerCommandTest {
    private static final String ONE =
            """
            {"name":"onnx-heads","isDefault":true,"version":4,"digest":"ab12","kind":"onnx","status":"SERVING",
             "reason":"golden items passed","template":"[CLS] {prompt} [SEP] {response} [SEP]",
             "heads":[{"dimension":"Legality","scores":[3,1]}],"backend":{"device":"cpu"},
             "selfTest":{"passed":%s,"items":40,"agreed":%d,"widestLogitDistance":0.25,"tolerance":0.5,"faults":[%s],
                         "testedAt":"2024-01-31T12:00:05Z"},
             "modelCard":{"heldOut":{"overall":{"n":200,"accuracy":{"share":0.8,"low":0.74,"high":0.85}},
                "byDimension":{"Legality":{"n":50,"accuracy":{"share":0.9,"low":0.79,"high":0.96}}}}}}
            """;
    private static final String PASSED = ONE.formatted("true", 40, "");
    private static final String FAILED = ONE.formatted("false", 38, "\"g7: score 1, recorded 3\"");

    @Test
    void theListNamesVersionKindAndStatusOverRest() throws IOException {
        try (var peer = new RestPeer()) {
            peer.on("GET /api/v1/scorers", 200, "{\"items\":[" + PASSED + "],\"next\":null}");
            var captured = new Captured();

            assertThat(captured.run("scorer", "list", "--url", peer.url())).isZero();

            assertThat(captured.out().lines())
                    .containsExactly(
                            "scorer      version  kind  status   default  sha256",
                            "onnx-heads        4  onnx  SERVING  *        ab12");
        }
    }

    @Test
    void theListIsTheSameOverGrpc() throws IOException {
        try (var peer = new ScorersPeer(true)) {
            var captured = new Captured();

            assertThat(captured.run("scorer", "list", "--scoring", peer.address()))
                    .isZero();

            assertThat(captured.out().lines())
                    .containsExactly(
                            "scorer      version  kind   status    default  sha256",
                            "judge             -  judge  STARTING           -",
                            "onnx-heads        4  onnx   SERVING   *        ab12");
        }
    }

    @Test
    void describeShowsHeadsFiguresAndSelfTest() throws IOException {
        try (var rest = new RestPeer();
                var grpc = new ScorersPeer(true)) {
            rest.on("GET /api/v1/scorers", 200, "{\"items\":[" + PASSED + "],\"next\":null}")
                    .on("GET /api/v1/scorers/onnx-heads", 200, PASSED);
            var overRest = new Captured();
            var overGrpc = new Captured();

            assertThat(overRest.run("scorer", "describe", "--url", rest.url())).isZero();
            assertThat(overGrpc.run("scorer", "describe", "onnx-heads", "--scoring", grpc.address()))
                    .isZero();

            assertThat(overRest.out())
                    .contains("heads         Legality 3 1")
                    .contains("template      [CLS] {prompt} [SEP] {response} [SEP]")
                    .contains("golden items  passed: 40 of 40 items got their recorded score, widest logit distance"
                            + " 0.2500 (tolerance 0.5000), tested at 2024-01-31 12:00:05 UTC")
                    .contains("held-out  Legality         90.0   79.0 to 96.0   50");
            assertThat(overGrpc.out()).isEqualTo(overRest.out());
        }
    }

    @Test
    void showIsDescribe() throws IOException {
        try (var peer = new ScorersPeer(true)) {
            var shown = new Captured();
            var described = new Captured();

            shown.run("scorer", "show", "onnx-heads", "--json", "--scoring", peer.address());
            described.run("scorer", "describe", "onnx-heads", "--json", "--scoring", peer.address());

            assertThat(shown.out()).isEqualTo(described.out());
            assertThat(Json.parse(shown.out())
                            .path("figures")
                            .path(1)
                            .path("dimension")
                            .asText())
                    .isEqualTo("Legality");
        }
    }

    @Test
    void anUnknownScorerIsSaidSo() throws IOException {
        try (var peer = new ScorersPeer(true)) {
            var captured = new Captured();

            assertThat(captured.run("scorer", "describe", "nobody", "--scoring", peer.address()))
                    .isEqualTo(FlamesCommand.ERROR);

            assertThat(captured.errLines())
                    .containsExactly("scoring-service at " + peer.address()
                            + " says: unknown scorer, expected nothing or one of judge, onnx-heads");
        }
    }

    @Test
    void aFailedSelfTestIsAnErrorAndNamesItsFaults() throws IOException {
        try (var peer = new RestPeer()) {
            peer.on("GET /api/v1/scorers", 200, "{\"items\":[" + PASSED + "],\"next\":null}")
                    .on(
                            "POST /api/v1/scorers/onnx-heads/selftest",
                            200,
                            Json.parse(FAILED).path("selfTest").toString());
            var captured = new Captured();

            assertThat(captured.run("scorer", "selftest", "--url", peer.url())).isEqualTo(FlamesCommand.ERROR);

            assertThat(captured.out().lines())
                    .containsExactly(
                            "FAILED: 38 of 40 items got their recorded score, widest logit distance 0.2500 (tolerance"
                                    + " 0.5000), tested at 2024-01-31 12:00:05 UTC",
                            "  g7: score 1, recorded 3");
        }
    }

    @Test
    void aSelfTestOverGrpcIsTheNewestReport() throws IOException {
        try (var passing = new ScorersPeer(true);
                var failing = new ScorersPeer(false)) {
            var captured = new Captured();

            assertThat(captured.run("scorer", "selftest", "--json", "--scoring", passing.address()))
                    .isZero();
            assertThat(Json.parse(captured.out()).path("agreed").asInt()).isEqualTo(40);
            assertThat(new Captured().run("scorer", "selftest", "--scoring", failing.address()))
                    .isEqualTo(FlamesCommand.ERROR);
            assertThat(new Captured().run("scorer", "selftest", "judge", "--scoring", passing.address()))
                    .isEqualTo(FlamesCommand.ERROR);
        }
    }

    @Test
    void severalAddressesAreWrongUsage() throws IOException {
        try (var passing = new ScorersPeer(true);
                var failing = new ScorersPeer(false)) {
            var captured = new Captured();

            int code = captured.run("scorer", "selftest", "--scoring", passing.address() + "," + failing.address());

            assertThat(code).isEqualTo(FlamesCommand.USAGE);
            assertThat(captured.errLines())
                    .singleElement()
                    .asString()
                    .contains("--scoring: one address, not 2: a single service is asked");
        }
    }

    @Test
    void anAddressThatWasGivenHasToAnswer() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var captured = new Captured();

        assertThat(captured.run("scorer", "list", "--url", "http://127.0.0.1:" + port))
                .isEqualTo(FlamesCommand.ERROR);

        assertThat(captured.errLines()).singleElement().asString().startsWith("no Flames at http://127.0.0.1:" + port);
    }
}
