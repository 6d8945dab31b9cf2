package io.flames.annotation.exchange;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;

/**
 * An item as another tool gets it: blind, so neither its target nor a scorer's verdict nor how it was sampled.
 *
 * @param item its id here
 * @param subcomponent may be empty
 * @param guidelineVersion by which it is to be labelled, at least 1
 * @param labels that it has; empty for a task that is to be labelled
 */
public record Task(
        String item,
        Dimension dimension,
        String subcomponent,
        String prompt,
        String response,
        int guidelineVersion,
        List<TaskLabel> labels) {
    public Task {
        labels = List.copyOf(labels);
        if (item.isBlank() || guidelineVersion < 1) {
            throw new IllegalArgumentException("a task has an id and a guideline version of 1 or more");
        }
    }
}
