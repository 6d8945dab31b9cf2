package io.flames.annotation.exchange;

import io.flames.annotation.exchange.KnownItems.KnownItem;
import io.flames.annotation.guideline.CannotJudge;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.label.Judgement;
import io.flames.annotation.label.Span;
import io.flames.contracts.Dimensions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What holds for a label whatever tool it comes from. */
final class TaskCheck {
    /** What stands for a score where the annotator gave none. */
    static final String CANNOT_JUDGE = "cannot-judge";

    private static final int MAX_NAME = 200;
    private static final int MAX_REASON = 1000;

    private final Shape shape;
    private final KnownItems items;
    private final Guidelines guidelines;
    private final Set<String> seen = new HashSet<>();

    TaskCheck(Shape shape, KnownItems items, Guidelines guidelines) {
        this.shape = shape;
        this.items = items;
        this.guidelines = guidelines;
    }

    /** An item that the file names. */
    record Found(String id, KnownItem known) {}

    /** A known item that the file did not name before. */
    Optional<Found> item(Optional<Json> field) {
        var id = shape.word(field, MAX_NAME);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        var at = field.orElseThrow();
        if (!seen.add(id.get())) {
            shape.wrong(at, "item " + Quoted.of(id.get()) + " comes twice");
            return Optional.empty();
        }
        var known = items.find(id.get());
        if (known.isEmpty()) {
            shape.wrong(at, "unknown item " + Quoted.of(id.get()) + ", expected one of this campaign");
        }
        return known.map(k -> new Found(id.get(), k));
    }

    /** The dimension is the item's own. */
    void dimension(Optional<Json> field, KnownItem known) {
        var name = shape.text(field);
        String expected = Dimensions.nameOf(known.dimension());
        if (name.isPresent() && !name.get().value().equals(expected)) {
            shape.wrong(
                    name.get(),
                    "dimension is " + Quoted.of(name.get().value()) + ", expected " + expected + " for this item");
        }
    }

    /** A label of another text is not a label of this item. The text itself is never told. */
    void sameText(Optional<Json> field, String name, String expected) {
        var text = shape.text(field);
        if (text.isPresent() && !text.get().value().equals(expected)) {
            shape.wrong(text.get(), name + " differs from the item's " + name + ": the labels are for another text");
        }
    }

    Optional<Integer> guidelineVersion(Optional<Json> field, KnownItem known) {
        var version = shape.whole(field, 1, Integer.MAX_VALUE);
        if (version.isPresent()
                && guidelines.digest(known.dimension(), version.get()).isEmpty()) {
            shape.wrong(
                    field.orElseThrow(),
                    "unknown guideline version " + version.get() + ", expected one of "
                            + guidelines.versions(known.dimension()));
            return Optional.empty();
        }
        return version;
    }

    /**
     * @param score as a choice of the tool: {@code 3}, {@code 2}, {@code 1} or {@code cannot-judge}
     * @param reason where there is no score
     */
    Optional<Judgement> judgement(Json.Text score, Optional<Json.Text> reason, KnownItem known) {
        var scores = Dimensions.scoresOf(known.dimension());
        if (score.value().equals(CANNOT_JUDGE)) {
            return reason(score, reason);
        }
        if (reason.isPresent()) {
            shape.wrong(reason.get(), "a reason is given where the answer was judged");
            return Optional.empty();
        }
        var found = scores.stream()
                .filter(s -> Integer.toString(s).equals(score.value()))
                .findFirst();
        if (found.isEmpty()) {
            shape.wrong(
                    score,
                    "score is " + Quoted.of(score.value()) + ", expected one of " + scores + " in "
                            + Dimensions.nameOf(known.dimension()) + ", or " + CANNOT_JUDGE);
        }
        return found.map(Judgement.Scored::new);
    }

    private Optional<Judgement> reason(Json.Text score, Optional<Json.Text> reason) {
        if (reason.isEmpty()) {
            shape.wrong(score, CANNOT_JUDGE + " needs a reason, such as one of " + CannotJudge.allowed());
            return Optional.empty();
        }
        return reason(reason.get()).map(Judgement.CannotJudge::new);
    }

    /** Why there is no score, in the annotator's words or as one of the guideline's codes. */
    Optional<String> reason(Json.Text text) {
        var words = words(text, "the reason", MAX_REASON);
        if (words.isPresent() && words.get().isEmpty()) {
            shape.wrong(text, "the reason is empty, expected words or one of " + CannotJudge.allowed());
            return Optional.empty();
        }
        return words;
    }

    Optional<String> comment(Json.Text text, int max) {
        return words(text, "comment", max);
    }

    /** Stripped; what no keyboard writes is refused. */
    private Optional<String> words(Json.Text text, String what, int max) {
        String value = text.value();
        if (value.length() > max) {
            shape.wrong(text, what + " has " + value.length() + " characters, at most " + max + " are allowed");
            return Optional.empty();
        }
        if (value.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
            shape.wrong(text, what + " contains a control character");
            return Optional.empty();
        }
        return Optional.of(value.strip());
    }

    /** Spans of an array, at most as many as a label may have. */
    List<Span> spans(List<Json.Obj> places, KnownItem known, int max) {
        if (places.size() > max) {
            shape.wrong(places.get(max), "a label has at most " + max + " spans");
            return List.of();
        }
        return places.stream().flatMap(at -> span(at, known).stream()).toList();
    }

    /** @param at an object with start and end */
    private Optional<Span> span(Json.Obj at, KnownItem known) {
        int length = known.response().length();
        var start = shape.whole(shape.required(at, "start"), 0, Math.max(0, length - 1));
        var end = shape.whole(shape.required(at, "end"), 1, length);
        if (start.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        if (end.get() <= start.get()) {
            shape.wrong(at, "the span ends at " + end.get() + ", before or where it begins");
            return Optional.empty();
        }
        return Optional.of(new Span(start.get(), end.get()));
    }

    /** A time that a label can have: others fit neither the database nor an event. */
    Optional<Instant> possible(Json at, Instant time, Instant latest) {
        if (time.isBefore(ExchangeLimits.EARLIEST) || time.isAfter(latest)) {
            shape.wrong(at, "must be a time from " + ExchangeLimits.EARLIEST + " to a day from now");
            return Optional.empty();
        }
        return Optional.of(time);
    }

    /** Nobody labels an item twice. */
    List<TaskLabel> onePerRater(List<TaskLabel> labels, List<Json> places) {
        var raters = new HashSet<String>();
        var kept = new ArrayList<TaskLabel>();
        for (int i = 0; i < labels.size(); i++) {
            if (raters.add(labels.get(i).rater())) {
                kept.add(labels.get(i));
            } else {
                shape.wrong(
                        places.get(i),
                        "a second label of " + Quoted.of(labels.get(i).rater()) + " for one item");
            }
        }
        return kept;
    }
}
