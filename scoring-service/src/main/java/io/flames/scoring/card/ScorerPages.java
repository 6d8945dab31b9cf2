package io.flames.scoring.card;

import io.flames.scoring.card.CardTables.ConfusionTable;
import io.flames.scoring.card.CardTables.CountRow;
import io.flames.scoring.card.CardTables.FigureRow;
import io.flames.scoring.golden.ServedScorer;
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
    private final ServedScorer served;

    ScorerPages(ServedScorer served) {
        this.served = served;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance scorers() {
        var state = served.state();
        return Templates.scorers(ScorerView.of(state).stream().map(CardView::of).toList(), state.reason());
    }

    @CheckedTemplate
    static class Templates {
        /**
         * @param scorers with their cards; empty while the scorer loads
         * @param reason the state in words
         */
        static native TemplateInstance scorers(List<CardView> scorers, String reason);
    }

    /** A scorer as the page shows it. */
    record CardView(
            ScorerView scorer,
            boolean serving,
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
            String widest) {
        static CardView of(ScorerView scorer) {
            var card = scorer.modelCard();
            var data = card.path("data");
            return new CardView(
                    scorer,
                    "SERVING".equals(scorer.status()),
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
                    String.format(
                            java.util.Locale.ROOT, "%.4f", scorer.selfTest().widestLogitDistance()));
        }
    }
}
