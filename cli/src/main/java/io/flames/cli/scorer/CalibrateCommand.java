package io.flames.cli.scorer;

import io.flames.cli.Subcommand;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flames scorer calibrate}. */
@Command(
        name = "calibrate",
        header = "Measure this machine and write the cost profile that batches are planned by.",
        description = {
            "Measures what batches cost on this machine and writes the profile that batches are planned by;",
            "its arguments are those of scoring-service's program, see scoring-service/README.md."
        },
        footer = {"  ./flames scorer calibrate", "  ./flames scorer calibrate -- --help  the program's own help"})
final class CalibrateCommand extends Subcommand {
    private static final String MAIN = "io.flames.scoring.calibrate.CalibrateMain";

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "Passed on to the program.")
    private List<String> arguments = List.of();

    @Override
    protected int execute() throws IOException, InterruptedException {
        return ScoringTool.run(MAIN, "1g", arguments);
    }
}
