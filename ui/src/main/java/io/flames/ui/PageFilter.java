package io.flames.ui;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Headers that every answer of a service carries, and the language cookie. Model output is hostile input: even if an
 * escape were forgotten, no script of it would run and no request of it would leave. Requests that would change something
 * are refused when the browser says that another site's page made them.
 */
@Singleton
public class PageFilter {
    private static final int PRIORITY = 100;
    private static final long A_YEAR_SECONDS = 365L * 24 * 60 * 60;
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String FOREIGN_REQUEST = "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
            + "\"detail\":\"a page of another site must not change anything here\"}";
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    void register(@Observes Filters filters) {
        filters.register(PageFilter::filter, PRIORITY);
    }

    private static void filter(RoutingContext request) {
        var headers = request.response().headers();
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "same-origin");
        if (comesFromAnotherSite(request)) {
            request.response()
                    .setStatusCode(403)
                    .putHeader("Content-Type", "application/problem+json")
                    .end(FOREIGN_REQUEST);
            return;
        }
        rememberLanguage(request);
        request.next();
    }

    /** A page of another site must not publish releases or start runs in the name of whoever reads it. */
    private static boolean comesFromAnotherSite(RoutingContext request) {
        var site = request.request().getHeader("Sec-Fetch-Site");
        return !READING.contains(request.request().method())
                && site != null
                && !site.equals("same-origin")
                && !site.equals("none");
    }

    private static void rememberLanguage(RoutingContext request) {
        var asked = request.request().getParam(Page.LANGUAGE_PARAMETER);
        if (asked == null || Language.byCode(asked).isEmpty()) {
            return;
        }
        request.response()
                .addCookie(Cookie.cookie(Page.LANGUAGE_COOKIE, asked)
                        .setPath("/")
                        .setMaxAge(A_YEAR_SECONDS)
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.LAX));
    }
}
