package io.flames.annotation.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one map from exceptions to problem documents. Clients see neither class names nor stack traces. */
public final class ProblemMappers {
    public static final String MEDIA_TYPE = "application/problem+json";
    /** Where people log in. */
    public static final String LOGIN_PAGE = "/annotate/login";

    /** Sent by the script of a page, which takes no page in answer. */
    public static final String FRAGMENT = "Flames-Fragment";

    /** Where the form goes; it comes here only when name or password was wrong. */
    private static final String LOGIN_FORM = "/j_security_check";

    private static final String REST = "/api/";
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public Response problem(ProblemException e) {
        return response(e.problem());
    }

    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException e) {
        return json(e);
    }

    @ServerExceptionMapper
    public Response json(JsonProcessingException e) {
        return response(new Problem("about:blank", "Malformed JSON", 400, describe(e), fieldOf(e), null));
    }

    @ServerExceptionMapper
    public Response webApplication(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException cause) {
            return json(cause);
        }
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        return response(Problem.of(status, titleOf(status), detailOf(status)));
    }

    /** Nobody is logged in: programs are told so, people are sent to where they can be. */
    @ServerExceptionMapper
    public Uni<Response> unauthorized(UnauthorizedException e, RoutingContext context) {
        var detail = "This needs a login.";
        return openIdConnect() && !isProgram(context.request())
                ? challenge(context, detail)
                : Uni.createFrom().item(notLoggedIn(context.request(), detail));
    }

    @ServerExceptionMapper
    public Response wrongPassword(AuthenticationFailedException e, HttpServerRequest request) {
        return notLoggedIn(request, "The login name, the password or the token is wrong, or the session has ended.");
    }

    /** The identity provider sent somebody back with what does not hold. Not sent there again: that could go on for ever. */
    @ServerExceptionMapper
    public Response loginBroken(AuthenticationCompletionException e) {
        LOG.debug("login by OpenID Connect refused", e);
        return response(Problem.of(401, "Unauthorized", "The login was not completed. Please log in again."));
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e) {
        return response(Problem.of(403, "Forbidden", "This needs another role than you have."));
    }

    /** Postgres is away, or broke off: whoever repeats the request under the same token or key is safe. */
    @ServerExceptionMapper
    public Response databaseAway(RuntimeException e) {
        if (isState(e, "40.*")) {
            LOG.warn("transactions got in each other's way, request not answered");
            return response(Problem.of(
                    503,
                    "Service unavailable",
                    "Another request got in the way and nothing was changed; send the same request again."));
        }
        if (!isDatabaseAway(e)) {
            return unexpected(e);
        }
        LOG.warnf(
                "database is away, request not answered reason=%s", e.getClass().getSimpleName());
        return response(Problem.of(
                503, "Service unavailable", "The database is away; send the same request again in a moment."));
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable e) {
        LOG.errorf(e, "request failed unexpectedly");
        return response(Problem.of(500, "Internal error", "The request could not be handled; the log says why."));
    }

    private static Response notLoggedIn(HttpServerRequest request, String detail) {
        if (isProgram(request)) {
            return unauthorized(detail);
        }
        var failed = request.path().endsWith(LOGIN_FORM) ? "?failed=true" : "";
        return Response.seeOther(URI.create(LOGIN_PAGE + failed)).build();
    }

    /** The script of a page, too, where people log in elsewhere: it can't follow its page's address to another site. */
    private static boolean isProgram(HttpServerRequest request) {
        return request.path().startsWith(REST) || openIdConnect() && request.getHeader(FRAGMENT) != null;
    }

    private static boolean openIdConnect() {
        return ConfigProvider.getConfig().getValue("quarkus.oidc.tenant-enabled", Boolean.class);
    }

    private static Response unauthorized(String detail) {
        return Response.fromResponse(response(Problem.of(401, "Unauthorized", detail)))
                .header("WWW-Authenticate", "Basic realm=\"Flames\", charset=\"UTF-8\"")
                .build();
    }

    /** To the identity provider. */
    private static Uni<Response> challenge(RoutingContext context, String detail) {
        HttpAuthenticator authenticator = context.get(HttpAuthenticator.class.getName());
        return authenticator.getChallenge(context).map(challenge -> {
            if (challenge == null) {
                return unauthorized(detail);
            }
            var sent = Response.status(challenge.status);
            challenge.getHeaders().forEach((name, value) -> sent.header(name.toString(), value));
            return sent.build();
        });
    }

    /** Whether the database refused with such an SQLSTATE; class 40 is a rollback, of a deadlock for instance. */
    private static boolean isState(Throwable e, String pattern) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal && refusal.getSqlState() != null) {
                return refusal.getSqlState().matches(pattern);
            }
        }
        return false;
    }

    /** Connection faults, time-outs, and SQLSTATE classes 08 (connection), 53 (resources) and 57 (operator). */
    private static boolean isDatabaseAway(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof ClosedConnectionException
                    || cause instanceof TimeoutException) {
                return true;
            }
        }
        return isState(e, "(08|53|57).*");
    }

    private static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    private static String describe(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            var known = unknown.getKnownPropertyIds() == null
                    ? ""
                    : unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
            return "unknown field \"%s\", expected one of %s".formatted(unknown.getPropertyName(), known);
        }
        if (e instanceof InvalidFormatException format) {
            return "\"%s\" is not a valid %s".formatted(format.getValue(), simpleType(format.getTargetType()));
        }
        if (e instanceof InputCoercionException number) {
            return "the number is out of bounds or not a whole one" + at(number);
        }
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return "expected " + simpleType(mismatch.getTargetType()) + at(e);
        }
        return "the body is not well-formed JSON" + at(e);
    }

    private static String at(JsonProcessingException e) {
        var location = e.getLocation();
        return location == null ? "" : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String simpleType(Class<?> type) {
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "number";
        }
        if (type == String.class) {
            return "string";
        }
        return java.util.Collection.class.isAssignableFrom(type) ? "array" : "object";
    }

    private static @Nullable String fieldOf(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return null;
        }
        return mapping.getPath().stream()
                .map(ref -> ref.getFieldName() == null ? "[" + ref.getIndex() + "]" : ref.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String titleOf(int status) {
        var known = Response.Status.fromStatusCode(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }

    private static String detailOf(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not know that method.";
            case 406 -> "This address cannot answer in the media type that was asked for.";
            case 413 -> "The body is larger than this address takes.";
            case 415 -> "This address does not take that content type.";
            default -> titleOf(status) + ".";
        };
    }
}
