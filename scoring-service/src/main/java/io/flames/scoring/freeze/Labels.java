package io.flames.scoring.freeze;

import io.flames.contracts.annotation.v1.AdjudicationWay;
import io.flames.contracts.annotation.v1.LabelAdjudicated;
import io.flames.contracts.annotation.v1.LabelEvent;
import io.flames.contracts.annotation.v1.LabelledItem;
import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.Placed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the label events come to. A label's last event counts, so that a redelivered or corrected one counts once; of several
 * campaigns that labelled the same answer the last one that agreed counts.
 *
 * @param items labels that people agreed on
 * @param undecided labels that they did not agree on
 * @param unusable agreed labels that are no item: no text, or a score that the dimension does not know
 */
record Labels(List<Placed> items, int undecided, int unusable) {

    static Labels of(List<LabelEvent> events) {
        var last = new LinkedHashMap<String, LabelEvent>();
        for (LabelEvent event : events) {
            item(event).ifPresent(item -> last.put(item.getLabelId(), event));
        }
        int undecided = 0;
        int unusable = 0;
        var answers = new LinkedHashMap<String, Placed>();
        for (Map.Entry<String, LabelEvent> label : last.entrySet()) {
            if (!label.getValue().hasLabelAdjudicated()) {
                undecided++;
                continue;
            }
            var placed = placed(label.getKey(), label.getValue().getLabelAdjudicated());
            if (placed.isPresent()) {
                answers.put(placed.get().item().id(), placed.get());
            } else {
                unusable++;
            }
        }
        return new Labels(new ArrayList<>(answers.values()), undecided, unusable);
    }

    private static Optional<LabelledItem> item(LabelEvent event) {
        return switch (event.getEventCase()) {
            case LABEL_ADJUDICATED -> Optional.of(event.getLabelAdjudicated().getItem());
            case LABEL_UNDECIDED -> Optional.of(event.getLabelUndecided().getItem());
            case EVENT_NOT_SET -> Optional.empty();
        };
    }

    private static Optional<Placed> placed(String labelId, LabelAdjudicated label) {
        var of = label.getItem();
        try {
            return Optional.of(new Placed(
                    new Item(
                            of.getPromptId(),
                            of.getDimension(),
                            of.getSubcomponent(),
                            of.getPrompt(),
                            of.getResponse(),
                            label.getScore(),
                            new Item.Origin(
                                    source(label.getWay()),
                                    known(of.getPromptId()),
                                    known(of.getTargetName()),
                                    known(of.getResponseId()))),
                    "label " + labelId));
        } catch (IllegalArgumentException noItem) {
            return Optional.empty();
        }
    }

    /** {@code adjudicated-agreed}, {@code adjudicated-decided}, {@code adjudicated-imported}. */
    private static String source(AdjudicationWay way) {
        return way == AdjudicationWay.ADJUDICATION_WAY_UNSPECIFIED || way == AdjudicationWay.UNRECOGNIZED
                ? "adjudicated"
                : "adjudicated-"
                        + way.name().replaceFirst("^ADJUDICATION_WAY_", "").toLowerCase(Locale.ROOT);
    }

    private static Optional<String> known(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
