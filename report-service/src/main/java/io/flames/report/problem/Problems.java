package io.flames.report.problem;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * The one map from failures to answers. Under {@code /api} and for clients that do not ask for HTML it is a problem
 * document; a browser gets a page in its language. Neither carries a class name or a stack trace.
 */
public class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final String UNEXPECTED = "Something went wrong here; the log of report-service has the reason.";

    private final RoutingContext request;

    Problems(RoutingContext request) {
        this.request = request;
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance error(int status, String detail);
    }

    @ServerExceptionMapper
    Response problem(ProblemException fault) {
        return answer(
                Problem.of(fault.status(), titleOf(fault.status()), String.valueOf(fault.getMessage()), fault.field()));
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException fault) {
        int status = fault.getResponse().getStatus();
        return answer(Problem.of(status, titleOf(status), detailOf(status), null));
    }

    @ServerExceptionMapper
    Response unexpected(Throwable fault) {
        LOG.errorf(fault, "Request failed path=%s", request.request().path());
        return answer(Problem.of(500, titleOf(500), UNEXPECTED, null));
    }

    private Response answer(Problem problem) {
        if (wantsPage()) {
            var page = Templates.error(problem.status(), problem.detail()).render();
            return Response.status(problem.status())
                    .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                    .entity(page)
                    .build();
        }
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    private boolean wantsPage() {
        var accept = request.request().getHeader("Accept");
        return !request.request().path().startsWith("/api/") && accept != null && accept.contains("text/html");
    }

    private String detailOf(int status) {
        var path = request.request().path();
        return switch (status) {
            case 400 -> "The request can't be read: a parameter has the wrong form.";
            case 404 -> "There is nothing at " + path + ".";
            case 405 -> request.request().method() + " is not possible at " + path + "; reports are read with GET.";
            case 406 -> "There is no representation of " + path + " in the media types that were asked for.";
            case 413 -> "The body is too large.";
            case 415 -> "The body's media type is not understood here.";
            default -> status >= 500 ? UNEXPECTED : "The request was refused.";
        };
    }

    private static String titleOf(int status) {
        var reason = Response.Status.fromStatusCode(status);
        return reason == null ? "Error" : reason.getReasonPhrase();
    }
}
