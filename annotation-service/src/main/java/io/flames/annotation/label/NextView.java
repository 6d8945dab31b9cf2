package io.flames.annotation.label;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@link Next} as JSON.
 *
 * @param status {@code item}, {@code pause} or {@code nothing}
 * @param item what there is to read
 * @param until first instant at which there is another item
 * @param reason of the pause: {@code harmful_run}, {@code long_work}, {@code session_full} or {@code day_full}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NextView<T>(String status, @Nullable T item, @Nullable Instant until, @Nullable String reason) {

    static <T> NextView<T> of(Next<T> next) {
        if (next instanceof Next.Offered<T> offered) {
            return new NextView<>("item", offered.task(), null, null);
        }
        if (next instanceof Next.Pause<T> pause) {
            return new NextView<>("pause", null, pause.until(), pause.reason());
        }
        return new NextView<>("nothing", null, null, null);
    }
}
