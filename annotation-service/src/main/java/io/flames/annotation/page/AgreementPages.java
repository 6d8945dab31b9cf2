package io.flames.annotation.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.agreement.Agreement;
import io.flames.annotation.agreement.AgreementSettings;
import io.flames.annotation.agreement.Bootstrap;
import io.flames.annotation.agreement.Coefficient.NotDefined;
import io.flames.annotation.agreement.Estimate;
import io.flames.annotation.campaign.CampaignList;
import io.flames.annotation.label.BlindLabels;
import io.flames.annotation.page.AgreementModel.AnnotatorRow;
import io.flames.annotation.page.AgreementModel.DimensionRow;
import io.flames.annotation.page.AgreementModel.Figure;
import io.flames.annotation.page.AgreementModel.PairRow;
import io.flames.annotation.page.AgreementModel.WeekRow;
import io.flames.annotation.who.Role;
import io.flames.contracts.Dimensions;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /agreement}: kappa and alpha of blind labels, for leads. */
@Path("/agreement")
@Blocking
@RolesAllowed(Role.LEAD_NAME)
public class AgreementPages {
    private static final int CAMPAIGNS = 200;
    private static final int PSEUDONYM = 8;
    /** Half of the scale of 100, less the mark's own width. */
    private static final double SCALE = 49.4;

    private final BlindLabels labels;
    private final CampaignList campaigns;
    private final ObjectMapper json;
    private final AgreementSettings settings;

    AgreementPages(BlindLabels labels, CampaignList campaigns, ObjectMapper json, AnnotationConfig config) {
        this.labels = labels;
        this.campaigns = campaigns;
        this.json = json;
        var agreement = config.agreement();
        this.settings = new AgreementSettings(
                new Bootstrap(agreement.resamples(), agreement.seed()), agreement.threshold(), agreement.minItems());
    }

    @GET
    @Operation(hidden = true)
    public Response page(@RestQuery @Nullable String campaign) {
        var of = WorkPages.campaign(campaign);
        var found = labels.of(of, Optional.empty());
        var agreement = Agreement.of(found, settings);
        var weeks = agreement.byWeek();
        return WorkPages.html(
                200,
                Templates.agreement(new AgreementModel(
                        campaigns.all(CAMPAIGNS),
                        of.map(Object::toString).orElse(""),
                        found.size(),
                        number(settings.threshold()),
                        settings.minItems(),
                        agreement.byDimension().stream()
                                .map(AgreementPages::row)
                                .toList(),
                        agreement.byPair().stream().map(AgreementPages::row).toList(),
                        agreement.byAnnotator().stream()
                                .map(AgreementPages::row)
                                .toList(),
                        weeks.stream().map(AgreementPages::row).toList(),
                        trend(weeks))));
    }

    private static DimensionRow row(Agreement.OfDimension of) {
        return new DimensionRow(
                Dimensions.nameOf(of.dimension()),
                of.annotators(),
                figure(of.alpha()),
                of.alpha().interval().isEmpty() ? "" : percent(of.shareUnderThreshold()),
                of.flag().name(),
                of.flag().raised());
    }

    private static PairRow row(Agreement.OfPair of) {
        return new PairRow(
                Dimensions.nameOf(of.dimension()),
                shorten(of.pair().first()),
                shorten(of.pair().second()),
                of.items(),
                percent(of.sameShare()),
                figure(of.kappa()),
                figure(of.quadraticKappa()));
    }

    private static AnnotatorRow row(Agreement.OfAnnotator of) {
        return new AnnotatorRow(
                Dimensions.nameOf(of.dimension()), shorten(of.annotator()), of.items(), figure(of.alpha()));
    }

    private static WeekRow row(Agreement.OfWeek of) {
        return new WeekRow(Dimensions.nameOf(of.dimension()), of.week().toString(), of.items(), figure(of.alpha()));
    }

    private static Figure figure(Estimate estimate) {
        var value = estimate.value().number();
        var interval = estimate.interval();
        return new Figure(
                value.isPresent() ? number(value.getAsDouble()) : "",
                estimate.value() instanceof NotDefined not ? not.why().name() : "",
                interval.map(i -> number(i.low()) + " – " + number(i.high())).orElse(""),
                value.isPresent() ? place(value.getAsDouble()) : "",
                interval.map(i -> place(i.low())).orElse(""),
                interval.map(i -> place(i.high())).orElse(""),
                estimate.value().rests());
    }

    /** For the chart: weeks, and alpha or null of each dimension in each of them. */
    private String trend(List<Agreement.OfWeek> rows) {
        var weeks = rows.stream()
                .map(row -> row.week().toString())
                .distinct()
                .sorted()
                .toList();
        var series = new LinkedHashMap<String, List<@Nullable Double>>();
        for (var dimension :
                rows.stream().map(Agreement.OfWeek::dimension).distinct().toList()) {
            var values = new java.util.ArrayList<@Nullable Double>();
            for (var week : weeks) {
                values.add(rows.stream()
                        .filter(row -> row.dimension() == dimension
                                && row.week().toString().equals(week)
                                && row.alpha().value().number().isPresent())
                        .map(row -> row.alpha().value().number().getAsDouble())
                        .findFirst()
                        .orElse(null));
            }
            series.put(Dimensions.nameOf(dimension), values);
        }
        try {
            return json.writeValueAsString(Map.of("weeks", weeks, "series", series, "threshold", settings.threshold()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shorten(String pseudonym) {
        return pseudonym.substring(0, Math.min(PSEUDONYM, pseudonym.length()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    private static String place(double value) {
        return String.format(Locale.ROOT, "%.2f", (Math.max(-1, Math.min(1, value)) + 1) * SCALE);
    }
}
