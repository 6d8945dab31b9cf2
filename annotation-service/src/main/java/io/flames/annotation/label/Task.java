package io.flames.annotation.label;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What an annotator gets to read: never the scorer's verdict, the target, another's label, or whether it is a gold item.
 *
 * @param lease the token under which the label is stored
 * @param leasedUntil by the database's clock
 * @param dimension in the benchmark's spelling
 * @param scores that the dimension knows, highest first
 * @param guidelineVersion of the dimension's guideline to label by
 */
public record Task(
        UUID lease,
        Instant leasedUntil,
        UUID campaign,
        String campaignName,
        String dimension,
        String subcomponent,
        List<Integer> scores,
        int guidelineVersion,
        String prompt,
        String response) {}
