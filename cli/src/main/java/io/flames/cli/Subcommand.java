package io.flames.cli;

import io.flames.cli.api.FlamesApi;
import io.flames.cli.console.Console;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does something: what it needs from the command line it stands on. */
public abstract class Subcommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    protected Subcommand() {}

    @Override
    public final Integer call() throws Exception {
        return execute();
    }

    /** Does it and tells the exit code. */
    protected abstract int execute() throws Exception;

    protected final Console console() {
        return root().console();
    }

    protected final FlamesApi api() {
        return root().api();
    }

    protected final URI address() {
        return root().address();
    }

    /** Whether someone said where Flames listens; else the address is the usual one. */
    protected final boolean addressIsGiven() {
        return spec.commandLine().getParseResult().hasMatchedOption("--url") || root().addressIsGiven();
    }

    /** Wrong usage that only shows once all options are known. */
    protected final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private FlamesCommand root() {
        return (FlamesCommand) spec.root().userObject();
    }
}
