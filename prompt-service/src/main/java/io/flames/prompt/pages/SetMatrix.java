package io.flames.prompt.pages;

import io.flames.contracts.Dimensions;
import io.flames.prompt.promptset.Prompts;
import io.flames.prompt.taxonomy.Subcomponent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * How many prompts of each subcomponent and attack method a set has; zeros too, so that gaps show.
 *
 * @param methods the attack methods that occur, by name; the empty one stands for prompts that name none
 */
public record SetMatrix(List<String> dimensions, List<String> methods, List<SubcomponentRow> rows) {

    static SetMatrix of(String set, List<Prompts.Count> counts) {
        var methods = counts.stream()
                .map(Prompts.Count::attackMethod)
                .distinct()
                .sorted()
                .toList();
        var rows = Arrays.stream(Subcomponent.values())
                .map(subcomponent -> row(set, subcomponent, methods, counts))
                .toList();
        return new SetMatrix(Dimensions.ALL.stream().map(Dimensions::nameOf).toList(), methods, rows);
    }

    private static SubcomponentRow row(
            String set, Subcomponent subcomponent, List<String> methods, List<Prompts.Count> counts) {
        var own = counts.stream()
                .filter(count -> count.subcomponent().equals(subcomponent.label()))
                .toList();
        var cells = methods.stream()
                .map(method -> own.stream()
                        .filter(count -> count.attackMethod().equals(method))
                        .mapToLong(Prompts.Count::prompts)
                        .sum())
                .toList();
        return new SubcomponentRow(
                subcomponent.dimensionName(),
                subcomponent.label(),
                cells,
                cells.stream().mapToLong(Long::longValue).sum(),
                "/prompts/" + set + "?subcomponent=" + URLEncoder.encode(subcomponent.label(), StandardCharsets.UTF_8));
    }
}
