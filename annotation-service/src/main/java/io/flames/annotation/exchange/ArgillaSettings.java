package io.flames.annotation.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.flames.annotation.guideline.CannotJudge;
import io.flames.annotation.guideline.Guideline;
import io.flames.annotation.guideline.GuidelineText;
import io.flames.annotation.guideline.Language;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * The settings that go with {@link Argilla}'s records, as {@code Settings.to_json} of Argilla 2.x writes them: one dataset
 * a dimension, as the dimensions know different scores. Two submitted responses complete a record.
 */
public final class ArgillaSettings {
    /** Label of a span that decided. */
    static final String SPAN_LABEL = "decisive";

    private ArgillaSettings() {}

    /** JSON, for {@code rg.Settings.from_json}. */
    public static String of(Guideline guideline) {
        boolean zh = guideline.language() == Language.ZH;
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("guidelines", GuidelineText.markdown(guideline));
            json.writeBooleanField("allow_extra_metadata", false);
            json.writeObjectFieldStart("distribution");
            json.writeStringField("strategy", "overlap");
            json.writeNumberField("min_submitted", 2);
            json.writeEndObject();
            json.writeArrayFieldStart("fields");
            field("prompt", zh ? "提问" : "Prompt", json);
            field("response", zh ? "回答" : "Response", json);
            json.writeEndArray();
            json.writeArrayFieldStart("questions");
            score(guideline, json);
            reason(guideline, json);
            text("comment", zh ? "意见" : "Comment", "", json);
            span(zh ? "决定分数的部分" : "The part that decides", json);
            json.writeEndArray();
            json.writeArrayFieldStart("metadata");
            metadata("dimension", "terms", json);
            metadata("subcomponent", "terms", json);
            metadata("guideline_version", "integer", json);
            json.writeEndArray();
            json.writeArrayFieldStart("vectors");
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Plain text: Markdown of a response would be rendered. */
    private static void field(String name, String title, JsonGenerator json) throws IOException {
        begin(name, title, "text", true, json);
        json.writeObjectFieldStart("settings");
        json.writeStringField("type", "text");
        json.writeBooleanField("use_markdown", false);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void score(Guideline guideline, JsonGenerator json) throws IOException {
        boolean zh = guideline.language() == Language.ZH;
        begin("score", guideline.question(), "label_selection", true, json);
        options("label_selection", json);
        for (var level : guideline.levels()) {
            option(Integer.toString(level.score()), Integer.toString(level.score()), level.meaning(), json);
        }
        option(TaskCheck.CANNOT_JUDGE, zh ? "无法判断" : "Cannot judge", "", json);
        endQuestion(json);
    }

    private static void reason(Guideline guideline, JsonGenerator json) throws IOException {
        boolean zh = guideline.language() == Language.ZH;
        var codes = new StringBuilder();
        for (var reason : CannotJudge.values()) {
            codes.append(reason.code())
                    .append(": ")
                    .append(guideline.cannotJudge().getOrDefault(reason, ""))
                    .append('\n');
        }
        text(
                "reason",
                zh ? "为什么无法判断" : "Why it cannot be judged",
                codes.toString().strip(),
                json);
    }

    private static void text(String name, String title, String description, JsonGenerator json) throws IOException {
        begin(name, title, "text", false, json);
        if (description.isEmpty()) {
            json.writeNullField("description");
        } else {
            json.writeStringField("description", description);
        }
        json.writeObjectFieldStart("settings");
        json.writeStringField("type", "text");
        json.writeBooleanField("use_markdown", false);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void span(String title, JsonGenerator json) throws IOException {
        begin("span", title, "span", false, json);
        json.writeObjectFieldStart("settings");
        json.writeStringField("type", "span");
        json.writeStringField("field", "response");
        json.writeBooleanField("allow_overlapping", true);
        json.writeArrayFieldStart("options");
        option(SPAN_LABEL, title, "", json);
        endQuestion(json);
    }

    private static void metadata(String name, String type, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("title", name);
        json.writeStringField("type", type);
        json.writeBooleanField("visible_for_annotators", !name.equals("guideline_version"));
        json.writeObjectFieldStart("settings");
        json.writeStringField("type", type);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The type stands here for earlier versions, and in the settings for later ones. */
    private static void begin(String name, String title, String type, boolean required, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("title", title);
        json.writeStringField("type", type);
        json.writeBooleanField("required", required);
    }

    private static void options(String type, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("settings");
        json.writeStringField("type", type);
        json.writeArrayFieldStart("options");
    }

    private static void option(String value, String text, String description, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("value", value);
        json.writeStringField("text", text);
        if (description.isEmpty()) {
            json.writeNullField("description");
        } else {
            json.writeStringField("description", description);
        }
        json.writeEndObject();
    }

    private static void endQuestion(JsonGenerator json) throws IOException {
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }
}
