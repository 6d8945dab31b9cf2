package io.flames.annotation.exchange;

/**
 * A label that came from another tool.
 *
 * @param item that it is for; known here
 * @param guidelineVersion that was shown; one that this build ships
 */
public record Imported(String item, int guidelineVersion, TaskLabel label) {}
