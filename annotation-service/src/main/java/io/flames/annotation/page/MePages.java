package io.flames.annotation.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.page.MeModel.DayRow;
import io.flames.annotation.page.MeModel.GoldRow;
import io.flames.annotation.progress.OwnDays;
import io.flames.annotation.progress.Standing;
import io.flames.annotation.progress.Standings;
import io.flames.annotation.who.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code /annotate/me}: labels a day, accuracy on gold items, breaks. Nobody else's, and for nobody else. */
@Path("/annotate/me")
@Blocking
@RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
public class MePages {
    private static final int SECONDS_A_MINUTE = 60;

    private final OwnDays own;
    private final Standings standings;
    private final Visitor visitor;
    private final ObjectMapper json;
    private final int goldBlock;

    MePages(OwnDays own, Standings standings, Visitor visitor, ObjectMapper json, AnnotationConfig config) {
        this.own = own;
        this.standings = standings;
        this.visitor = visitor;
        this.json = json;
        this.goldBlock = config.campaigns().goldBlock();
    }

    @GET
    @Operation(hidden = true)
    public Response page() {
        var annotator = visitor.annotator();
        var days = own.days(annotator);
        var gold = standings.of(annotator).gold();
        long items = gold.stream().mapToLong(Standing.GoldFigures::labelled).sum();
        long correct = gold.stream().mapToLong(Standing.GoldFigures::correct).sum();
        return WorkPages.html(
                200,
                Templates.me(new MeModel(
                        annotator.id().toString(),
                        days.stream()
                                .mapToLong(day -> day.labels() + day.decisions())
                                .sum(),
                        items,
                        share(correct, items),
                        rows(days),
                        gold.stream()
                                .map(block -> new GoldRow(
                                        days(block),
                                        block.labelled(),
                                        block.correct(),
                                        share(block.correct(), block.labelled())))
                                .toList(),
                        goldBlock,
                        annotator.optedOut(),
                        chart(days, gold))));
    }

    private static List<DayRow> rows(List<OwnDays.Day> days) {
        return days.stream()
                .map(day -> new DayRow(
                        day.day().toString(),
                        day.labels(),
                        day.decisions(),
                        day.harmful(),
                        day.unjudged(),
                        day.breaks(),
                        day.longestSeconds() / SECONDS_A_MINUTE))
                .toList();
    }

    private String chart(List<OwnDays.Day> days, List<Standing.GoldFigures> gold) {
        try {
            return json.writeValueAsString(Map.of(
                    "days", days.stream().map(day -> day.day().toString()).toList(),
                    "labels",
                            days.stream()
                                    .map(day -> day.labels() + day.decisions())
                                    .toList(),
                    "blocks", gold.stream().map(MePages::days).toList(),
                    "accuracy",
                            gold.stream()
                                    .map(block ->
                                            Math.round(block.correct() * 1000.0 / Math.max(1, block.labelled())) / 10.0)
                                    .toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String days(Standing.GoldFigures block) {
        return block.from().equals(block.to()) ? block.from().toString() : block.from() + " – " + block.to();
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", part * 100.0 / whole);
    }
}
