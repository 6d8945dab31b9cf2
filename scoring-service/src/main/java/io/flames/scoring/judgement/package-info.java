/** How right a scorer is on labelled answers, beside baselines, and how two scorers differ; pure. */
@NullMarked
package io.flames.scoring.judgement;

import org.jspecify.annotations.NullMarked;
