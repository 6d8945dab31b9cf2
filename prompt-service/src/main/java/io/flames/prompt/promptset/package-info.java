/** Prompt sets and the prompts in them. */
@org.jspecify.annotations.NullMarked
package io.flames.prompt.promptset;
