package io.flames.prompt.problem;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON that is well-formed and of another shape than the path takes, such as a list for an object. */
@Provider
public class MismatchedBodyMapper extends ExceptionMapperBase<MismatchedInputException> {
    @Override
    protected HttpProblem toProblem(MismatchedInputException e) {
        String field = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .map(String::valueOf)
                .collect(Collectors.joining("."));
        String where = field.isEmpty() ? "the body" : field;
        return Problems.badValue(where, where + " has the wrong JSON type, expected " + expected(e.getTargetType()));
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "another";
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        return Iterable.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
