package io.flames.scoring.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.flames.scoring.progress.Snapshot.CurvePoint;
import io.flames.scoring.progress.Snapshot.Validation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Snapshots as JSON. Fields that are not known are passed over: a newer trainer may say more. */
public final class SnapshotJson {
    /** Of a snapshot, at most. */
    public static final int MOST_BYTES = 1 << 16;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern MODE = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{0,255}");
    /** Without control characters. */
    private static final Pattern REASON = Pattern.compile("\\P{Cntrl}{0,500}");

    private static final long MOST_SEQUENCE = 1L << 53;
    private static final int MOST_EPOCHS = 100_000;
    private static final long MOST_STEPS = 1_000_000_000_000L;
    private static final double MOST = 1e12;

    private SnapshotJson() {}

    public static String write(Snapshot snapshot) {
        try {
            return JSON.writeValueAsString(snapshot);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a snapshot is always JSON", e);
        }
    }

    /** @throws IllegalArgumentException says which field is wrong and what is allowed */
    public static Snapshot read(byte[] json) {
        try {
            return read(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IllegalArgumentException(
                    "the body is no JSON that can be read"
                            + (at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is no JSON that can be read", e);
        }
    }

    private static Snapshot read(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("the body: expected a JSON object");
        }
        var fields = new SnapshotFields(json, "");
        return new Snapshot(
                fields.whole("sequence", 1, MOST_SEQUENCE),
                fields.text("name", NAME, "1 to 64 letters, digits, dots, - and _"),
                (int) fields.whole("version", 1, Integer.MAX_VALUE),
                fields.text("mode", MODE, "1 to 32 small letters, digits and -"),
                fields.text("dataDigest", DIGEST, "SHA-256, 64 small hex digits"),
                fields.text("host", HOST, "at most 255 letters, digits, dots, - and _"),
                fields.time("startedAt"),
                Phase.of(fields.text("phase", MODE, "the name of a phase")),
                fields.text("reason", REASON, "at most 500 characters, none of them a control character"),
                (int) fields.whole("epoch", 0, MOST_EPOCHS),
                (int) fields.whole("epochs", 0, MOST_EPOCHS),
                fields.whole("step", 0, MOST_STEPS),
                fields.whole("steps", 0, MOST_STEPS),
                fields.optionalNumber("loss", -MOST, MOST),
                fields.optionalNumber("itemsPerSecond", 0, MOST),
                fields.optionalNumber("remainingSeconds", 0, MOST),
                list(fields, "validations", SnapshotJson::validation),
                list(fields, "curve", SnapshotJson::point),
                fields.has("headsDigest") ? fields.text("headsDigest", DIGEST, "SHA-256, 64 small hex digits") : null);
    }

    private static Validation validation(SnapshotFields fields) {
        return new Validation(
                (int) fields.whole("epoch", 0, MOST_EPOCHS),
                fields.optionalNumber("trainingLoss", -MOST, MOST),
                fields.optionalNumber("loss", -MOST, MOST),
                fields.number("accuracy", 0, 1));
    }

    private static CurvePoint point(SnapshotFields fields) {
        return new CurvePoint(fields.number("epoch", 0, MOST_EPOCHS), fields.number("loss", -MOST, MOST));
    }

    private static <T> List<T> list(SnapshotFields fields, String name, Function<SnapshotFields, T> entry) {
        var entries = fields.entries(name, Snapshot.MOST_POINTS);
        var read = new ArrayList<T>(entries.size());
        entries.forEach(each -> read.add(entry.apply(each)));
        return read;
    }
}
