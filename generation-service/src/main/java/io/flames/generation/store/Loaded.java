package io.flames.generation.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Columns that are NOT NULL and yet unset in an entity that Hibernate has not filled. */
final class Loaded {
    private Loaded() {}

    static <T> T value(@Nullable T column) {
        return Objects.requireNonNull(column, "a column that is NOT NULL was not loaded");
    }
}
