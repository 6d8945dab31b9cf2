package io.flames.annotation.transfer;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a long list page by page, so that no more than a page is held at a time. */
final class Pages<T> implements Iterator<T> {
    private final Function<@Nullable T, List<T>> after;
    private Iterator<T> page = List.<T>of().iterator();
    private @Nullable T last;
    private boolean ended;

    /** @param after the page after that element, the first one after null; an empty page ends the list */
    Pages(Function<@Nullable T, List<T>> after) {
        this.after = after;
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && !ended) {
            page = after.apply(last).iterator();
            ended = !page.hasNext();
        }
        return page.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T next = page.next();
        last = next;
        return next;
    }
}
