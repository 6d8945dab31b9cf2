package io.flames.prompt.promptset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next give it as {@code after} to get the following page; null on the last
 */
public record Listing<T>(List<T> items, @Nullable String next) {
    /** A list that is never longer than one page. */
    public static <T> Listing<T> whole(List<T> items) {
        return new Listing<>(items, null);
    }
}
