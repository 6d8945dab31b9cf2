/** An LLM as scorer, by rubric, over the OpenAI protocol. */
@NullMarked
package io.flames.scoring.judge;

import org.jspecify.annotations.NullMarked;
