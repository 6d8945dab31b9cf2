/** Model cards as REST and as a page. */
@NullMarked
package io.flames.scoring.card;

import org.jspecify.annotations.NullMarked;
