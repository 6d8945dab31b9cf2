package io.flames.scoring.onnx;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flames.scoring.lane.CostProfile;
import io.flames.scoring.lane.CostProfile.Cost;
import io.flames.scoring.lane.LaneShape;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What {@code flames scorer calibrate} found out about a machine, as a JSON file.
 *
 * @param platform provider and instruction set, see {@link Platform}
 * @param processor for people
 * @param variant {@code int8} or {@code fp32}
 * @param settings every setting that was tried, with its throughput at batch 1
 * @param batches every batch size that was tried at the chosen setting, with its throughput
 * @param grid median time of one inference on one worker while the others work too
 * @param sessions chosen
 * @param threads chosen, of one inference
 * @param workers chosen, inferences at a time
 * @param largestBatch most inputs of a batch; 1: each alone
 * @param tokenBudget most padded tokens of a batch
 * @param longestWaitMicros how long an input may wait for batch-mates while a worker is free
 */
@JsonPropertyOrder({
    "format",
    "platform",
    "processor",
    "processors",
    "runtime",
    "variant",
    "sessions",
    "threads",
    "workers",
    "largestBatch",
    "tokenBudget",
    "longestWaitMicros"
})
public record MachineProfile(
        String format,
        String platform,
        String processor,
        int processors,
        String runtime,
        String variant,
        int sessions,
        int threads,
        int workers,
        int largestBatch,
        int tokenBudget,
        long longestWaitMicros,
        List<Setting> settings,
        List<BatchSize> batches,
        List<Cost> grid) {
    public static final String FORMAT = "flames-profile-1";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * @param itemsPerSecond median over the rounds
     * @param lowest of the rounds
     * @param highest of the rounds
     */
    public record Setting(
            int sessions, int threads, int workers, double itemsPerSecond, double lowest, double highest) {}

    /** @param itemsPerSecond in arrival order, padded to the longest of the batch; median over the rounds */
    public record BatchSize(int batch, double itemsPerSecond, double lowest, double highest) {}

    /** @throws IllegalArgumentException when the file is none */
    public static MachineProfile read(Path file) {
        try {
            var profile = JSON.readValue(Files.readAllBytes(file), MachineProfile.class);
            if (!FORMAT.equals(profile.format)) {
                throw new IllegalArgumentException("the profile " + file + " is not of format " + FORMAT);
            }
            return profile;
        } catch (IOException e) {
            throw new IllegalArgumentException("the profile " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    public void write(Path file) throws IOException {
        Files.write(file, JSON.writeValueAsBytes(this));
    }

    /** @throws IllegalArgumentException when it was measured for something else */
    void check(String platformHere, Variant variantHere) {
        if (!platform.equals(platformHere) || Variant.byName(variant) != variantHere) {
            throw new IllegalArgumentException("the profile was measured on " + platform + " in " + variant
                    + ", this scorer runs on " + platformHere + " in " + variantHere.id()
                    + ": run `flames scorer calibrate` again");
        }
    }

    /** @throws IllegalArgumentException when it was measured elsewhere */
    void checkPlatform(String platformHere) {
        if (!platform.equals(platformHere)) {
            throw new IllegalArgumentException(
                    "the profile was measured on " + platform + ", this scorer runs on " + platformHere);
        }
    }

    LaneShape lane(int callers) {
        var costs = largestBatch == 1 ? CostProfile.ALONE : new CostProfile(grid, largestBatch, tokenBudget);
        return new LaneShape(callers, costs, Duration.ofNanos(longestWaitMicros * 1000));
    }
}
