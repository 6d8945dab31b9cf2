/** Releases as prompt-service published them: consumed from flames.prompt-releases and kept with their prompts. */
@org.jspecify.annotations.NullMarked
package io.flames.generation.release;
