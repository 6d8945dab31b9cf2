package io.flames.scoring.train;

import java.util.List;
import java.util.Map;

/**
 * How weights came about, so that anyone can make them again.
 *
 * @param dataDigest SHA-256 of the data set, see {@link io.flames.scoring.dataset.DataSet#digest}
 * @param split how training, validation and test were told apart
 * @param chosenBy what the setting was chosen by
 * @param hyperParameters all that the fit depends on beside data and seed
 * @param codeVersion of the program
 */
public record Provenance(
        String mode,
        String dataDigest,
        Map<String, Integer> sources,
        String split,
        String chosenBy,
        Map<String, String> hyperParameters,
        long seed,
        String codeVersion,
        List<Evaluation> evaluations) {
    static final Provenance NONE = new Provenance("heads", "", Map.of(), "", "", Map.of(), 0, "", List.of());

    public Provenance {
        evaluations = List.copyOf(evaluations);
    }
}
