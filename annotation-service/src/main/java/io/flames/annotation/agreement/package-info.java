/** How far annotators agree, as pure functions over their blind labels: kappa, alpha, intervals, flags. No IO. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.agreement;
