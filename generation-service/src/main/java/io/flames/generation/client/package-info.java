/** How an OpenAI-compatible endpoint is called and what its reply means. */
@org.jspecify.annotations.NullMarked
package io.flames.generation.client;
