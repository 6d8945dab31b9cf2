package io.flames.cli.scorer;

import io.flames.cli.CliException;
import io.flames.cli.Subcommand;
import io.flames.cli.api.Query;
import io.flames.cli.api.UnreachableException;
import io.flames.cli.score.ScoringOptions;
import io.flames.cli.score.ScoringProcess;
import io.flames.cli.stack.ServiceJvm;
import io.flames.contracts.client.HostAndPort;
import io.flames.contracts.client.ScoringTls;
import java.util.ArrayList;
import picocli.CommandLine.Mixin;

/**
 * A command that asks about scorers: the service that {@code --scoring} names, else the running Flames, else a
 * scoring-service that is started for the command.
 */
abstract class ScorersCommand extends Subcommand {
    @Mixin
    private ScoringOptions scoring;

    @SuppressWarnings("NullAway.Init")
    ScorersCommand() {}

    /** Does it and tells the exit code. */
    abstract int execute(Scorers scorers);

    @Override
    protected final int execute() {
        scoring.checkTlsHasAddress(this::usage);
        var addresses = scoring.addresses(this::usage);
        if (addresses.size() > 1) {
            throw usage("--scoring: one address, not " + addresses.size() + ": a single service is asked");
        }
        if (!addresses.isEmpty()) {
            return ask(new GrpcScorers(addresses.get(0), ScoringOptions.credentials(scoring.tls(this::usage))));
        }
        return isFlamesThere() ? ask(new RestScorers(api())) : askChild();
    }

    private int ask(Scorers scorers) {
        try (scorers) {
            return execute(scorers);
        }
    }

    private boolean isFlamesThere() {
        try {
            api().get("scorers", Query.of("limit", 1));
            return true;
        } catch (UnreachableException nobody) {
            if (addressIsGiven()) {
                throw nobody;
            }
            return false;
        }
    }

    private int askChild() {
        console().message("no Flames at " + address() + ": starting scoring-service");
        var child = ScoringProcess.start();
        int code;
        try {
            code = ask(new GrpcScorers(
                    new HostAndPort(ServiceJvm.HOST, child.port()), ScoringOptions.credentials(ScoringTls.PLAINTEXT)));
        } catch (CliException failed) {
            child.close();
            var lines = new ArrayList<>(failed.lines());
            lines.add("scoring-service's log: " + child.log());
            throw new CliException(lines, failed);
        }
        child.closeAndForget();
        return code;
    }
}
