package io.flames.ui;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Headers that every answer of a service carries, and the language cookie. Model output is hostile input: even if an
 * escape were forgotten, no script of it would run and no request of it would leave.
 */
@Singleton
public class PageFilter {
    private static final int PRIORITY = 100;
    private static final long A_YEAR_SECONDS = 365L * 24 * 60 * 60;
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
        rememberLanguage(request);
        request.next();
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
