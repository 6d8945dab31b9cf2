package io.flames.annotation.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.label.Judgement;
import io.flames.contracts.Dimensions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Tasks as records of an Argilla 2.x dataset: the array that {@code dataset.records.to_json} writes and {@code from_json}
 * reads ({@code Record.to_dict}: id, fields, metadata, suggestions, responses by question, vectors). The settings are
 * {@link ArgillaSettings}'. Suggestions are always empty: annotators are blind to verdicts.
 */
public final class Argilla {
    private Argilla() {}

    /** One array; streamed, does not close the stream. */
    public static void write(Iterator<Task> tasks, OutputStream out) throws IOException {
        try (var json = new JsonFactory()
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .createGenerator(out)) {
            json.writeStartArray();
            while (tasks.hasNext()) {
                write(tasks.next(), json);
                json.writeRaw('\n');
            }
            json.writeEndArray();
        }
    }

    /**
     * Labels of a file that Argilla exported. Responses with the status draft or discarded are no labels; one without a
     * status, as older exports have them, counts as submitted. Argilla tells no times.
     *
     * @return one for each annotator's response to a record, in the file's order, or all that is wrong
     * @throws IOException when the stream fails; what is in it never does
     */
    public static Outcome<Imported> read(InputStream in, KnownItems items, Guidelines guidelines, ExchangeLimits limits)
            throws IOException {
        var errors = new Errors(limits.errors());
        var labels = new ArrayList<Imported>();
        var reader = new ArgillaReader(errors, items, guidelines, limits);
        new JsonItems(limits, errors).readArray(in, record -> labels.addAll(reader.labels(record)));
        return errors.outcome(labels);
    }

    private static void write(Task task, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", task.item());
        json.writeObjectFieldStart("fields");
        json.writeStringField("prompt", task.prompt());
        json.writeStringField("response", task.response());
        json.writeEndObject();
        json.writeObjectFieldStart("metadata");
        json.writeStringField("dimension", Dimensions.nameOf(task.dimension()));
        json.writeStringField("subcomponent", task.subcomponent());
        json.writeNumberField("guideline_version", task.guidelineVersion());
        json.writeEndObject();
        json.writeObjectFieldStart("suggestions");
        json.writeEndObject();
        json.writeObjectFieldStart("responses");
        writeQuestion("score", task.labels(), json, Argilla::writeScore);
        writeQuestion(
                "reason",
                task.labels().stream()
                        .filter(label -> label.judgement() instanceof Judgement.CannotJudge)
                        .toList(),
                json,
                Argilla::writeReason);
        writeQuestion(
                "comment",
                task.labels().stream()
                        .filter(label -> !label.comment().isEmpty())
                        .toList(),
                json,
                (label, out) -> out.writeString(label.comment()));
        writeQuestion(
                "span",
                task.labels().stream().filter(label -> !label.spans().isEmpty()).toList(),
                json,
                Argilla::writeSpans);
        json.writeEndObject();
        json.writeObjectFieldStart("vectors");
        json.writeEndObject();
        json.writeEndObject();
    }

    private interface Value {
        void write(TaskLabel label, JsonGenerator json) throws IOException;
    }

    private static void writeQuestion(String name, List<TaskLabel> labels, JsonGenerator json, Value value)
            throws IOException {
        if (labels.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (var label : labels) {
            json.writeStartObject();
            json.writeFieldName("value");
            value.write(label, json);
            json.writeStringField("user_id", label.rater());
            json.writeStringField("status", "submitted");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeScore(TaskLabel label, JsonGenerator json) throws IOException {
        json.writeString(
                label.judgement() instanceof Judgement.Scored scored
                        ? Integer.toString(scored.value())
                        : TaskCheck.CANNOT_JUDGE);
    }

    private static void writeReason(TaskLabel label, JsonGenerator json) throws IOException {
        if (label.judgement() instanceof Judgement.CannotJudge none) {
            json.writeString(none.reason());
        }
    }

    private static void writeSpans(TaskLabel label, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (var span : label.spans()) {
            json.writeStartObject();
            json.writeStringField("label", ArgillaSettings.SPAN_LABEL);
            json.writeNumberField("start", span.start());
            json.writeNumberField("end", span.end());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
