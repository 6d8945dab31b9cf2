package io.flames.scoring.judge;

/**
 * One message of a conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 */
record Message(String role, String content) {}
