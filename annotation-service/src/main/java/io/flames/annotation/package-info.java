/** People label responses: two blind, a third where they differ. The README tells the flow. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation;
