package io.flames.scoring.train.full;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything from which a training goes on as if it had never stopped.
 *
 * <p>A file is a JSON header and float32 numbers behind it. It is written beside the old one, forced to the disk, and
 * renamed over it: a kill at any time leaves the old one or the new one, whole.
 *
 * @param tensors numbers by name
 */
record Checkpoint(Header header, Map<String, float[]> tensors) {
    /** The newest. */
    static final String LAST = "last.checkpoint";
    /** Weights of the best epoch so far. */
    static final String BEST = "best.checkpoint";

    private static final int FORMAT = 0x464c_4d01;
    private static final int PIECE = 1 << 16;
    private static final String MEAN = "mean:";
    private static final String VARIANCE = "variance:";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param training digest of texts and settings: what it can be resumed with
     * @param step steps done, of all epochs
     * @param lossSum of the epoch's steps so far, each times its items
     * @param items of the epoch so far
     * @param validations of the epochs done
     * @param best epoch of the best validation, from 1; 0 before the first
     * @param seconds that steps and validations took so far, over all processes; 0 in files of older versions
     * @param ended nothing is left to be trained
     */
    record Header(
            String training,
            long step,
            double lossSum,
            int items,
            List<Validation> validations,
            int best,
            double seconds,
            boolean ended) {
        Header {
            validations = List.copyOf(validations);
        }
    }

    /** Figures of an epoch, from 1. */
    record Validation(int epoch, double trainingLoss, double loss, double accuracy) {}

    private record Tensor(String name, int size) {}

    private record Top(Header header, List<Tensor> tensors) {}

    static Checkpoint of(Header header, Map<String, float[]> weights, AdamW.State state) {
        var tensors = new LinkedHashMap<>(weights);
        state.means().forEach((name, values) -> tensors.put(MEAN + name, values));
        state.variances().forEach((name, values) -> tensors.put(VARIANCE + name, values));
        return new Checkpoint(header, tensors);
    }

    Map<String, float[]> weights() {
        var weights = new LinkedHashMap<>(tensors);
        weights.keySet().removeIf(name -> name.startsWith(MEAN) || name.startsWith(VARIANCE));
        return weights;
    }

    AdamW.State state() {
        return new AdamW.State(named(MEAN), named(VARIANCE));
    }

    private Map<String, float[]> named(String prefix) {
        var found = new LinkedHashMap<String, float[]>();
        tensors.forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), values);
            }
        });
        return found;
    }

    void write(Path file) {
        var top = new Top(
                header,
                tensors.entrySet().stream()
                        .map(tensor -> new Tensor(tensor.getKey(), tensor.getValue().length))
                        .toList());
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            write(beside, top);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // A full disk has room again for whoever looks what is wrong; the old file is still there.
            delete(beside);
            throw new UncheckedIOException("the checkpoint cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }

    private void write(Path file, Top top) throws IOException {
        try (var out = new FileOutputStream(file.toFile())) {
            var data = new DataOutputStream(new BufferedOutputStream(out, PIECE));
            byte[] json = JSON.writeValueAsBytes(top);
            data.writeInt(FORMAT);
            data.writeInt(json.length);
            data.write(json);
            for (float[] values : tensors.values()) {
                write(data, values);
            }
            data.flush();
            out.getFD().sync();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the file cannot be deleted: " + file, e);
        }
    }

    private static void write(DataOutputStream out, float[] values) throws IOException {
        var piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += PIECE / Float.BYTES) {
            int count = Math.min(PIECE / Float.BYTES, values.length - from);
            piece.clear().asFloatBuffer().put(values, from, count);
            out.write(piece.array(), 0, count * Float.BYTES);
        }
    }

    /**
     * Empty where there is none.
     *
     * @throws IllegalArgumentException when the file is no checkpoint
     */
    static Optional<Checkpoint> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), PIECE))) {
            if (in.readInt() != FORMAT) {
                throw new IllegalArgumentException("no checkpoint of this version: " + file);
            }
            var top = JSON.readValue(in.readNBytes(in.readInt()), Top.class);
            var tensors = new LinkedHashMap<String, float[]>();
            for (Tensor tensor : top.tensors()) {
                tensors.put(tensor.name(), read(in, tensor.size()));
            }
            return Optional.of(new Checkpoint(top.header(), tensors));
        } catch (IOException e) {
            throw new IllegalArgumentException("the checkpoint cannot be read: " + file + ": " + e.getMessage(), e);
        }
    }

    private static float[] read(DataInputStream in, int size) throws IOException {
        var values = new float[size];
        var piece = new byte[PIECE];
        for (int from = 0; from < size; from += PIECE / Float.BYTES) {
            int count = Math.min(PIECE / Float.BYTES, size - from);
            in.readFully(piece, 0, count * Float.BYTES);
            ByteBuffer.wrap(piece)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values, from, count);
        }
        return values;
    }

    /** The header with one more validation. */
    static List<Validation> with(List<Validation> validations, Validation one) {
        var all = new ArrayList<>(validations);
        all.add(one);
        return all;
    }
}
