package io.flames.prompt.promptset;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a set may be called: part of URLs and of {@code name@number}, and never to be taken for an id. */
public final class SetName {
    /** For error messages. */
    public static final String RULE =
            "expected 1 to 64 letters, digits, '.', '-' or '_', starting with a letter or digit";

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private SetName() {}

    public static boolean isAllowed(String name) {
        return ALLOWED.matcher(name).matches() && !UUID_FORM.matcher(name).matches();
    }

    /** The id that a reference is, or empty when it is a name. */
    public static Optional<UUID> asId(String reference) {
        return UUID_FORM.matcher(reference).matches() ? Optional.of(UUID.fromString(reference)) : Optional.empty();
    }
}
