package io.flames.annotation.page;

import io.flames.annotation.problem.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** To people, a problem document is a page, with the status that it has. */
class ProblemPages {
    private static final String REST = "/api/";

    @ServerResponseFilter
    void show(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem && isPerson(request)) {
            response.setEntity(
                    Templates.problem(problem.status(), problem.detail()).render(),
                    null,
                    MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"));
        }
    }

    private static boolean isPerson(ContainerRequestContext request) {
        var accept = orEmpty(request.getHeaderString("Accept"));
        return !request.getUriInfo().getPath().startsWith(REST)
                && accept.contains("text/html")
                && request.getHeaderString(WorkPages.FRAGMENT) == null;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
