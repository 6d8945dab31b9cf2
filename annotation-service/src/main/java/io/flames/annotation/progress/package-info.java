/** What annotators did, and how accurate they are on gold items. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.progress;
