/** What a person sees under /prompts and /releases. */
@org.jspecify.annotations.NullMarked
package io.flames.prompt.pages;
