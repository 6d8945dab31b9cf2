package io.flames.annotation.label;

/**
 * A highlighted part of the response.
 *
 * @param start first UTF-16 code unit, from 0
 * @param end one after the last, greater than start, at most the response's length
 */
public record Span(int start, int end) {}
