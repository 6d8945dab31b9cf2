/** Templates, truncation and head layouts of classifiers that read prompt and response as one text; no IO. */
@NullMarked
package io.flames.scoring.template;

import org.jspecify.annotations.NullMarked;
