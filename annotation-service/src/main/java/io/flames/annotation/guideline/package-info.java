/** What the scores of each dimension mean, for people: versioned texts with examples, in Chinese and English. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.guideline;
