package io.flames.annotation.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.label.Judgement;
import io.flames.contracts.Dimensions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Tasks as Label Studio's JSON ("Label Studio JSON format of annotated tasks", labelstud.io/guide/task_format): an array
 * of tasks with {@code data} and {@code annotations}; the controls are those of {@link LabelStudioConfig}. What we write
 * is imported there as it is; what it exports as JSON is read here. JSON-MIN, drafts and predictions are not used.
 */
public final class LabelStudio {
    private LabelStudio() {}

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
     * Labels of a file that Label Studio exported. Skipped ({@code was_cancelled}) annotations are no labels.
     *
     * @return one for each annotation, in the file's order, or all that is wrong
     * @throws IOException when the stream fails; what is in it never does
     */
    public static Outcome<Imported> read(InputStream in, KnownItems items, Guidelines guidelines, ExchangeLimits limits)
            throws IOException {
        var errors = new Errors(limits.errors());
        var labels = new ArrayList<Imported>();
        var reader = new LabelStudioReader(errors, items, guidelines, limits);
        new JsonItems(limits, errors).readArray(in, task -> labels.addAll(reader.labels(task)));
        return errors.outcome(labels);
    }

    private static void write(Task task, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("data");
        json.writeStringField("item", task.item());
        json.writeStringField("dimension", Dimensions.nameOf(task.dimension()));
        json.writeStringField("subcomponent", task.subcomponent());
        json.writeNumberField("guideline_version", task.guidelineVersion());
        json.writeStringField("prompt", task.prompt());
        json.writeStringField("response", task.response());
        json.writeEndObject();
        json.writeArrayFieldStart("annotations");
        for (var label : task.labels()) {
            write(label, task.response(), json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(TaskLabel label, String response, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("completed_by");
        json.writeStringField("email", label.rater());
        json.writeEndObject();
        json.writeBooleanField("was_cancelled", false);
        json.writeBooleanField("ground_truth", false);
        if (label.at().isPresent()) {
            Instant at = label.at().get();
            json.writeStringField("created_at", at.toString());
            json.writeStringField("updated_at", at.toString());
        }
        json.writeArrayFieldStart("result");
        if (label.judgement() instanceof Judgement.CannotJudge none) {
            choice("score", TaskCheck.CANNOT_JUDGE, json);
            area("reason", none.reason(), json);
        } else if (label.judgement() instanceof Judgement.Scored scored) {
            choice("score", Integer.toString(scored.value()), json);
        }
        if (!label.comment().isEmpty()) {
            area("comment", label.comment(), json);
        }
        for (int i = 0; i < label.spans().size(); i++) {
            var span = label.spans().get(i);
            control("span-" + i, "span", "labels", json);
            json.writeNumberField("start", span.start());
            json.writeNumberField("end", span.end());
            json.writeStringField("text", whole(response.substring(span.start(), span.end())));
            texts("labels", List.of(LabelStudioConfig.SPAN_LABEL), json);
            end(json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** A span may cut a character in two; half of one can't be written. */
    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static void choice(String name, String choice, JsonGenerator json) throws IOException {
        control(name, name, "choices", json);
        texts("choices", List.of(choice), json);
        end(json);
    }

    private static void area(String name, String text, JsonGenerator json) throws IOException {
        control(name, name, "textarea", json);
        texts("text", List.of(text), json);
        end(json);
    }

    private static void control(String id, String name, String type, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("from_name", name);
        json.writeStringField("to_name", "response");
        json.writeStringField("type", type);
        json.writeObjectFieldStart("value");
    }

    private static void texts(String field, List<String> values, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void end(JsonGenerator json) throws IOException {
        json.writeEndObject();
        json.writeEndObject();
    }
}
