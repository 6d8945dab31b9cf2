/** Labelled answers, frozen: lines, manifest, split and what leaks across it; pure but for the files. */
@NullMarked
package io.flames.scoring.dataset;

import org.jspecify.annotations.NullMarked;
