package io.flames.annotation.exchange;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.Optional;

/** The items that a file may have labels for. */
@FunctionalInterface
public interface KnownItems {
    /** Empty for an id that is none of the campaign's. */
    Optional<KnownItem> find(String item);

    /** What is known of an item; labels of other texts are not labels of it. */
    record KnownItem(Dimension dimension, String prompt, String response) {}
}
