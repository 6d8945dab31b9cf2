package io.flames.annotation.exchange;

import io.flames.annotation.exchange.KnownItems.KnownItem;
import io.flames.annotation.guideline.Guidelines;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads one task of a Label Studio export. Before 1.0, annotations were called completions, a cancelled one skipped, and their
 * times were seconds; a text area holds a list of texts or one text.
 */
final class LabelStudioReader {
    private static final int MAX_NAME = 200;

    private final Shape shape;
    private final TaskCheck check;
    private final ExchangeLimits limits;

    LabelStudioReader(Errors errors, KnownItems items, Guidelines guidelines, ExchangeLimits limits) {
        this.shape = new Shape(errors);
        this.check = new TaskCheck(shape, items, guidelines);
        this.limits = limits;
    }

    List<Imported> labels(Json.Obj task) {
        var data = shape.object(shape.required(task, "data"));
        var annotations =
                shape.array(shape.optional(task, "completions").or(() -> shape.required(task, "annotations")));
        var item = data.flatMap(d -> check.item(shape.required(d, "item")));
        if (item.isEmpty() || annotations.isEmpty()) {
            return List.of();
        }
        var known = item.get().known();
        check.dimension(shape.required(data.get(), "dimension"), known);
        check.sameText(shape.required(data.get(), "prompt"), "prompt", known.prompt());
        check.sameText(shape.required(data.get(), "response"), "response", known.response());
        var version = check.guidelineVersion(shape.required(data.get(), "guideline_version"), known);
        var labels = new ArrayList<TaskLabel>();
        var places = new ArrayList<Json>();
        for (var annotation : shape.objects(annotations.get())) {
            if (!cancelled(annotation)) {
                label(annotation, known).ifPresent(label -> {
                    labels.add(label);
                    places.add(annotation);
                });
            }
        }
        var kept = check.onePerRater(labels, places);
        return version.stream()
                .flatMap(v -> kept.stream().map(label -> new Imported(item.get().id(), v, label)))
                .toList();
    }

    private boolean cancelled(Json.Obj annotation) {
        return Stream.of("was_cancelled", "skipped")
                .flatMap(name -> shape.optional(annotation, name).stream())
                .anyMatch(field -> field instanceof Json.Bool cancelled && cancelled.value());
    }

    private Optional<TaskLabel> label(Json.Obj annotation, KnownItem known) {
        var rater = rater(shape.required(annotation, "completed_by"));
        var results = shape.array(shape.required(annotation, "result")).map(this::results);
        var at = shape.optional(annotation, "updated_at")
                .or(() -> shape.optional(annotation, "created_at"))
                .flatMap(this::instant);
        if (results.isEmpty() || rater.isEmpty()) {
            return Optional.empty();
        }
        var found = results.get();
        if (found.score.isEmpty()) {
            if (!found.refused) {
                shape.wrong(annotation, "the annotation has no score");
            }
            return Optional.empty();
        }
        var spans = check.spans(found.spans, known, limits.spans());
        return check.judgement(found.score.get(), found.reason, known)
                .map(judgement -> new TaskLabel(rater.get(), judgement, found.comment, spans, at));
    }

    /** A user's number, or an object with their address, as both occur in exports. */
    private Optional<String> rater(Optional<Json> field) {
        if (field.isEmpty()) {
            return Optional.empty();
        }
        if (field.get() instanceof Json.Num) {
            return shape.whole(field, 0, Integer.MAX_VALUE).map(id -> "label-studio:" + id);
        }
        if (field.get() instanceof Json.Obj user) {
            return shape.optional(user, "email").isPresent()
                    ? shape.word(shape.optional(user, "email"), MAX_NAME)
                    : rater(shape.required(user, "id"));
        }
        return shape.word(field, MAX_NAME);
    }

    private Optional<Instant> instant(Json field) {
        if (field instanceof Json.Num) {
            return shape.whole(Optional.of(field), 0, Integer.MAX_VALUE)
                    .map(Instant::ofEpochSecond)
                    .flatMap(time -> check.possible(field, time, limits.latest()));
        }
        var text = shape.text(Optional.of(field));
        try {
            return text.map(t -> OffsetDateTime.parse(t.value()).toInstant())
                    .flatMap(time -> check.possible(field, time, limits.latest()));
        } catch (DateTimeParseException e) {
            shape.wrong(field, "must be a time such as 2026-11-23T08:00:00Z");
            return Optional.empty();
        }
    }

    private static final class Results {
        private Optional<Json.Text> score = Optional.empty();
        private Optional<Json.Text> reason = Optional.empty();
        private String comment = "";
        private final List<Json.Obj> spans = new ArrayList<>();
        private boolean refused;
    }

    private Results results(Json.Arr array) {
        var results = new Results();
        for (var result : shape.objects(array)) {
            var name = shape.text(shape.required(result, "from_name"));
            var value = shape.object(shape.required(result, "value"));
            if (name.isPresent() && value.isPresent()) {
                result(name.get(), value.get(), results);
            } else {
                results.refused = true;
            }
        }
        return results;
    }

    private void result(Json.Text name, Json.Obj value, Results results) {
        switch (name.value()) {
            case "score" -> {
                results.refused |= results.score.isPresent();
                results.score = single(value, "choices", results.score);
                results.refused |= results.score.isEmpty();
            }
            case "reason" -> results.reason = single(value, "text", results.reason);
            case "comment" ->
                single(value, "text", Optional.empty())
                        .flatMap(text -> check.comment(text, limits.commentCharacters()))
                        .ifPresent(text -> results.comment = text);
            case "span" -> results.spans.add(value);
            default ->
                shape.wrong(
                        name,
                        "unknown control " + Quoted.of(name.value())
                                + ", expected one of score, reason, comment, span");
        }
    }

    /** Exactly one string, alone or in an array, and the control has no value yet. */
    private Optional<Json.Text> single(Json.Obj value, String field, Optional<Json.Text> before) {
        var found = shape.optional(value, field);
        if (before.isEmpty() && found.isPresent() && found.get() instanceof Json.Text alone) {
            return Optional.of(alone);
        }
        var array = shape.array(shape.required(value, field));
        if (array.isEmpty()) {
            return Optional.empty();
        }
        if (before.isPresent() || array.get().values().size() != 1) {
            shape.wrong(
                    array.get(),
                    "one value is expected, not " + (array.get().values().size() + (before.isPresent() ? 1 : 0)));
            return Optional.empty();
        }
        return shape.texts(array.get()).stream().findFirst();
    }
}
