/**
 * Labels to and from other tools: Label Studio, Argilla, and JSONL with all history. Pure functions over streams; a file is
 * read as a whole or not at all, and nothing in it is trusted.
 */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.exchange;
