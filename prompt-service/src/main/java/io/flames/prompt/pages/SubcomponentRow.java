package io.flames.prompt.pages;

import java.util.List;

/**
 * One row of a table by subcomponent.
 *
 * @param cells prompts by attack method, in the order of the table's columns; empty where the table has none
 * @param link to the list of these prompts, or empty
 */
public record SubcomponentRow(String dimension, String subcomponent, List<Long> cells, long total, String link) {}
