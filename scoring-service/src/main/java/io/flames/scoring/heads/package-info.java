/** The five linear softmax heads, their file and their arithmetic. */
@NullMarked
package io.flames.scoring.heads;

import org.jspecify.annotations.NullMarked;
