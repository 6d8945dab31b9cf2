package io.flames.prompt.store;

/** The content of a prompt as the database has it, with its digest (SHA-256, 32 bytes). */
public record StoredPrompt(
        byte[] contentDigest,
        String dimension,
        String subcomponent,
        String attackMethod,
        String language,
        String text) {}
