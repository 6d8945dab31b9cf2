package io.flames.scoring.golden;

import java.util.List;

/**
 * The golden items of a scorer and how exactly they have to come out.
 *
 * @param tolerance how far a logit may lie from its record, absolute; not looked at for items without logits
 * @param leastAgreement share of the items that have to get their recorded class: 1 for a scorer that gives the same each
 *     time, less for a judge whose votes vary
 */
public record GoldenSet(List<GoldenItem> items, double tolerance, double leastAgreement) {
    public GoldenSet {
        items = List.copyOf(items);
        if (!(tolerance >= 0) || !(leastAgreement > 0 && leastAgreement <= 1)) {
            throw new IllegalArgumentException("tolerance is at least 0, agreement above 0 and at most 1");
        }
    }
}
