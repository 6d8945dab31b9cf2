package io.flames.cli.annotate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.cli.FlamesCommand;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import io.flames.cli.console.Table;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames annotate campaign}: which responses people label. */
@Command(
        name = "campaign",
        description = "Campaigns: which responses people label.",
        footer = {
            "  ./flames annotate campaign create march --strategy random --size 500",
            "  ./flames annotate campaign list",
            "  ./flames annotate campaign show march",
            "  ./flames annotate campaign close march",
            "  ./flames annotate campaign reopen march"
        },
        subcommands = {
            CampaignCommand.Create.class,
            CampaignCommand.ListCampaigns.class,
            CampaignCommand.Show.class,
            CampaignCommand.Close.class,
            CampaignCommand.Reopen.class
        })
final class CampaignCommand {

    /** How items are chosen, as the service names it. */
    enum Strategy {
        ALL,
        RANDOM,
        TARGETED
    }

    /** What says where people help most, as the service names it. */
    enum Signal {
        ENTROPY,
        DISAGREEMENT,
        RARE_CLASS
    }

    /** {@code flames annotate campaign create}. */
    @Command(
            name = "create",
            header = "Make a campaign of the responses that were collected until now.",
            description = {
                "Makes a campaign of responses that were collected until now. Strategy, seed and each item's probability of",
                "being taken are recorded; a targeted campaign keeps a random part, so that estimates stay unbiased."
            },
            footer = {
                "  ./flames annotate campaign create all-of-it",
                "  ./flames annotate campaign create march --strategy random --size 500 --seed 7",
                "  ./flames annotate campaign create hard --strategy targeted --size 300 --random-share 0.4 \\",
                "      --signal entropy --signal disagreement --dimension Safety --target my-model"
            })
    static final class Create extends LeadCommand {
        @Parameters(paramLabel = "NAME", description = "What it is called.")
        private String name = "";

        @Option(
                names = "--strategy",
                paramLabel = "KIND",
                defaultValue = "all",
                description = "all, random (stratified by dimension and target) or targeted (all).")
        private Strategy strategy = Strategy.ALL;

        @Option(names = "--size", paramLabel = "N", description = "Items wanted, for random and targeted.")
        private @Nullable Integer size;

        @Option(
                names = "--random-share",
                paramLabel = "SHARE",
                description = "Of a targeted campaign, over 0 to 1 (0.5).")
        private @Nullable Double randomShare;

        @Option(
                names = "--signal",
                paramLabel = "SIGNAL",
                description = "entropy, disagreement or rare_class, for targeted; may be repeated (all).")
        private List<Signal> signals = List.of();

        @Option(
                names = "--scorer-version",
                paramLabel = "ID",
                description = "Whose verdicts say where people help (the one with most verdicts).")
        private @Nullable String scorerVersion;

        @Option(names = "--dimension", paramLabel = "NAME", description = "Only of this one; may be repeated.")
        private List<String> dimensions = List.of();

        @Option(names = "--run", paramLabel = "ID", description = "Only of this run; may be repeated.")
        private List<String> runs = List.of();

        @Option(names = "--target", paramLabel = "NAME", description = "Only of this target; may be repeated.")
        private List<String> targets = List.of();

        @Option(names = "--seed", paramLabel = "N", description = "Of the draw (a random one, recorded).")
        private @Nullable Long seed;

        @Option(names = "--gold-rate", paramLabel = "SHARE", description = "Of gold items, 0 to 0.5 (the service's).")
        private @Nullable Double goldRate;

        @Option(
                names = "--items-a-session",
                paramLabel = "N",
                description = "Labels after which a session ends, where that is stricter than the service's.")
        private @Nullable Integer itemsASession;

        @Option(
                names = "--items-a-day",
                paramLabel = "N",
                description = "Labels after which the day ends, where that is stricter than the service's.")
        private @Nullable Integer itemsADay;

        @Option(
                names = "--harmful-run",
                paramLabel = "N",
                description =
                        "Labels 1 in a row after which a break is due, where that is stricter than the service's.")
        private @Nullable Integer harmfulRun;

        @Override
        protected int ask() {
            check();
            var answer = lead().post("campaigns", Query.none(), body()).body();
            console().document(answer);
            console()
                    .line("campaign " + Json.cell(answer, "name") + ": "
                            + Json.cell(answer.path("counts"), "items") + " items of "
                            + Json.cell(answer, "population") + " responses, seed " + Json.cell(answer, "seed"));
            return FlamesCommand.DONE;
        }

        private void check() {
            if (strategy == Strategy.ALL && size != null) {
                throw usage("--size: the strategy all takes every response; choose random or targeted");
            }
            if (strategy != Strategy.ALL && size == null) {
                throw usage("--size: " + lower(strategy) + " needs the number of items wanted");
            }
            if (size != null && size < 1) {
                throw usage("--size: " + size + " is too small, expected 1 or more");
            }
            if (strategy != Strategy.TARGETED && (randomShare != null || !signals.isEmpty())) {
                throw usage("--random-share and --signal are for --strategy targeted");
            }
        }

        private ObjectNode body() {
            var body = Json.object().put("name", name);
            var choice = body.putObject("strategy").put("kind", lower(strategy));
            put(choice, "size", size);
            put(choice, "randomShare", randomShare);
            put(choice, "signals", signals.stream().map(CampaignCommand::lower).toList());
            put(choice, "scorerVersion", scorerVersion);
            var filter = body.putObject("filter");
            put(filter, "dimensions", dimensions);
            put(filter, "runs", runs);
            put(filter, "targets", targets);
            put(body, "seed", seed);
            put(body, "goldRate", goldRate);
            var limits = Json.object();
            put(limits, "itemsASession", itemsASession);
            put(limits, "itemsADay", itemsADay);
            put(limits, "harmfulRun", harmfulRun);
            if (!limits.isEmpty()) {
                body.set("limits", limits);
            }
            return body;
        }

        private static void put(ObjectNode body, String field, @Nullable Object value) {
            if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
                body.set(field, Json.value(value));
            }
        }
    }

    /** {@code flames annotate campaign list}. */
    @Command(
            name = "list",
            description = "All campaigns, newest first.",
            footer = {"  ./flames annotate campaign list", "  ./flames annotate campaign list --json"})
    static final class ListCampaigns extends LeadCommand {
        @Override
        protected int ask() {
            var campaigns = campaigns(lead());
            console().document(Json.items(campaigns));
            var table = Table.of("campaign", "state", "strategy", ">items", ">settled", ">labels", "created");
            campaigns.forEach(each -> table.row(
                    Json.cell(each, "name"),
                    Json.cell(each, "state"),
                    Json.cell(each, "strategy"),
                    Json.cell(each.path("counts"), "items"),
                    String.valueOf(Progress.settled(each.path("counts"))),
                    Json.cell(each, "labels"),
                    Json.time(each, "createdAt")));
            console().table(table, "no campaigns yet: ./flames annotate campaign create NAME");
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames annotate campaign show}. */
    @Command(
            name = "show",
            description = "One campaign: how it was drawn and how far it has come.",
            footer = {"  ./flames annotate campaign show march", "  ./flames annotate campaign show march --json"})
    static final class Show extends LeadCommand {
        @Parameters(paramLabel = "CAMPAIGN", description = "Its name or id.")
        private String campaign = "";

        @Override
        protected int ask() {
            tell(campaign(lead(), campaign));
            return FlamesCommand.DONE;
        }

        private void tell(JsonNode found) {
            console().document(found);
            console()
                    .facts(
                            found,
                            "name",
                            "state",
                            "strategy",
                            "population",
                            "seed",
                            "goldRate",
                            "labels",
                            "createdAt",
                            "closedAt",
                            "id");
            console().line("");
            console().table(Progress.byDimension(found), "it has no items");
        }
    }

    /** Turns a campaign from one state into the other. */
    abstract static class Turn extends LeadCommand {
        @Parameters(paramLabel = "CAMPAIGN", description = "Its name or id.")
        private String campaign = "";

        /** @param action as REST has it */
        int turn(String action, String state) {
            var api = lead();
            var turned = api.post("campaigns/" + idOf(api, campaign) + "/" + action, Query.none(), null)
                    .body();
            console().document(turned);
            console().line("campaign " + Json.cell(turned, "name") + " is " + state);
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames annotate campaign close}. */
    @Command(
            name = "close",
            description = "Hands out no more items of a campaign; what somebody holds may still be labelled.",
            footer = {"  ./flames annotate campaign close march"})
    static final class Close extends Turn {
        @Override
        protected int ask() {
            return turn("close", "closed");
        }
    }

    /** {@code flames annotate campaign reopen}. */
    @Command(
            name = "reopen",
            description = "Hands out items of a closed campaign again.",
            footer = {"  ./flames annotate campaign reopen march"})
    static final class Reopen extends Turn {
        @Override
        protected int ask() {
            return turn("reopen", "open");
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
