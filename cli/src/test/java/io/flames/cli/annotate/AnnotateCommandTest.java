package io.flames.cli.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.flames.cli.Captured;
import io.flames.cli.CliException;
import io.flames.cli.RestPeer;
import io.flames.cli.api.Credentials;
import io.flames.cli.console.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class AnnotateCommandTest {
    private static final String ID = "0198c7a4-5c1e-7000-8000-000000000001";
    private static final String MARCH =
            """
            {"id": "%s", "name": "march", "state": "OPEN", "strategy": "random", "seed": 7, "population": 216,
             "goldRate": 0.05, "createdAt": "2026-11-23T08:00:00Z", "labels": 5,
             "counts": {"items": 8, "open": 3, "third": 1, "agreed": 2, "decided": 1, "undecided": 1, "imported": 0},
             "dimensions": [{"dimension": "Safety",
               "counts": {"items": 8, "open": 3, "third": 1, "agreed": 2, "decided": 1, "undecided": 1, "imported": 0}}]}
            """
                    .formatted(ID);
    private static final String CLOSED =
            MARCH.replace("OPEN", "CLOSED").replace("march", "april").replace(ID, ID.replace("1", "2"));

    @TempDir
    private Path folder;

    private RestPeer peer;
    private Path password;

    @BeforeEach
    void start() throws IOException {
        password = Files.writeString(folder.resolve("users.passwords"), "lead:pass:word\nanna:other\n");
        peer = new RestPeer();
        peer.on("GET /api/v1/campaigns", 200, "{\"items\": [" + CLOSED + ", " + MARCH + "]}")
                .on("GET /api/v1/campaigns/" + ID, 200, MARCH);
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    @Test
    void aCampaignIsAskedForByTheOneWhoLogsIn() throws Exception {
        peer.on("POST /api/v1/campaigns", 201, MARCH);
        var captured = new Captured();

        int code = run(
                captured,
                "campaign create march --strategy targeted --size 8 --random-share 0.4 --signal rare_class --seed 7"
                        + " --dimension Safety --target t1 --target t2 --gold-rate 0.1 --items-a-day 80 --harmful-run 3");

        assertThat(code).as(captured.err()).isZero();
        assertThat(captured.out()).isEqualTo("campaign march: 8 items of 216 responses, seed 7\n");
        var request = peer.requests().get(0);
        assertThat(decoded(request.authorization())).isEqualTo("lead:pass:word");
        assertThat(Json.parse(request.body()))
                .isEqualTo(
                        Json.parse(
                                """
                                {"name": "march",
                                 "strategy": {"kind": "targeted", "size": 8, "randomShare": 0.4, "signals": ["rare_class"]},
                                 "filter": {"dimensions": ["Safety"], "targets": ["t1", "t2"]},
                                 "seed": 7, "goldRate": 0.1, "limits": {"itemsADay": 80, "harmfulRun": 3}}
                                """));
    }

    @Test
    void whatIsNotSaidIsLeftToTheService() throws Exception {
        peer.on("POST /api/v1/campaigns", 201, MARCH);

        assertThat(run(new Captured(), "campaign create all-of-it")).isZero();

        assertThat(Json.parse(peer.requests().get(0).body()))
                .isEqualTo(Json.parse("{\"name\": \"all-of-it\", \"strategy\": {\"kind\": \"all\"}, \"filter\": {}}"));
    }

    @Test
    void campaignsAreListedAndShownByNameOrId() throws JsonProcessingException {
        var list = new Captured();
        var byName = new Captured();
        var byId = new Captured();

        assertThat(run(list, "campaign list")).isZero();
        assertThat(run(byName, "campaign show march")).isZero();
        assertThat(run(byId, "campaign show " + ID + " --json")).isZero();

        assertThat(list.out().lines().skip(1).map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "april CLOSED random 8 4 5 2026-11-23 08:00:00", "march OPEN random 8 4 5 2026-11-23 08:00:00");
        assertThat(byName.out()).contains("population  216", "gold rate   0.05").contains("Safety", "50.0 %");
        assertThat(Json.parse(byId.out())).isEqualTo(Json.parse(MARCH));
    }

    @Test
    void statusShowsOpenCampaignsOrOneByDimension() throws JsonProcessingException {
        var all = new Captured();
        var one = new Captured();
        var json = new Captured();

        assertThat(run(all, "status")).isZero();
        assertThat(run(one, "status march")).isZero();
        assertThat(run(json, "status --json")).isZero();

        assertThat(all.out()).contains("march").doesNotContain("april");
        assertThat(one.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "dimension items open third agreed decided undecided imported settled",
                        "Safety 8 3 1 2 1 1 0 50.0 %",
                        "all 8 3 1 2 1 1 0 50.0 %");
        assertThat(Json.parse(json.out()).path("items")).hasSize(1);
    }

    @Test
    void closingAndOpeningAgainNameTheCampaign() {
        peer.on("POST /api/v1/campaigns/" + ID + "/close", 200, MARCH.replace("OPEN", "CLOSED"));
        var captured = new Captured();

        assertThat(run(captured, "campaign close march")).isZero();
        assertThat(captured.out()).isEqualTo("campaign march is closed\n");
        peer.on("POST /api/v1/campaigns/" + ID + "/reopen", 200, MARCH);
        var again = new Captured();
        assertThat(run(again, "campaign reopen march")).isZero();
        assertThat(again.out()).isEqualTo("campaign march is open\n");
    }

    @Test
    void anExportIsWholeOrNotThere() throws IOException {
        var file = folder.resolve("march.json");
        var failed = new Captured();
        assertThat(run(failed, "export march --format label-studio -o " + file)).isEqualTo(1);
        assertThat(file).doesNotExist();

        peer.on("GET /api/v1/campaigns/" + ID + "/export", 200, "[{\"data\": {}}]");
        var captured = new Captured();
        assertThat(run(captured, "export march --format label-studio --with-labels -o " + file))
                .isZero();

        assertThat(file).hasContent("[{\"data\": {}}]");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        assertThat(peer.requests())
                .extracting(RestPeer.Request::call)
                .contains("GET /api/v1/campaigns/" + ID + "/export?format=label-studio&labels=with");
    }

    @Test
    void withoutAFileAnExportGoesToStandardOutput() {
        peer.on("GET /api/v1/campaigns/" + ID + "/export", 200, "{\"item\": 1}\n");
        var captured = new Captured();

        assertThat(run(captured, "export march --format jsonl")).isZero();
        assertThat(captured.out()).isEqualTo("{\"item\": 1}\n");
    }

    @Test
    void anImportSendsTheFileAndTellsWhatBecameOfIt() throws IOException {
        peer.on("POST /api/v1/campaigns/" + ID + "/import", 200, "{\"labels\": 16, \"known\": 2, \"complete\": 7}");
        var file = Files.writeString(folder.resolve("labelled.json"), "[{\"data\": {\"item\": \"无\"}}]");
        var captured = new Captured();

        assertThat(run(captured, "import " + file + " --campaign march --format argilla"))
                .isZero();

        assertThat(captured.out()).isEqualTo("16 labels stored, 2 were here already, 7 items have both labels now\n");
        var request = peer.requests().get(peer.requests().size() - 1);
        assertThat(request.call()).isEqualTo("POST /api/v1/campaigns/" + ID + "/import?format=argilla");
        assertThat(request.contentType()).isEqualTo("application/json");
        assertThat(request.body()).isEqualTo("[{\"data\": {\"item\": \"无\"}}]");
    }

    @Test
    void whatIsWrongInAFileIsNamedWithItsLine() throws IOException {
        peer.on(
                "POST /api/v1/campaigns/" + ID + "/import",
                422,
                "{\"status\": 422, \"detail\": \"nothing was imported\","
                        + " \"errors\": [{\"line\": 3, \"field\": \"score\", \"message\": \"score is 2\"}]}");
        var file = Files.writeString(folder.resolve("labelled.jsonl"), "{}");
        var captured = new Captured();

        assertThat(run(captured, "import " + file + " --campaign march --format jsonl"))
                .isEqualTo(1);
        assertThat(captured.err()).isEqualTo("labelled.jsonl:3: score is 2\n");
    }

    @Test
    void refusedLoginsAreSaidAsSuch() {
        var wrong = new Captured();
        peer.on("GET /api/v1/campaigns", 401, "");
        assertThat(run(wrong, "status")).isEqualTo(1);
        assertThat(wrong.err())
                .contains("the login was refused", "FLAMES_PASSWORD")
                .doesNotContain("pass:word");

        var annotator = new Captured();
        peer.on("GET /api/v1/campaigns", 403, "{\"detail\": \"Forbidden\"}");
        assertThat(run(annotator, "status")).isEqualTo(1);
        assertThat(annotator.err()).contains("role lead");
    }

    @Test
    void anUnknownCampaignIsSaidSo() {
        var captured = new Captured();

        assertThat(run(captured, "campaign show may")).isEqualTo(1);
        assertThat(captured.err()).contains("there is no campaign \"may\"", "campaign list");
    }

    @Test
    void thePasswordComesFromTheEnvironmentOrAFile() throws IOException {
        var environment = Map.of("FLAMES_PASSWORD", "secret");
        assertThat(login().credentials(environment)).isEqualTo(Credentials.ofPassword("lead", "secret"));
        assertThat(login("--user", "anna", "--password-file", password.toString())
                        .credentials(environment))
                .isEqualTo(Credentials.ofPassword("anna", "other"));
        var alone = Files.writeString(folder.resolve("password"), "se cret\n");
        assertThat(login("--password-file", alone.toString()).credentials(Map.of()))
                .isEqualTo(Credentials.ofPassword("lead", "se cret"));
    }

    @Test
    void aTokenStandsInItsPlaceWherePeopleLogInElsewhere() throws Exception {
        var file = Files.writeString(folder.resolve("token"), "ab.cd-_==\n");
        assertThat(login().credentials(Map.of("FLAMES_TOKEN", "ef.gh", "FLAMES_PASSWORD", "secret"))
                        .authorization())
                .isEqualTo("Bearer ef.gh");
        assertThat(login("--token-file", file.toString())
                        .credentials(Map.of("FLAMES_TOKEN", "ef.gh"))
                        .authorization())
                .isEqualTo("Bearer ab.cd-_==");
        assertThatThrownBy(() -> login().credentials(Map.of("FLAMES_TOKEN", "two words")))
                .hasMessageContaining("FLAMES_TOKEN: holds no access token")
                .hasMessageNotContaining("two words");
        assertThatThrownBy(() -> login("--token-file", file.toString(), "--password-file", password.toString())
                        .credentials(Map.of()))
                .hasMessageContaining("name one of them");
        assertThat(login("--token-file", file.toString()).credentials(Map.of()).toString())
                .doesNotContain("ab.cd");
    }

    @Test
    void withoutAPasswordItSaysWhereOneIsLookedFor() {
        assertThatThrownBy(() -> login().credentials(Map.of()))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("no password for lead")
                .hasMessageContaining("FLAMES_PASSWORD")
                .hasMessageContaining("--password-file");
        assertThatThrownBy(() -> login("--user", "ben", "--password-file", password.toString())
                        .credentials(Map.of()))
                .hasMessageContaining("no password of ben");
        assertThatThrownBy(() -> login("--password-file", folder.resolve("none").toString())
                        .credentials(Map.of()))
                .hasMessageContaining("no such file");
    }

    @Test
    void credentialsPrintWithoutThePassword() {
        assertThat(login().credentials(Map.of("FLAMES_PASSWORD", "secret")).toString())
                .doesNotContain("secret");
    }

    private static Login login(String... arguments) {
        var login = new Login();
        new CommandLine(CommandSpec.create().addMixin("login", CommandSpec.forAnnotatedObject(login)))
                .parseArgs(arguments);
        return login;
    }

    private int run(Captured captured, String line) {
        var arguments = new ArrayList<>(List.of("annotate"));
        arguments.addAll(List.of(line.split(" ")));
        arguments.addAll(List.of("--url", peer.url(), "--password-file", password.toString()));
        return captured.run(arguments.toArray(String[]::new));
    }

    private static String decoded(String basic) {
        assertThat(basic).startsWith("Basic ");
        return new String(Base64.getDecoder().decode(basic.substring("Basic ".length())), StandardCharsets.UTF_8);
    }
}
