package io.flames.scoring.train;

import io.flames.scoring.dataset.DataSet;
import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.Manifest;
import io.flames.scoring.dataset.Part;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is to be trained.
 *
 * @param data frozen
 * @param manifest of the data
 * @param out folder for the scorer
 * @param cache folder that outlives the run
 * @param name the scorer's, goes into its model card
 * @param version the scorer's, from 1
 * @param codeVersion of the program that trains
 * @param settings of the mode, {@code --set key=value}; a mode refuses keys that it does not know
 * @param log for lines to people
 */
public record TrainingJob(
        DataSet data,
        Manifest manifest,
        Path out,
        Path cache,
        String name,
        int version,
        long seed,
        String codeVersion,
        Map<String, String> settings,
        PrintStream log) {
    public TrainingJob {
        settings = Map.copyOf(settings);
    }

    /** What fits the scorer or chooses its setting: the gate of a promotion refuses these as held-out data. */
    public List<Item> tookPart() {
        return Stream.concat(data.of(Part.TRAIN).stream(), data.of(Part.VALIDATION).stream())
                .toList();
    }
}
