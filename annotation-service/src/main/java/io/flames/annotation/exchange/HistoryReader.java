package io.flames.annotation.exchange;

import io.flames.annotation.exchange.HistoryEntry.Action;
import io.flames.annotation.exchange.HistoryItem.State;
import io.flames.annotation.exchange.HistoryItem.Stratum;
import io.flames.annotation.exchange.KnownItems.KnownItem;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.label.Judgement;
import io.flames.contracts.Dimensions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads one line of a history file. */
final class HistoryReader {
    private static final int MAX_NAME = 200;

    private final Errors errors;
    private final Shape shape;
    private final TaskCheck check;
    private final ExchangeLimits limits;

    HistoryReader(Errors errors, KnownItems items, Guidelines guidelines, ExchangeLimits limits) {
        this.errors = errors;
        this.shape = new Shape(errors);
        this.check = new TaskCheck(shape, items, guidelines);
        this.limits = limits;
    }

    Optional<HistoryItem> item(Json.Obj line) {
        int before = errors.total();
        var item = check.item(shape.required(line, "item"));
        if (item.isEmpty()) {
            return Optional.empty();
        }
        var known = item.get().known();
        check.dimension(shape.required(line, "dimension"), known);
        check.sameText(shape.required(line, "prompt"), "prompt", known.prompt());
        check.sameText(shape.required(line, "response"), "response", known.response());
        var campaign = shape.word(shape.required(line, "campaign"), MAX_NAME);
        var response = name(line, "response_id");
        var revision = shape.whole(shape.required(line, "revision"), 0, Integer.MAX_VALUE);
        var target = name(line, "target");
        var stratum = one(Stratum.values(), shape.required(line, "stratum"));
        var probability = probability(shape.required(line, "inclusion_probability"));
        var state = one(State.values(), shape.required(line, "state"));
        var score = shape.optional(line, "score").flatMap(s -> score(s, known));
        state.ifPresent(s -> scoreFits(line, s, score.isPresent()));
        var history = shape.array(shape.required(line, "history")).map(a -> entries(a, known));
        var subcomponent = name(line, "subcomponent");
        var attackMethod = name(line, "attack_method");
        if (errors.total() > before) {
            return Optional.empty();
        }
        return Optional.of(new HistoryItem(
                item.get().id(),
                campaign.orElseThrow(),
                response,
                revision.orElseThrow(),
                target,
                known.dimension(),
                subcomponent,
                attackMethod,
                known.prompt(),
                known.response(),
                stratum.orElseThrow(),
                probability.orElseThrow(),
                state.orElseThrow(),
                score.map(OptionalInt::of).orElse(OptionalInt.empty()),
                history.orElseThrow()));
    }

    private void scoreFits(Json.Obj line, State state, boolean scored) {
        if (scored != state.hasScore()) {
            shape.wrong(line, "an item that is " + state + (scored ? " has no score" : " has a score"));
        }
    }

    /** Empty where it is missing. */
    private String name(Json.Obj line, String field) {
        var text = shape.text(shape.optional(line, field));
        if (text.isPresent() && text.get().value().length() > MAX_NAME) {
            shape.wrong(text.get(), "must have at most " + MAX_NAME + " characters");
        }
        return text.map(Json.Text::value).orElse("");
    }

    private Optional<Double> probability(Optional<Json> field) {
        if (field.isEmpty()) {
            return Optional.empty();
        }
        if (field.get() instanceof Json.Num number) {
            double value = Double.parseDouble(number.value());
            if (value > 0 && value <= 1) {
                return Optional.of(value);
            }
        }
        shape.wrong(field.get(), "must be a number over 0 and up to 1");
        return Optional.empty();
    }

    private Optional<Integer> score(Json field, KnownItem known) {
        var scores = Dimensions.scoresOf(known.dimension());
        if (field instanceof Json.Num number) {
            var found = scores.stream()
                    .filter(s -> Integer.toString(s).equals(number.value()))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        String what = field instanceof Json.Num number ? number.value() : field.kind();
        shape.wrong(
                field,
                "score is " + what + ", expected one of " + scores + " in " + Dimensions.nameOf(known.dimension()));
        return Optional.empty();
    }

    private List<HistoryEntry> entries(Json.Arr array, KnownItem known) {
        var entries = new ArrayList<HistoryEntry>();
        for (var object : shape.objects(array)) {
            entry(object, known).ifPresent(entry -> {
                if (!entries.isEmpty()
                        && entry.at().isBefore(entries.get(entries.size() - 1).at())) {
                    shape.wrong(object, "the entry lies before the one that it follows");
                }
                entries.add(entry);
            });
        }
        return entries;
    }

    private Optional<HistoryEntry> entry(Json.Obj object, KnownItem known) {
        int before = errors.total();
        var at = instant(shape.required(object, "at"));
        var by = shape.word(shape.required(object, "by"), MAX_NAME);
        var action = one(Action.values(), shape.required(object, "action"));
        var judgement = judgement(object, known);
        var version = check.guidelineVersion(shape.optional(object, "guideline_version"), known);
        var comment = shape.text(shape.optional(object, "comment"))
                .flatMap(text -> check.comment(text, limits.commentCharacters()));
        var spans = shape.array(shape.optional(object, "spans"))
                .map(array -> check.spans(shape.objects(array), known, limits.spans()))
                .orElse(List.of());
        if (errors.total() > before) {
            return Optional.empty();
        }
        boolean label = action.orElseThrow().isLabel();
        if (label != judgement.isPresent() || label != version.isPresent()) {
            shape.wrong(
                    object,
                    label
                            ? action.get() + " needs score or cannot_judge, and guideline_version"
                            : action.get() + " has no score, no cannot_judge and no guideline_version");
            return Optional.empty();
        }
        return Optional.of(new HistoryEntry(
                at.orElseThrow(),
                by.orElseThrow(),
                action.get(),
                judgement,
                comment.orElse(""),
                spans,
                version.map(OptionalInt::of).orElse(OptionalInt.empty())));
    }

    private Optional<Judgement> judgement(Json.Obj object, KnownItem known) {
        var score = shape.optional(object, "score");
        var reason = shape.text(shape.optional(object, "cannot_judge"));
        if (score.isPresent() && reason.isPresent()) {
            shape.wrong(object, "an entry has a score or cannot_judge, not both");
            return Optional.empty();
        }
        if (score.isPresent()) {
            return score(score.get(), known).map(Judgement.Scored::new);
        }
        return reason.flatMap(check::reason).map(Judgement.CannotJudge::new);
    }

    private Optional<Instant> instant(Optional<Json> field) {
        var text = shape.text(field);
        try {
            return text.map(t -> Instant.parse(t.value()))
                    .flatMap(time -> check.possible(text.orElseThrow(), time, limits.latest()));
        } catch (DateTimeParseException e) {
            shape.wrong(text.orElseThrow(), "must be a time such as 2026-11-23T08:00:00Z");
            return Optional.empty();
        }
    }

    private <T extends Enum<T>> Optional<T> one(T[] values, Optional<Json> field) {
        var text = shape.text(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var found = Arrays.stream(values)
                .filter(v -> v.name().equals(text.get().value()))
                .findFirst();
        if (found.isEmpty()) {
            shape.wrong(
                    text.get(),
                    "is " + Quoted.of(text.get().value()) + ", expected one of "
                            + String.join(
                                    ", ", Arrays.stream(values).map(Enum::name).toList()));
        }
        return found;
    }
}
