package io.flames.annotation.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.label.Judgement;
import io.flames.contracts.Dimensions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;

/** Items with their full history as JSON lines, one object a line: the format that loses nothing. */
public final class HistoryLines {
    private HistoryLines() {}

    /** One line an item; streamed, does not close the stream. */
    public static void write(Iterator<HistoryItem> items, OutputStream out) throws IOException {
        try (var json = new JsonFactory()
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .createGenerator(out)
                .setPrettyPrinter(new MinimalPrettyPrinter(""))) {
            while (items.hasNext()) {
                write(items.next(), json);
                json.writeRaw('\n');
            }
        }
    }

    /**
     * @return the items in the file's order, or all that is wrong
     * @throws IOException when the stream fails; what is in it never does
     */
    public static Outcome<HistoryItem> read(
            InputStream in, KnownItems items, Guidelines guidelines, ExchangeLimits limits) throws IOException {
        var errors = new Errors(limits.errors());
        var read = new ArrayList<HistoryItem>();
        var reader = new HistoryReader(errors, items, guidelines, limits);
        new JsonItems(limits, errors).readSequence(in, line -> reader.item(line).ifPresent(read::add));
        return errors.outcome(read);
    }

    private static void write(HistoryItem item, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("item", item.item());
        json.writeStringField("campaign", item.campaign());
        json.writeStringField("response_id", item.response());
        json.writeNumberField("revision", item.revision());
        json.writeStringField("target", item.target());
        json.writeStringField("dimension", Dimensions.nameOf(item.dimension()));
        json.writeStringField("subcomponent", item.subcomponent());
        json.writeStringField("attack_method", item.attackMethod());
        json.writeStringField("prompt", item.promptText());
        json.writeStringField("response", item.responseText());
        json.writeStringField("stratum", item.stratum().name());
        json.writeNumberField("inclusion_probability", item.inclusionProbability());
        json.writeStringField("state", item.state().name());
        if (item.score().isPresent()) {
            json.writeNumberField("score", item.score().getAsInt());
        }
        json.writeArrayFieldStart("history");
        for (var entry : item.history()) {
            write(entry, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(HistoryEntry entry, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", entry.at().toString());
        json.writeStringField("by", entry.by());
        json.writeStringField("action", entry.action().name());
        if (entry.judgement().orElse(null) instanceof Judgement.Scored scored) {
            json.writeNumberField("score", scored.value());
        } else if (entry.judgement().orElse(null) instanceof Judgement.CannotJudge none) {
            json.writeStringField("cannot_judge", none.reason());
        }
        if (!entry.comment().isEmpty()) {
            json.writeStringField("comment", entry.comment());
        }
        if (!entry.spans().isEmpty()) {
            json.writeArrayFieldStart("spans");
            for (var span : entry.spans()) {
                json.writeStartObject();
                json.writeNumberField("start", span.start());
                json.writeNumberField("end", span.end());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (entry.guidelineVersion().isPresent()) {
            json.writeNumberField("guideline_version", entry.guidelineVersion().getAsInt());
        }
        json.writeEndObject();
    }
}
