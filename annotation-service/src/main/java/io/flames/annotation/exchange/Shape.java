package io.flames.annotation.exchange;

import java.util.List;
import java.util.Optional;

/** Takes an object's fields for what they should be; what is not goes to the errors, once. */
final class Shape {
    private final Errors errors;

    Shape(Errors errors) {
        this.errors = errors;
    }

    void wrong(Json at, String message) {
        errors.add(at.place().error(message));
    }

    /** Empty and an error when missing or null. */
    Optional<Json> required(Json.Obj parent, String name) {
        var found = optional(parent, name);
        if (found.isEmpty()) {
            wrong(parent, "required field " + name + " is missing");
        }
        return found;
    }

    /** Empty when missing or null. */
    Optional<Json> optional(Json.Obj parent, String name) {
        return Optional.ofNullable(parent.fields().get(name)).filter(value -> !(value instanceof Json.Null));
    }

    Optional<Json.Obj> object(Optional<Json> value) {
        return value.flatMap(v -> cast(v, Json.Obj.class, "an object"));
    }

    Optional<Json.Arr> array(Optional<Json> value) {
        return value.flatMap(v -> cast(v, Json.Arr.class, "an array"));
    }

    Optional<Json.Text> text(Optional<Json> value) {
        return value.flatMap(v -> cast(v, Json.Text.class, "a string"));
    }

    /** A string of 1 to max characters, not blank. */
    Optional<String> word(Optional<Json> value, int max) {
        var text = text(value);
        if (text.isPresent()
                && (text.get().value().isBlank() || text.get().value().length() > max)) {
            wrong(
                    text.get(),
                    "must have 1 to " + max + " characters, has "
                            + text.get().value().strip().length());
            return Optional.empty();
        }
        return text.map(Json.Text::value);
    }

    /** A whole number within bounds. */
    Optional<Integer> whole(Optional<Json> value, int min, int max) {
        var number = value.flatMap(v -> cast(v, Json.Num.class, "a whole number"));
        if (number.isEmpty()) {
            return Optional.empty();
        }
        try {
            int whole = Integer.parseInt(number.get().value());
            if (whole >= min && whole <= max) {
                return Optional.of(whole);
            }
        } catch (NumberFormatException e) {
            // Told below: it is no whole number that fits.
        }
        wrong(
                number.get(),
                "must be a whole number from " + min + " to " + max + ", not "
                        + number.get().value());
        return Optional.empty();
    }

    /** Objects of an array; elements that are none are errors. */
    List<Json.Obj> objects(Json.Arr array) {
        return array.values().stream()
                .flatMap(v -> cast(v, Json.Obj.class, "an object").stream())
                .toList();
    }

    /** Strings of an array; elements that are none are errors. */
    List<Json.Text> texts(Json.Arr array) {
        return array.values().stream()
                .flatMap(v -> cast(v, Json.Text.class, "a string").stream())
                .toList();
    }

    private <T extends Json> Optional<T> cast(Json value, Class<T> kind, String expected) {
        if (kind.isInstance(value)) {
            return Optional.of(kind.cast(value));
        }
        wrong(value, "must be " + expected + ", not " + value.kind());
        return Optional.empty();
    }
}
