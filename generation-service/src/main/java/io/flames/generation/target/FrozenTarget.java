package io.flames.generation.target;

/**
 * Everything that a version freezes. Two that are equal have the same digest and are the same version.
 *
 * @param baseUrl as it was given, without a trailing slash; empty for a recording
 */
public record FrozenTarget(TargetKind kind, String baseUrl, String model, Decoding decoding, boolean synthetic) {}
