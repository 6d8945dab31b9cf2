package io.flames.annotation.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Refuses NUL characters in paths and queries: nothing here is named with one, and Postgres takes none. */
@Provider
public class NoNul implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        var uri = request.getUriInfo();
        if (uri.getPath().indexOf('\0') >= 0) {
            throw ProblemException.badRequest("The path contains a NUL character.");
        }
        uri.getQueryParameters().forEach((name, values) -> {
            if (values.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
                throw ProblemException.invalid(name, name + " contains a NUL character");
            }
        });
    }
}
