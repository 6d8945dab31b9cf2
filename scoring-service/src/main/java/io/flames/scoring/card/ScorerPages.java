package io.flames.scoring.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flames.scoring.card.CardTables.ConfusionTable;
import io.flames.scoring.card.CardTables.CountRow;
import io.flames.scoring.card.CardTables.FigureRow;
import io.flames.scoring.card.CardTables.HeadRow;
import io.flames.scoring.drift.DriftWatch;
import io.flames.scoring.registry.Registry;
import io.flames.scoring.served.ServedScorers;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The page /scorers. */
@Path("/scorers")
public class ScorerPages {
    private final ServedScorers served;
    private final DriftWatch drift;
    private final Registry registry;

    ScorerPages(ServedScorers served, DriftWatch drift, Registry registry) {
        this.served = served;
        this.drift = drift;
        this.registry = registry;
    }

    @GET
    @Blocking
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance scorers() {
        var cards = served.all().stream()
                .map(scorer -> CardView.of(
                        ScorerView.of(scorer),
                        drift.of(scorer).map(DriftTable::rows).orElse(List.of())))
                .toList();
        return Templates.scorers(
                VersionTable.of(registry), cards, cards.stream().anyMatch(CardView::starting));
    }

    @CheckedTemplate
    static class Templates {
        /**
         * @param versions that are registered, with their states
         * @param scorers with their cards, where they have one
         * @param loading whether one of them still loads: then the page looks again by itself
         */
        static native TemplateInstance scorers(VersionTable versions, List<CardView> scorers, boolean loading);
    }

    /**
     * A scorer as the page shows it.
     *
     * @param path its name as part of a URL
     * @param widest distance of a golden item's logit from its record; empty where there are no logits to compare
     */
    record CardView(
            ScorerView scorer,
            String path,
            boolean serving,
            boolean starting,
            boolean trained,
            List<BackendFact> backend,
            String features,
            String l2,
            String statementEn,
            String statementZh,
            int texts,
            int prompts,
            int trainingTexts,
            int heldOutTexts,
            List<CountRow> counts,
            List<FigureRow> heldOut,
            List<FigureRow> crossValidation,
            List<ConfusionTable> confusion,
            String widest,
            List<HeadRow> heads,
            List<DriftTable.Row> drift) {
        static CardView of(ScorerView scorer, List<DriftTable.Row> drift) {
            JsonNode card = scorer.modelCard() == null ? MissingNode.getInstance() : scorer.modelCard();
            var selfTest = scorer.selfTest();
            var data = card.path("data");
            return new CardView(
                    scorer,
                    URLEncoder.encode(scorer.name(), StandardCharsets.UTF_8).replace("+", "%20"),
                    "SERVING".equals(scorer.status()),
                    "STARTING".equals(scorer.status()),
                    card.has("heldOut"),
                    BackendFact.of(scorer.backend()),
                    card.path("setting").path("features").asText(),
                    card.path("setting").path("l2").asText(),
                    card.path("statement").path("en").asText(),
                    card.path("statement").path("zh").asText(),
                    data.path("texts").asInt(),
                    data.path("prompts").asInt(),
                    data.path("trainingTexts").asInt(),
                    data.path("heldOutTexts").asInt(),
                    CardTables.counts(data.path("counts")),
                    CardTables.figures(card.path("heldOut")),
                    CardTables.figures(card.path("crossValidation")),
                    CardTables.confusion(card.path("heldOut")),
                    selfTest == null || selfTest.widestLogitDistance() == null
                            ? ""
                            : String.format(Locale.ROOT, "%.4f", selfTest.widestLogitDistance()),
                    CardTables.heads(),
                    drift);
        }
    }
}
