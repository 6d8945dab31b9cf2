package io.flames.annotation.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An OpenID Connect provider over a real socket: discovery, authorization code with whoever is {@link #person}, tokens signed
 * with RS256, keys, logout. Checks what a provider checks: client, secret, redirect address, and that a code is used once.
 */
public final class OpenIdProvider implements QuarkusTestResourceLifecycleManager {
    private static final String CLIENT = "flames-annotation";
    private static final String SECRET = "a-secret-of-at-least-32-characters-";
    private static final int LIFE_SECONDS = 300;
    private static final KeyPair KEY = newKey();
    private static final KeyPair FOREIGN_KEY = newKey();
    private static final Map<String, Grant> CODES = new ConcurrentHashMap<>();
    private static final AtomicInteger LOGOUTS = new AtomicInteger();
    private static volatile String base = "";
    private static volatile Person person = new Person("nobody", List.of(), true);

    private HttpServer server;

    /**
     * Who logs in next.
     *
     * @param honest signed with the provider's own key
     */
    public record Person(String name, List<String> groups, boolean honest) {}

    private record Grant(Person person, String redirect, String nonce) {}

    public static void person(Person next) {
        person = next;
    }

    /** How often it was asked to end a session. */
    public static int logouts() {
        return LOGOUTS.get();
    }

    /** An access token as a program has it. */
    public static String token(Person of) {
        return jwt(of, "");
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        base = "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/flames";
        server.createContext("/realms/flames/.well-known/openid-configuration", this::discovery);
        server.createContext("/realms/flames/keys", OpenIdProvider::keys);
        server.createContext("/realms/flames/authorize", OpenIdProvider::authorize);
        server.createContext("/realms/flames/token", OpenIdProvider::token);
        server.createContext("/realms/flames/logout", OpenIdProvider::logout);
        server.start();
        return Map.of(
                "quarkus.oidc.tenant-enabled", "true",
                "quarkus.oidc.auth-server-url", base,
                "quarkus.oidc.client-id", CLIENT,
                "quarkus.oidc.credentials.secret", SECRET,
                "quarkus.oidc.roles.role-claim-path", "groups",
                "quarkus.http.auth.roles-mapping.\"flames-leads\"", "lead",
                "quarkus.http.auth.roles-mapping.\"flames-annotators\"", "annotator");
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void discovery(HttpExchange exchange) throws IOException {
        json(
                exchange,
                200,
                """
                {"issuer": "BASE", "authorization_endpoint": "BASE/authorize", "token_endpoint": "BASE/token",
                 "jwks_uri": "BASE/keys", "end_session_endpoint": "BASE/logout", "response_types_supported": ["code"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}"""
                        .replace("BASE", base));
    }

    private static void keys(HttpExchange exchange) throws IOException {
        var key = (RSAPublicKey) KEY.getPublic();
        json(
                exchange,
                200,
                "{\"keys\": [{\"kty\": \"RSA\", \"use\": \"sig\", \"alg\": \"RS256\", \"kid\": \"one\", \"n\": \"%s\", \"e\": \"%s\"}]}"
                        .formatted(base64(unsigned(key.getModulus())), base64(unsigned(key.getPublicExponent()))));
    }

    private static void authorize(HttpExchange exchange) throws IOException {
        var asked = parameters(exchange.getRequestURI().getRawQuery());
        if (!CLIENT.equals(asked.get("client_id"))
                || !"code".equals(asked.get("response_type"))
                || !asked.getOrDefault("scope", "").contains("openid")) {
            json(exchange, 400, "{\"error\": \"invalid_request\"}");
            return;
        }
        var code = UUID.randomUUID().toString();
        var redirect = asked.get("redirect_uri");
        CODES.put(code, new Grant(person, redirect, asked.getOrDefault("nonce", "")));
        goTo(exchange, redirect + "?code=" + code + "&state=" + encode(asked.get("state")));
    }

    private static void token(HttpExchange exchange) throws IOException {
        var asked = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var grant = CODES.remove(asked.getOrDefault("code", ""));
        var client =
                "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (grant == null
                || !client.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || !grant.redirect().equals(asked.get("redirect_uri"))) {
            json(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        json(
                exchange,
                200,
                "{\"access_token\": \"%s\", \"id_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": %d}"
                        .formatted(jwt(grant.person(), ""), jwt(grant.person(), grant.nonce()), LIFE_SECONDS));
    }

    private static void logout(HttpExchange exchange) throws IOException {
        var asked = parameters(exchange.getRequestURI().getRawQuery());
        if (!asked.containsKey("id_token_hint")) {
            json(exchange, 400, "{\"error\": \"invalid_request\"}");
            return;
        }
        LOGOUTS.incrementAndGet();
        goTo(exchange, asked.get("post_logout_redirect_uri"));
    }

    private static String jwt(Person of, String nonce) {
        long now = Instant.now().getEpochSecond();
        var groups = of.groups().stream().map(group -> "\"" + group + "\"").collect(Collectors.joining(","));
        var signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"one\"}")
                + "."
                + base64(
                        "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"preferred_username\":\"%s\",\"groups\":[%s],\"iat\":%d,\"exp\":%d,\"nonce\":\"%s\"}"
                                .formatted(
                                        base,
                                        CLIENT,
                                        UUID.nameUUIDFromBytes(of.name().getBytes(StandardCharsets.UTF_8)),
                                        of.name(),
                                        groups,
                                        now,
                                        now + LIFE_SECONDS,
                                        nonce));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign((of.honest() ? KEY : FOREIGN_KEY).getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parameters(String query) {
        return Arrays.stream((query == null ? "" : query).split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8), (a, b) -> b));
    }

    private static void goTo(HttpExchange exchange, String there) throws IOException {
        exchange.getResponseHeaders().add("Location", there);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static byte[] unsigned(BigInteger number) {
        var bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair newKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
