package io.flames.prompt.pages;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.function.Supplier;

/** Pages as responses; a problem becomes a page too, with the status that REST would have. */
final class Html {
    private static final int OK = 200;

    private Html() {}

    @CheckedTemplate(basePath = "")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance problem(int status, String detail, String active);
    }

    /** @param active the navigation entry, for the problem's page */
    static Uni<Response> page(String active, Supplier<Uni<TemplateInstance>> page) {
        return orProblem(active, () -> page.get().flatMap(template -> response(OK, template)));
    }

    static Uni<Response> orProblem(String active, Supplier<Uni<Response>> response) {
        return Uni.createFrom()
                .<Response>deferred(response::get)
                .onFailure(HttpProblem.class)
                .recoverWithUni(failure -> problem(active, (HttpProblem) failure));
    }

    static Uni<Response> response(int status, TemplateInstance template) {
        return template.createUni().map(html -> Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .entity(html)
                .build());
    }

    static Uni<Response> problem(String active, HttpProblem problem) {
        String detail = Objects.requireNonNullElse(problem.getDetail(), problem.getTitle());
        return response(problem.getStatusCode(), Templates.problem(problem.getStatusCode(), detail, active));
    }
}
