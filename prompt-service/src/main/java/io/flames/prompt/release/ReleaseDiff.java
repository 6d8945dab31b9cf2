package io.flames.prompt.release;

import java.util.List;

/**
 * What two releases do not share, by content.
 *
 * @param added in b and not in a; at most as many as were asked for
 * @param removed in a and not in b; likewise
 */
public record ReleaseDiff(
        ReleaseView a,
        ReleaseView b,
        long unchanged,
        long addedCount,
        long removedCount,
        List<ReleaseLine> added,
        List<ReleaseLine> removed) {}
