package io.flames.scoring.registry.store;

/**
 * A file of a version.
 *
 * @param name without folders
 * @param sha256 of its content, 64 lower-case hex digits
 */
public record StoredFile(String name, String sha256, long bytes) {}
