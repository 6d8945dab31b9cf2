package io.flames.generation.target;

/** Where answers come from. */
public enum TargetKind {
    /** An endpoint that speaks the OpenAI chat-completions protocol. */
    OPENAI,
    /** A file of answers, imported once. */
    RECORDED
}
