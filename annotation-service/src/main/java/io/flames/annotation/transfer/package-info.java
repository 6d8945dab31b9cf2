/** Campaigns to other tools and labels back from them. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.transfer;
