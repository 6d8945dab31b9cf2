package io.flames.annotation.transfer;

import io.flames.annotation.exchange.Argilla;
import io.flames.annotation.exchange.ExchangeLimits;
import io.flames.annotation.exchange.HistoryEntry;
import io.flames.annotation.exchange.HistoryItem;
import io.flames.annotation.exchange.HistoryLines;
import io.flames.annotation.exchange.Imported;
import io.flames.annotation.exchange.KnownItems;
import io.flames.annotation.exchange.LabelStudio;
import io.flames.annotation.exchange.Outcome;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.label.ImportedLabels;
import io.flames.annotation.label.ImportedLabels.Label;
import io.flames.annotation.label.ImportedLabels.Taken;
import io.flames.annotation.label.LabelDraft;
import io.flames.annotation.problem.Problem;
import io.flames.annotation.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads files and hands their labels on: every label of a file, or none and all that is wrong with it. */
@ApplicationScoped
class Imports {
    private final Exports exports;
    private final ImportedLabels labels;
    private final Guidelines guidelines;
    private final Clock clock;

    Imports(Exports exports, ImportedLabels labels, Guidelines guidelines, Clock clock) {
        this.exports = exports;
        this.labels = labels;
        this.guidelines = guidelines;
        this.clock = clock;
    }

    /** @throws ProblemException 422 with the lines that are wrong, 409 as {@link ImportedLabels#take} */
    Taken take(UUID campaign, Format format, InputStream file) {
        KnownItems known = item -> id(item).flatMap(id -> exports.known(campaign, id));
        try {
            return labels.take(campaign, read(format, file, known));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Label> read(Format format, InputStream file, KnownItems known) throws IOException {
        var limits = ExchangeLimits.usual(clock.instant());
        return switch (format) {
            case LABEL_STUDIO ->
                content(LabelStudio.read(file, known, guidelines, limits)).stream()
                        .map(Imports::label)
                        .toList();
            case ARGILLA ->
                content(Argilla.read(file, known, guidelines, limits)).stream()
                        .map(Imports::label)
                        .toList();
            case JSONL ->
                content(HistoryLines.read(file, known, guidelines, limits)).stream()
                        .flatMap(item -> latest(item).stream())
                        .toList();
        };
    }

    private static <T> List<T> content(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Read<T> read) {
            return read.content();
        }
        var refused = (Outcome.Refused<T>) outcome;
        throw ProblemException.invalidLines(
                "The file has %d errors; nothing was imported.".formatted(refused.total()),
                refused.errors().stream()
                        .map(error -> new Problem.LineError(error.line(), error.path(), error.message()))
                        .toList());
    }

    private static Label label(Imported imported) {
        var label = imported.label();
        return new Label(
                UUID.fromString(imported.item()),
                label.rater(),
                imported.guidelineVersion(),
                new LabelDraft(label.judgement(), label.comment(), label.spans()),
                label.at());
    }

    /** The last blind label of each annotator; what the third said is not blind. */
    private static List<Label> latest(HistoryItem item) {
        var latest = new LinkedHashMap<String, Label>();
        for (var entry : item.history()) {
            if (entry.action() != HistoryEntry.Action.DECIDED
                    && entry.judgement().isPresent()) {
                latest.put(
                        entry.by(),
                        new Label(
                                UUID.fromString(item.item()),
                                entry.by(),
                                entry.guidelineVersion().orElseThrow(),
                                new LabelDraft(entry.judgement().get(), entry.comment(), entry.spans()),
                                Optional.of(entry.at())));
            }
        }
        return List.copyOf(latest.values());
    }

    /** Only as we write them: another spelling of an id would be another item to the reader. */
    private static Optional<UUID> id(String item) {
        try {
            var id = UUID.fromString(item);
            return id.toString().equals(item) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
