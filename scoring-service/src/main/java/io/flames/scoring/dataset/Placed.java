package io.flames.scoring.dataset;

/**
 * An item and where it was read, for messages.
 *
 * @param place such as {@code answers.jsonl:17}, or a label's id
 */
public record Placed(Item item, String place) {}
