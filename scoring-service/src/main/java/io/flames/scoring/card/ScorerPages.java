package io.flames.scoring.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flames.scoring.card.CardTables.ConfusionTable;
import io.flames.scoring.card.CardTables.CountRow;
import io.flames.scoring.card.CardTables.FigureRow;
import io.flames.scoring.drift.DriftWatch;
import io.flames.scoring.served.ServedScorers;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The page /scorers. */
@Path("/scorers")
public class ScorerPages {
    private final ServedScorers served;
    private final DriftWatch drift;

    ScorerPages(ServedScorers served, DriftWatch drift) {
        this.served = served;
        this.drift = drift;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance scorers() {
        return Templates.scorers(served.all().stream()
                .map(scorer -> CardView.of(
                        ScorerView.of(scorer),
                        drift.of(scorer).map(DriftTable::rows).orElse(List.of())))
                .toList());
    }

    @CheckedTemplate
    static class Templates {
        /** @param scorers with their cards, where they have one */
        static native TemplateInstance scorers(List<CardView> scorers);
    }

    /** A scorer as the page shows it. */
    record CardView(
            ScorerView scorer,
            boolean serving,
            boolean starting,
            boolean trained,
            String encoder,
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
            List<DriftTable.Row> drift) {
        static CardView of(ScorerView scorer, List<DriftTable.Row> drift) {
            JsonNode card = scorer.modelCard() == null ? MissingNode.getInstance() : scorer.modelCard();
            var selfTest = scorer.selfTest();
            var data = card.path("data");
            return new CardView(
                    scorer,
                    "SERVING".equals(scorer.status()),
                    "STARTING".equals(scorer.status()),
                    card.has("heldOut"),
                    card.path("encoder").asText(),
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
                            ? "–"
                            : String.format(java.util.Locale.ROOT, "%.4f", selfTest.widestLogitDistance()),
                    drift);
        }
    }
}
