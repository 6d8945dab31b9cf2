package io.flames.annotation.problem;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Parts of paths and queries, read strictly. */
public final class Parameters {
    private Parameters() {}

    /** @throws ProblemException 422 naming the field */
    public static UUID uuid(String field, @Nullable String value) {
        if (value == null || !value.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw ProblemException.invalid(field, field + " is a UUID");
        }
        return UUID.fromString(value);
    }

    /** @throws ProblemException 422 unless it is a whole number within the bounds */
    public static int number(String field, String value, int least, int most) {
        int number = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : -1;
        if (number < least || number > most) {
            throw ProblemException.invalid(field, field + " is a whole number from " + least + " to " + most);
        }
        return number;
    }

    /** @throws ProblemException 400 when there is no body */
    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw ProblemException.badRequest("A JSON object is needed as the body.");
        }
        return body;
    }
}
