package io.flames.prompt.importing;

/**
 * @param promptBytes longest prompt text, in bytes of UTF-8
 * @param externalIdCharacters longest {@code id}
 */
record LineLimits(int promptBytes, int externalIdCharacters) {}
