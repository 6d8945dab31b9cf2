package io.flames.scoring.heads;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flames.contracts.Dimensions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The heads as a small JSON file: for each dimension its bias, temperature and weights, the weights as little-endian
 * float32 in Base64, row by class. Where the heads read n-grams these follow: their keys as little-endian int32, and their
 * weights as little-endian int16, row by n-gram, each times the number of its class in {@code scales}.
 */
public final class HeadsFile {
    private static final String PLAIN = "flames-heads-1";
    private static final String WITH_NGRAMS = "flames-heads-2";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private HeadsFile() {}

    public static Heads read(byte[] json) {
        try {
            var file = JSON.readValue(json, File.class);
            var listed = Optional.ofNullable(file.ngrams());
            if (!(listed.isPresent() ? WITH_NGRAMS : PLAIN).equals(file.format())) {
                throw new IllegalArgumentException("heads file of format " + file.format() + ", expected " + PLAIN
                        + ", or " + WITH_NGRAMS + " with n-grams");
            }
            return new Heads(
                    Features.valueOf(file.features()),
                    file.heads().stream().map(HeadsFile::head).toList(),
                    listed.map(HeadsFile::ngrams));
        } catch (IOException e) {
            throw new IllegalArgumentException("the heads file cannot be read: " + e.getMessage(), e);
        }
    }

    public static byte[] write(Heads heads) {
        var entries = new ArrayList<Entry>();
        for (var dimension : Dimensions.ALL) {
            var head = heads.of(dimension);
            entries.add(new Entry(
                    Dimensions.nameOf(dimension),
                    Dimensions.scoresOf(dimension),
                    head.bias(),
                    head.temperature(),
                    encode(head.weights())));
        }
        try {
            return JSON.writeValueAsBytes(new File(
                    heads.ngrams().isPresent() ? WITH_NGRAMS : PLAIN,
                    heads.features().name(),
                    entries,
                    heads.ngrams().map(HeadsFile::table).orElse(null)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LinearHead head(Entry entry) {
        var floats = ByteBuffer.wrap(Base64.getDecoder().decode(entry.weights()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        int classes = entry.scores().size();
        int width = floats.remaining() / classes;
        var rows = new float[classes][width];
        for (float[] row : rows) {
            floats.get(row);
        }
        return new LinearHead(rows, entry.bias(), entry.temperature());
    }

    private static String encode(float[][] rows) {
        var bytes =
                ByteBuffer.allocate(rows.length * rows[0].length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            for (float value : row) {
                bytes.putFloat(value);
            }
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static Ngrams ngrams(Table table) {
        var keys = bytes(table.keys()).asIntBuffer();
        var rounded = bytes(table.weights()).asShortBuffer();
        var listed = new int[keys.remaining()];
        keys.get(listed);
        var weights = new float[listed.length][table.scales().length];
        for (float[] row : weights) {
            for (int c = 0; c < row.length; c++) {
                row[c] = table.scales()[c] * rounded.get();
            }
        }
        return new Ngrams(listed, weights);
    }

    private static ByteBuffer bytes(String base64) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Table table(Ngrams ngrams) {
        float[] scales = scales(ngrams);
        int count = ngrams.keys().length;
        var keys = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        var weights = ByteBuffer.allocate(count * scales.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            keys.putInt(ngrams.keys()[i]);
            for (int c = 0; c < scales.length; c++) {
                weights.putShort((short) Math.round(ngrams.weights()[i][c] / scales[c]));
            }
        }
        return new Table(
                scales,
                Base64.getEncoder().encodeToString(keys.array()),
                Base64.getEncoder().encodeToString(weights.array()));
    }

    /** What the largest weight of a class is divided by to become the largest short. */
    private static float[] scales(Ngrams ngrams) {
        var scales = new float[ngrams.classes()];
        for (int c = 0; c < scales.length; c++) {
            float largest = Float.MIN_NORMAL * Short.MAX_VALUE;
            for (float[] row : ngrams.weights()) {
                largest = Math.max(largest, Math.abs(row[c]));
            }
            scales[c] = largest / Short.MAX_VALUE;
        }
        return scales;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record File(String format, String features, List<Entry> heads, @Nullable Table ngrams) {}

    record Table(float[] scales, String keys, String weights) {}

    record Entry(String dimension, List<Integer> scores, float[] bias, double temperature, String weights) {}
}
