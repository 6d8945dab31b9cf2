package io.flames.prompt.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.util.stream.Collectors;

/** Says where a body stops being JSON, and which fields there are when one is not known. */
@ApplicationScoped
public class JsonDetails implements ProblemPostProcessor {
    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (context.cause instanceof UnrecognizedPropertyException unknown) {
            String allowed = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return withDetail(
                    problem, "unknown field \"" + unknown.getPropertyName() + "\", expected one of " + allowed);
        }
        if (context.cause instanceof WebApplicationException e
                && e.getCause() instanceof JsonProcessingException malformed) {
            return withDetail(problem, malformed(malformed));
        }
        return problem;
    }

    private static HttpProblem withDetail(HttpProblem problem, String detail) {
        return HttpProblem.builder(problem).withDetail(detail).build();
    }

    private static String malformed(JsonProcessingException e) {
        var location = e.getLocation();
        return location == null
                ? "malformed JSON"
                : "malformed JSON at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
