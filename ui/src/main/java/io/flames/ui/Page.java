package io.flames.ui;

import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The request as templates see it: {@code {cdi:page.zh}}, {@code {cdi:page.lang}}, {@code {cdi:page.switchUrl}}. */
@Named("page")
@RequestScoped
public class Page {
    static final String LANGUAGE_COOKIE = "flames-lang";
    static final String LANGUAGE_PARAMETER = "lang";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RoutingContext request;

    public Page(RoutingContext request) {
        this.request = request;
    }

    public Language language() {
        return languageOf(request);
    }

    public Locale locale() {
        return language().locale();
    }

    public boolean isZh() {
        return language() == Language.ZH;
    }

    public String getLang() {
        return language().code();
    }

    /** A time as every page shows it, in UTC to the second. */
    public String time(Instant instant) {
        return TIME.format(instant);
    }

    /** This very view in the other language. */
    public String getSwitchUrl() {
        var others = request.queryParams().entries().stream()
                .filter(parameter -> !parameter.getKey().equals(LANGUAGE_PARAMETER))
                .map(Page::encode)
                .collect(Collectors.joining("&"));
        var self = "?" + LANGUAGE_PARAMETER + "=" + language().other().code();
        return others.isEmpty() ? self : self + "&" + others;
    }

    static Language languageOf(RoutingContext request) {
        return Language.of(chosen(request), orEmpty(request.request().getHeader("Accept-Language")));
    }

    private static String chosen(RoutingContext request) {
        var asked = request.request().getParam(LANGUAGE_PARAMETER);
        if (asked != null && Language.byCode(asked).isPresent()) {
            return asked;
        }
        Cookie remembered = request.request().getCookie(LANGUAGE_COOKIE);
        return remembered == null ? "" : orEmpty(remembered.getValue());
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String encode(Map.Entry<String, String> parameter) {
        return URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8);
    }
}
