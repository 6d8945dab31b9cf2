package io.flames.annotation.page;

import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.guideline.CannotJudge;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.label.AdjudicationTask;
import io.flames.annotation.label.Labelling;
import io.flames.annotation.label.Leases;
import io.flames.annotation.label.Next;
import io.flames.annotation.label.OwnLabels;
import io.flames.annotation.label.OwnLabels.InHand;
import io.flames.annotation.label.OwnLabels.OwnLabel;
import io.flames.annotation.label.Span;
import io.flames.annotation.label.Task;
import io.flames.annotation.problem.Problem;
import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.who.Annotator;
import io.flames.contracts.Dimensions;
import io.flames.ui.Language;
import io.flames.ui.Page;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One annotator at their desk: gets an item, labels it, gets the next. */
@RequestScoped
class Desk {
    private static final int LONGEST_QUOTE = 300;
    private static final int CONFLICT = 409;

    private final Leases leases;
    private final Labelling labelling;
    private final OwnLabels own;
    private final Guidelines guidelines;
    private final Visitor visitor;
    private final Page page;
    private final int maxComment;
    private final ZoneId zone;

    Desk(
            Leases leases,
            Labelling labelling,
            OwnLabels own,
            Guidelines guidelines,
            Visitor visitor,
            Page page,
            AnnotationConfig config) {
        this.leases = leases;
        this.labelling = labelling;
        this.own = own;
        this.guidelines = guidelines;
        this.visitor = visitor;
        this.page = page;
        this.maxComment = config.labels().maxComment();
        this.zone = config.care().zone();
    }

    /**
     * An item in hand, or the next one.
     *
     * @param hold leases that the page has already
     */
    Step next(Work work, Optional<UUID> campaign, Set<UUID> hold, String said) {
        var annotator = visitor.annotator();
        return work == Work.LABEL
                ? step(
                        work,
                        campaign,
                        said,
                        leases.next(annotator, campaign, hold),
                        task -> item(new AdjudicationTask(task, List.of()), LabelForm.empty(), null))
                : step(
                        work,
                        campaign,
                        said,
                        leases.nextAdjudication(annotator, campaign, hold),
                        task -> item(task, LabelForm.empty(), null));
    }

    /**
     * As {@link #next}, for a page that is opened. What a page that is gone still holds elsewhere is given back where it
     * stands in the way.
     */
    Step open(Work work, Optional<UUID> campaign, String said) {
        try {
            return next(work, campaign, Set.of(), said);
        } catch (ProblemException full) {
            if (full.problem().status() != CONFLICT) {
                throw full;
            }
            own.held(visitor.annotator()).forEach(this::giveBack);
            return next(work, campaign, Set.of(), said);
        }
    }

    /** What is no longer held is given back already. */
    void giveBack(UUID lease) {
        try {
            leases.release(visitor.annotator(), lease);
        } catch (ProblemException notHeld) {
            if (notHeld.problem().status() != CONFLICT) {
                throw notHeld;
            }
        }
    }

    /** Back to the others, for good. */
    void skip(UUID lease) {
        leases.skip(visitor.annotator(), lease);
    }

    /** Stores a first label, or one in place of an earlier one. */
    String store(UUID lease, LabelForm form) {
        var annotator = visitor.annotator();
        if (form.revision() > 0) {
            var response = own.show(annotator, lease).task().task().response();
            labelling.revise(annotator, lease, form.revision(), form.toRequest(response));
            return "revised";
        }
        labelling.submit(annotator, lease, form.toRequest(response(annotator, lease)));
        return "stored";
    }

    /** The own label again, to be revised. */
    Step revise(Work work, Optional<UUID> campaign, UUID lease) {
        var hand = own.show(visitor.annotator(), lease);
        var form = hand.label().map(label -> form(hand, label)).orElse(LabelForm.empty());
        return show(work, campaign, item(hand.task(), form, null));
    }

    /** The form again, with what is wrong with it. */
    Step again(Work work, Optional<UUID> campaign, UUID lease, LabelForm form, Problem problem) {
        var hand = own.show(visitor.annotator(), lease);
        var field = problem.field() == null ? "" : problem.field();
        return show(work, campaign, item(hand.task(), form, new Step.Wrong(field, problem.detail())));
    }

    private Step show(Work work, Optional<UUID> campaign, Step.Item item) {
        return new Step("item", work.path(), campaign.map(UUID::toString).orElse(""), "", undo(work), item, null);
    }

    /** What is stored under the lease already is answered by its receipt, not by the text. */
    private String response(Annotator annotator, UUID lease) {
        try {
            return own.show(annotator, lease).task().task().response();
        } catch (ProblemException gone) {
            if (gone.problem().status() == CONFLICT) {
                throw ProblemException.conflict("This item is no longer in your hand. Go on with the next one.");
            }
            throw gone;
        }
    }

    private <T> Step step(
            Work work,
            Optional<UUID> campaign,
            String said,
            Next<T> next,
            java.util.function.Function<T, Step.Item> read) {
        var of = campaign.map(UUID::toString).orElse("");
        if (next instanceof Next.Offered<T> offered) {
            return new Step("item", work.path(), of, said, undo(work), read.apply(offered.task()), null);
        }
        if (next instanceof Next.Pause<T> pause) {
            return new Step("pause", work.path(), of, said, undo(work), null, pause(pause.until(), pause.reason()));
        }
        return new Step("nothing", work.path(), of, said, undo(work), null, null);
    }

    private String undo(Work work) {
        return own.last(visitor.annotator(), work == Work.ADJUDICATE)
                .map(UUID::toString)
                .orElse("");
    }

    Step.Pause pause(Instant until, String reason) {
        var there = until.atZone(zone);
        var pattern = there.toLocalDate().equals(LocalDate.now(zone)) ? "HH:mm" : "yyyy-MM-dd HH:mm";
        var shown = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(there) + " (" + zone.getId() + ")";
        return new Step.Pause(shown, until.toEpochMilli(), reason);
    }

    private Step.Item item(AdjudicationTask whole, LabelForm form, Step.@Nullable Wrong wrong) {
        Task task = whole.task();
        var language = language();
        var dimension = Dimensions.byName(task.dimension()).orElseThrow();
        var guideline = guidelines
                .find(dimension, task.guidelineVersion(), language)
                .orElseThrow(() -> ProblemException.conflict(
                        "This service does not know version " + task.guidelineVersion() + " of the guideline."));
        return new Step.Item(
                task.lease().toString(),
                task.leasedUntil().toEpochMilli(),
                task.campaignName(),
                task.dimension(),
                task.subcomponent(),
                task.prompt(),
                task.response(),
                task.scores(),
                guideline,
                java.util.Arrays.stream(CannotJudge.values())
                        .map(reason -> new Step.Reason(
                                reason.code(), guideline.cannotJudge().getOrDefault(reason, reason.code())))
                        .toList(),
                opinions(whole, guideline.cannotJudge()),
                form,
                maxComment,
                wrong);
    }

    private static List<Step.Opinion> opinions(AdjudicationTask whole, java.util.Map<CannotJudge, String> reasons) {
        var shown = new ArrayList<Step.Opinion>();
        for (var opinion : whole.opinions()) {
            var code = opinion.cannotJudge() == null ? "" : opinion.cannotJudge();
            shown.add(new Step.Opinion(
                    shown.isEmpty() ? "A" : "B",
                    opinion.score(),
                    CannotJudge.byCode(code)
                            .flatMap(known -> Optional.ofNullable(reasons.get(known)))
                            .orElse(code),
                    opinion.comment(),
                    opinion.spans().stream()
                            .map(span -> quote(whole.task().response(), span))
                            .toList()));
        }
        return shown;
    }

    private static String quote(String response, Span span) {
        var words =
                response.substring(Math.min(span.start(), response.length()), Math.min(span.end(), response.length()));
        return words.length() <= LONGEST_QUOTE ? words : words.substring(0, LONGEST_QUOTE) + "…";
    }

    private static LabelForm form(InHand hand, OwnLabel label) {
        var response = hand.task().task().response();
        return new LabelForm(
                label.score() == null ? "0" : label.score().toString(),
                label.cannotJudge() == null ? "" : label.cannotJudge(),
                label.comment(),
                label.spans().stream()
                        .map(span -> TextOffsets.toShown(response, span.start()) + "-"
                                + TextOffsets.toShown(response, span.end()))
                        .collect(Collectors.joining(",")),
                "",
                label.revision());
    }

    private io.flames.annotation.guideline.Language language() {
        return page.language() == Language.ZH
                ? io.flames.annotation.guideline.Language.ZH
                : io.flames.annotation.guideline.Language.EN;
    }
}
