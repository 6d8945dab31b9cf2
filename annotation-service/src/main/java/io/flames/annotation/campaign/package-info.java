/** Campaigns: which responses people label, how they were chosen, and how far they have come. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.campaign;
