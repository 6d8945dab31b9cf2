package io.flames.cli.annotate;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.Subcommand;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.api.Query;
import io.flames.cli.api.RefusedException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Mixin;

/** A command that asks annotation-service as a lead. */
abstract class LeadCommand extends Subcommand {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    /** As many as the service lists. */
    static final int MOST_CAMPAIGNS = 1000;

    @Mixin
    private Login login = new Login();

    /** With what it is logged in. */
    protected final FlamesApi lead() {
        var credentials = login.credentials(System.getenv());
        return api().as(credentials);
    }

    @Override
    protected final int execute() throws Exception {
        try {
            return ask();
        } catch (RefusedException refused) {
            throw said(refused);
        }
    }

    /** Does it and tells the exit code. */
    protected abstract int ask() throws Exception;

    /** The service's words for a login are for browsers. */
    private static CliException said(RefusedException refused) {
        return switch (refused.status()) {
            case 401 ->
                new CliException(
                        "the login was refused: check --user and its password (" + Login.PASSWORD
                                + " or --password-file), or that the token has not expired (" + Login.TOKEN
                                + " or --token-file)",
                        refused);
            case 403 ->
                new CliException("this user may not do that: campaigns are for users with the role lead", refused);
            default -> refused;
        };
    }

    /**
     * A campaign by its name or id, as the service shows it.
     *
     * @throws CliException when there is none
     */
    static JsonNode campaign(FlamesApi api, String nameOrId) {
        if (ID.matcher(nameOrId).matches()) {
            return api.get("campaigns/" + nameOrId, Query.none());
        }
        return campaigns(api).stream()
                .filter(each -> each.path("name").asText().equals(nameOrId))
                .findFirst()
                .orElseThrow(() -> new CliException(
                        "there is no campaign \"" + nameOrId + "\": ./flames annotate campaign list names them"));
    }

    static String idOf(FlamesApi api, String nameOrId) {
        return campaign(api, nameOrId).path("id").asText();
    }

    /** Newest first. */
    static List<JsonNode> campaigns(FlamesApi api) {
        var items = api.get("campaigns", Query.of("limit", MOST_CAMPAIGNS)).path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }
}
