package io.flames.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.annotation.support.Logins;
import io.flames.annotation.support.OpenIdProvider;
import io.flames.annotation.support.OpenIdProvider.Person;
import io.flames.local.test.ServersResource;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** People log in at an identity provider, programs bring its tokens. Groups say who may do what. */
@QuarkusTest
@TestProfile(OpenIdConnectIT.AtAProvider.class)
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_annotation_oidc"))
@QuarkusTestResource(Logins.class)
@QuarkusTestResource(value = OpenIdProvider.class, restrictToAnnotatedClass = true)
class OpenIdConnectIT {
    private static final Person ANNOTATOR = new Person("olga", List.of("staff", "flames-annotators"), true);
    private static final Person LEAD = new Person("lena", List.of("flames-leads"), true);
    private static final Person STRANGER = new Person("stefan", List.of("staff"), true);

    @ConfigProperty(name = "flames.annotation.users-file")
    String usersFile = "";

    @TestHTTPResource("/")
    URI url = URI.create("");

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public static class AtAProvider implements QuarkusTestProfile {}

    @Test
    void anAnnotatorComesBackToWhereTheyWantedToGoWithASessionThatServesOnlyPagesOfThisSite() throws Exception {
        OpenIdProvider.person(ANNOTATOR);

        var page = get("/annotate/me");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri().getPath()).isEqualTo("/annotate/me");
        assertThat(page.uri().getQuery())
                .as("neither code nor state stay in the address")
                .isNull();
        assertThat(page.body()).contains("olga");
        assertThat(cookies.getCookieStore().getCookies())
                .filteredOn(cookie -> cookie.getName().startsWith("q_session"))
                .isNotEmpty()
                .allMatch(HttpCookie::isHttpOnly);
        assertThat(get("/api/v1/annotators/me").body()).contains("\"login\":\"olga\"", "\"roles\":[\"annotator\"]");
        assertThat(get("/annotate/campaigns").statusCode()).isEqualTo(403);
        assertThat(next("Origin", origin()).statusCode()).isEqualTo(200);
        assertThat(next("Origin", "https://elsewhere.example").statusCode()).isEqualTo(403);
        assertThat(next("Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
        assertThat(next("Accept", "*/*").body()).contains("Origin");
    }

    @Test
    void aLeadMakesCampaignsAndWhoIsInNoGroupGetsNothing() throws Exception {
        OpenIdProvider.person(LEAD);
        assertThat(get("/annotate/campaigns").statusCode()).isEqualTo(200);

        cookies.getCookieStore().removeAll();
        OpenIdProvider.person(STRANGER);
        assertThat(get("/annotate").statusCode()).isEqualTo(403);
    }

    @Test
    void whoLogsOutIsLoggedOutAtTheProviderToo() throws Exception {
        OpenIdProvider.person(ANNOTATOR);
        get("/annotate");
        int before = OpenIdProvider.logouts();

        var page = get("/annotate/leave");

        assertThat(OpenIdProvider.logouts()).isEqualTo(before + 1);
        assertThat(page.uri().getPath()).isEqualTo("/annotate/login");
        assertThat(page.body()).contains("href=\"/annotate\"").doesNotContain("j_password");
        assertThat(get("/api/v1/annotators/me").statusCode()).isEqualTo(401);
        OpenIdProvider.person(LEAD);
        assertThat(get("/annotate").body()).contains("lena");
    }

    @Test
    void whatTheProviderDidNotSignGivesNoSessionAndNoEndlessTour() throws Exception {
        OpenIdProvider.person(new Person("mallory", List.of("flames-leads"), false));

        var page = get("/annotate");

        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).doesNotContain("mallory");
        assertThat(get("/api/v1/annotators/me").statusCode()).isEqualTo(401);
        assertThat(get("/annotate?code=made-up&state=made-up").statusCode()).isEqualTo(401);
    }

    @Test
    void programsBringATokenAndAreNeverSentAway() throws Exception {
        var path = "/api/v1/annotators/me";
        assertThat(get(path, "Authorization", "Bearer " + OpenIdProvider.token(LEAD))
                        .body())
                .contains("lena");
        var forged = get(
                path,
                "Authorization",
                "Bearer " + OpenIdProvider.token(new Person("mallory", List.of("flames-leads"), false)));
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(get(path).statusCode()).isEqualTo(401);
        assertThat(get(path).headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(get("/annotate/label/next", "Flames-Fragment", "1").statusCode())
                .as("the script of a page whose session has ended")
                .isEqualTo(401);
        assertThat(get(
                                path,
                                "Authorization",
                                "Bearer " + OpenIdProvider.token(new Person("import/x", List.of("flames-leads"), true)))
                        .statusCode())
                .as("nobody logs in as one whose labels were imported")
                .isEqualTo(403);
    }

    @Test
    void theUsersFileLogsNobodyInThere() throws Exception {
        var file = Path.of(usersFile);
        Files.writeString(file, "carl:lead:" + BcryptUtil.bcryptHash("a-password") + "\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        var basic = Base64.getEncoder().encodeToString("carl:a-password".getBytes(StandardCharsets.UTF_8));

        assertThat(get("/api/v1/annotators/me", "Authorization", "Basic " + basic)
                        .statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve(path)).header("Accept", "text/html,*/*;q=0.8");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> next(String header, String value) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(url.resolve("/api/v1/labels/next"))
                        .header("Content-Type", "application/json")
                        .header(header, value)
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String origin() {
        return url.toString().replaceAll("/$", "");
    }
}
