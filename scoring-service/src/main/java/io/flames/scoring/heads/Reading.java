package io.flames.scoring.heads;

/** A pass of the encoder over an input. */
public enum Reading {
    /** Prompt and response: the response's tokens have seen the prompt. */
    PAIR,
    /** The response without its prompt: what it says itself, undiluted. */
    RESPONSE_ALONE
}
