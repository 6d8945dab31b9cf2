/**
 * An LLM as scorer, by rubric, over the OpenAI protocol. {@code JudgeScorer} has each {@code Rubric} vote cast by
 * {@code JudgeClient}, reads it with {@code VoteParser} and counts with {@code Tally}. Whatever is judged goes out in a
 * {@code DataBlock}; {@code InjectionMain} measures whether that holds.
 */
@NullMarked
package io.flames.scoring.judge;

import org.jspecify.annotations.NullMarked;
