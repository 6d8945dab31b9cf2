package io.flames.annotation.who;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do. */
public enum Role {
    /** Labels and adjudicates. */
    ANNOTATOR,
    /** Makes campaigns and gold items, sees progress, agreement and the whole history; may label, too. */
    LEAD;

    /** For annotations of resources. */
    public static final String ANNOTATOR_NAME = "annotator";

    public static final String LEAD_NAME = "lead";

    /** For instance {@code annotator}, as the users file and tokens spell it. */
    public String roleName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> byName(String name) {
        return Arrays.stream(values())
                .filter(role -> role.roleName().equals(name))
                .findFirst();
    }
}
