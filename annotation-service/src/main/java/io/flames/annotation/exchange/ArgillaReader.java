package io.flames.annotation.exchange;

import io.flames.annotation.exchange.KnownItems.KnownItem;
import io.flames.annotation.guideline.Guidelines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one record of an Argilla export: of 2.x, with the answers by question, or of 1.x and the server's own REST, with the
 * answers by user and our id as {@code external_id}.
 */
final class ArgillaReader {
    private static final int MAX_NAME = 200;
    private static final Set<String> QUESTIONS = Set.of("score", "reason", "comment", "span");
    private static final Set<String> STATUSES = Set.of("submitted", "draft", "discarded");

    private final Shape shape;
    private final TaskCheck check;
    private final ExchangeLimits limits;

    ArgillaReader(Errors errors, KnownItems items, Guidelines guidelines, ExchangeLimits limits) {
        this.shape = new Shape(errors);
        this.check = new TaskCheck(shape, items, guidelines);
        this.limits = limits;
    }

    List<Imported> labels(Json.Obj record) {
        var item = check.item(shape.optional(record, "external_id").or(() -> shape.required(record, "id")));
        var fields = shape.object(shape.required(record, "fields"));
        var metadata = shape.object(shape.required(record, "metadata"));
        var responses = shape.required(record, "responses");
        if (item.isEmpty() || fields.isEmpty() || metadata.isEmpty() || responses.isEmpty()) {
            return List.of();
        }
        var known = item.get().known();
        check.sameText(shape.required(fields.get(), "prompt"), "prompt", known.prompt());
        check.sameText(shape.required(fields.get(), "response"), "response", known.response());
        check.dimension(shape.required(metadata.get(), "dimension"), known);
        var version = check.guidelineVersion(shape.required(metadata.get(), "guideline_version"), known);
        var labels = new ArrayList<TaskLabel>();
        byUser(responses.get())
                .forEach((user, answers) -> label(user, answers, known).ifPresent(labels::add));
        return version.stream()
                .flatMap(v ->
                        labels.stream().map(label -> new Imported(item.get().id(), v, label)))
                .toList();
    }

    /** The submitted answers of each user, by question. */
    private Map<String, Map<String, Json>> byUser(Json responses) {
        var users = new LinkedHashMap<String, Map<String, Json>>();
        if (responses instanceof Json.Arr ofUsers) {
            shape.objects(ofUsers).forEach(response -> addAll(users, response));
            return users;
        }
        shape.object(Optional.of(responses))
                .ifPresent(ofQuestions -> ofQuestions.fields().forEach((question, answers) -> {
                    if (isKnown(question, answers)) {
                        shape.array(Optional.of(answers)).stream()
                                .flatMap(array -> shape.objects(array).stream())
                                .filter(this::submitted)
                                .forEach(answer -> add(users, question, answer, shape.required(answer, "user_id")));
                    }
                }));
        return users;
    }

    /** All that one user answered, as 1.x has it. */
    private void addAll(Map<String, Map<String, Json>> users, Json.Obj response) {
        if (!submitted(response)) {
            return;
        }
        var user = shape.required(response, "user_id");
        shape.object(shape.required(response, "values"))
                .ifPresent(values -> values.fields().forEach((question, value) -> {
                    if (isKnown(question, value)) {
                        shape.object(Optional.of(value)).ifPresent(answer -> add(users, question, answer, user));
                    }
                }));
    }

    private boolean isKnown(String question, Json where) {
        if (!QUESTIONS.contains(question)) {
            shape.wrong(
                    where,
                    "unknown question " + Quoted.of(question) + ", expected one of score, reason, comment, span");
            return false;
        }
        return true;
    }

    private void add(Map<String, Map<String, Json>> users, String question, Json.Obj answer, Optional<Json> userId) {
        var user = shape.word(userId, MAX_NAME);
        var value = shape.required(answer, "value");
        if (user.isEmpty() || value.isEmpty()) {
            return;
        }
        var before =
                users.computeIfAbsent(user.get(), u -> new LinkedHashMap<>()).put(question, value.get());
        if (before != null) {
            shape.wrong(answer, "a second " + question + " of " + Quoted.of(user.get()) + " for one item");
        }
    }

    private boolean submitted(Json.Obj answer) {
        var status = shape.text(shape.optional(answer, "status"));
        if (status.isPresent() && !STATUSES.contains(status.get().value())) {
            shape.wrong(
                    status.get(),
                    "unknown status " + Quoted.of(status.get().value())
                            + ", expected one of submitted, draft, discarded");
            return false;
        }
        return status.map(s -> s.value().equals("submitted")).orElse(true);
    }

    private Optional<TaskLabel> label(String user, Map<String, Json> answers, KnownItem known) {
        var score = Optional.ofNullable(answers.get("score"));
        if (score.isEmpty()) {
            answers.values().stream()
                    .findFirst()
                    .ifPresent(answer -> shape.wrong(answer, "user " + Quoted.of(user) + " gave no score"));
            return Optional.empty();
        }
        var reason = shape.text(Optional.ofNullable(answers.get("reason")));
        var judgement = shape.text(score).flatMap(s -> check.judgement(s, reason, known));
        var comment = shape.text(Optional.ofNullable(answers.get("comment")))
                .flatMap(text -> check.comment(text, limits.commentCharacters()));
        var spans = shape.array(Optional.ofNullable(answers.get("span")))
                .map(array -> check.spans(shape.objects(array), known, limits.spans()))
                .orElse(List.of());
        return judgement.map(j -> new TaskLabel(user, j, comment.orElse(""), spans, Optional.empty()));
    }
}
